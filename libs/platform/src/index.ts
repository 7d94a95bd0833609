export { ConfigError } from './config/config.error';
export type { CommonConfig } from './config/common.config';
export { type EngineConfig, loadEngineConfig } from './config/engine.config';
export { type GatewayConfig, loadGatewayConfig } from './config/gateway.config';
export type { ModelConfig } from './config/model.config';
export { HttpProblem } from './errors/http-problem.error';
