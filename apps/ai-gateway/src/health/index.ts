export { GatewayHealthModule } from './gateway-health.module';
