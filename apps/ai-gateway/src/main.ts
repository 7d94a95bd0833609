import { loadGatewayConfig, runMain } from '@aiwf/platform';
import { createGateway } from './gateway.app';

runMain('AI gateway', async () => {
  const config = loadGatewayConfig();
  const app = await createGateway(config);
  await app.listen(config.port, config.host);
});
