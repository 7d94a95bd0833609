import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { EngineConfig } from '@aiwf/platform';

/**
 * How to reach Temporal: address and namespace from the engine's configuration; API key and TLS, for a cluster or
 * Temporal Cloud, from the environment variables that Temporal's own tools read.
 */
export function connectionOptions({ temporal }: EngineConfig) {
  const { connectionOptions: fromEnvironment } = loadClientConnectConfig({ disableFile: true });
  return { ...fromEnvironment, address: temporal.address };
}
