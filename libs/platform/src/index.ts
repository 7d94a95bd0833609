export { ConfigError } from './config/config.error';
export type { CommonConfig } from './config/common.config';
export { type EngineConfig, loadEngineConfig, type WorkerVersion } from './config/engine.config';
export type { EncryptionKey } from './config/encryption.config';
export { type GatewayConfig, loadGatewayConfig } from './config/gateway.config';
export type { McpConfig, McpEffect, McpServerConfig, McpTransport } from './config/mcp-server.config';
export type { ModelConfig } from './config/model.config';
export { FAILURE_READER } from './errors/error.filter';
export { errorBody } from './errors/error-body';
export { HttpProblem } from './errors/http-problem.error';
export { toProblem } from './errors/to-problem';
export {
  type HealthCheckProvider,
  type HealthReport,
  RegisterHealthCheck,
} from './health/health-check.provider';
export { createContext } from './http/create-context';
export { createHttpApp } from './http/create-http-app';
export { ExecutionIdPipe, VersionPipe, WorkflowIdPipe } from './http/id.pipe';
export { IdempotencyKey } from './http/idempotency-key.decorator';
export { parseRetryAfter } from './http/retry-after';
export { ExecutionLog } from './logging/execution-log.service';
export { GenerationLimit } from './throttling/generation-limit.decorator';
export { runMain } from './shutdown/run-main';
