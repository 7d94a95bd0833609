import { type CommonConfig, PORT_RANGE, readCommonConfig } from './common.config';
import { type Environment, EnvironmentReader } from './environment.reader';
import { frozen } from './frozen';
import { type McpConfig, readMcpConfig } from './mcp.config';

/** Where Temporal is. Credentials and TLS come from Temporal's own environment configuration. */
export interface TemporalConfig {
  /** `host:port` of the frontend. */
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
}

/** What the workflow engine is told. */
export interface EngineConfig extends CommonConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly temporal: TemporalConfig;
  /** Milliseconds without a heartbeat after which an activity counts as lost. */
  readonly heartbeatMs: number;
  /** Events of Temporal's history after which a run goes on as a new one. */
  readonly continueAsNewEvents: number;
  /** Milliseconds between two looks at the open executions. */
  readonly reconcileIntervalMs: number;
  /** `host:port` (an IPv6 host in brackets) that workflows may call although the address is private. */
  readonly egressAllowedHosts: readonly string[];
  /** MCP servers whose tools graphs may name. */
  readonly mcpServers: McpConfig;
}

const HOST_AND_PORT = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/;

/**
 * Reads the workflow engine's configuration.
 * @throws ConfigError that names every variable with an unusable value
 */
export function loadEngineConfig(env: Environment = process.env): EngineConfig {
  const reader = new EnvironmentReader(env);
  const config: EngineConfig = {
    ...readCommonConfig(reader),
    host: reader.text('WORKFLOW_SERVICE_HOST', '0.0.0.0'),
    port: reader.number('WORKFLOW_SERVICE_PORT', 8002, PORT_RANGE),
    temporal: readTemporalConfig(reader),
    heartbeatMs: reader.number('ACTIVITY_HEARTBEAT_SECONDS', 30, { min: 1, max: 3600 }) * 1000,
    continueAsNewEvents: reader.number('CONTINUE_AS_NEW_EVENTS', 3000, { min: 50, max: 40_000 }),
    reconcileIntervalMs: reader.number('RECONCILE_INTERVAL_SECONDS', 10, { min: 1, max: 3600 }) * 1000,
    egressAllowedHosts: readAllowedHosts(reader),
    mcpServers: readMcpConfig(reader),
  };
  reader.assertSound();
  return frozen(config);
}

function readTemporalConfig(reader: EnvironmentReader): TemporalConfig {
  const address = reader.text('TEMPORAL_ADDRESS', 'localhost:7233');
  if (!isHostAndPort(address)) reader.problem('TEMPORAL_ADDRESS must be host:port, such as localhost:7233');
  return {
    address,
    namespace: reader.text('TEMPORAL_NAMESPACE', 'default'),
    taskQueue: reader.text('TEMPORAL_TASK_QUEUE', 'workflow-engine'),
  };
}

function readAllowedHosts(reader: EnvironmentReader): string[] {
  const hosts = reader.text('EGRESS_ALLOWED_HOSTS', '').split(',');
  const given = hosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '');
  if (!given.every(isHostAndPort)) {
    reader.problem('EGRESS_ALLOWED_HOSTS must be a comma-separated list of host:port');
  }
  return given;
}

function isHostAndPort(text: string): boolean {
  const port = HOST_AND_PORT.exec(text)?.[2];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}
