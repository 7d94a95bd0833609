import { type CommonConfig, PORT_RANGE, readCommonConfig } from './common.config';
import { type EncryptionKey, readEncryptionKeys } from './encryption.config';
import { type Environment, EnvironmentReader } from './environment.reader';
import { frozen } from './frozen';
import { readMcpConfig } from './mcp.config';
import type { McpConfig } from './mcp-server.config';
import { readSecretsConfig, type SecretsConfig } from './secrets.config';

/** Where Temporal is. Credentials and TLS come from Temporal's own environment configuration. */
export interface TemporalConfig {
  /** `host:port` of the frontend. */
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Absent: the worker has no version, and takes every run of its queue. */
  readonly workerVersion?: WorkerVersion;
}

/** Which release of the engine a worker is, where several of them serve one queue side by side. */
export interface WorkerVersion {
  readonly deploymentName: string;
  readonly buildId: string;
}

/** What the workflow engine is told. */
export interface EngineConfig extends CommonConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly temporal: TemporalConfig;
  /** Milliseconds without a heartbeat after which an activity counts as lost. */
  readonly heartbeatMs: number;
  /** Calls that are expected to take so many milliseconds at most are made local; 0: none. */
  readonly localCallMaxMs: number;
  /** Events of Temporal's history after which a run goes on as a new one. */
  readonly continueAsNewEvents: number;
  /** Days that finished executions are kept; absent: for ever. */
  readonly retentionDays?: number;
  /** Milliseconds between two looks at the open executions. */
  readonly reconcileIntervalMs: number;
  /** `host:port` (an IPv6 host in brackets) that workflows may call although the address is private. */
  readonly egressAllowedHosts: readonly string[];
  /** MCP servers whose tools graphs may name. */
  readonly mcpServers: McpConfig;
  /** What encrypts payloads and stored values; the first encrypts, all decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** What graphs may send and not read. */
  readonly secrets: SecretsConfig;
}

/** Temporal joins the two by a dot or a colon, so the deployment's name has neither. */
const DEPLOYMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const BUILD_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

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
    localCallMaxMs: reader.number('LOCAL_CALL_MAX_SECONDS', 2, { min: 0, max: 5, fractions: true }) * 1000,
    continueAsNewEvents: reader.number('CONTINUE_AS_NEW_EVENTS', 3000, { min: 50, max: 40_000 }),
    reconcileIntervalMs: reader.number('RECONCILE_INTERVAL_SECONDS', 10, { min: 1, max: 3600 }) * 1000,
    retentionDays: readRetention(reader),
    egressAllowedHosts: readAllowedHosts(reader),
    mcpServers: readMcpConfig(reader),
    encryptionKeys: readEncryptionKeys(reader),
    secrets: readSecretsConfig(reader),
  };
  reader.assertSound();
  return frozen(config);
}

function readRetention(reader: EnvironmentReader): number | undefined {
  if (reader.optional('EXECUTION_RETENTION_DAYS') === undefined) return undefined;
  return reader.number('EXECUTION_RETENTION_DAYS', 0, { min: 0.0001, max: 36_500, fractions: true });
}

function readTemporalConfig(reader: EnvironmentReader): TemporalConfig {
  const address = reader.text('TEMPORAL_ADDRESS', 'localhost:7233');
  if (!isHostAndPort(address)) reader.problem('TEMPORAL_ADDRESS must be host:port, such as localhost:7233');
  return {
    address,
    namespace: reader.text('TEMPORAL_NAMESPACE', 'default'),
    taskQueue: reader.text('TEMPORAL_TASK_QUEUE', 'workflow-engine'),
    workerVersion: readWorkerVersion(reader),
  };
}

function readWorkerVersion(reader: EnvironmentReader): WorkerVersion | undefined {
  const deploymentName = reader.optional('WORKER_DEPLOYMENT_NAME');
  const buildId = reader.optional('WORKER_BUILD_ID');
  if (deploymentName === undefined && buildId === undefined) return undefined;
  if (deploymentName === undefined || buildId === undefined) {
    reader.problem('WORKER_DEPLOYMENT_NAME and WORKER_BUILD_ID must be set together, or neither of them');
    return undefined;
  }
  if (!DEPLOYMENT_NAME.test(deploymentName)) {
    reader.problem('WORKER_DEPLOYMENT_NAME must be up to 100 letters, digits, "-" and "_"');
  }
  if (!BUILD_ID.test(buildId)) {
    reader.problem('WORKER_BUILD_ID must be up to 100 letters, digits, ".", "-" and "_"');
  }
  return { deploymentName, buildId };
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
