import { loadEngineConfig, runMain } from '@aiwf/platform';
import { createEngine } from './engine.app';

runMain('workflow engine', async () => {
  const config = loadEngineConfig();
  const app = await createEngine(config);
  await app.listen(config.port, config.host);
});
