import { loadEngineConfig } from '@aiwf/platform';
import { createEngine } from './engine.app';

async function main(): Promise<void> {
  const config = loadEngineConfig();
  const app = await createEngine(config);
  await app.listen(config.port, config.host);
}

void main();
