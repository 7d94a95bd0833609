import { loadGatewayConfig } from '@aiwf/platform';
import { createGateway } from './gateway.app';

async function main(): Promise<void> {
  const config = loadGatewayConfig();
  const app = await createGateway(config);
  await app.listen(config.port, config.host);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The AI gateway can't start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
