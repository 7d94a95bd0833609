import type { ModelProvider } from '@aiwf/models';
import type { EngineConfig } from '@aiwf/platform';
import { EMBEDDED_MODEL_QUEUE_SUFFIX } from '../temporal';
import type { ExecutionSettings } from '../workflows';

/** Injection token of the settings that new runs are frozen with. */
export const EXECUTION_SETTINGS = Symbol('EXECUTION_SETTINGS');

/** An attempt may take a little longer than the model's own limit, so that the model's error arrives, not Temporal's. */
const MARGIN_MS = 15_000;

/** What the configuration of this moment says about a new run's calls. */
export function executionSettings(config: EngineConfig, models: ModelProvider): ExecutionSettings {
  const { taskQueue } = config.temporal;
  const timeout_ms = config.model.timeoutMs + MARGIN_MS;
  return {
    llm: {
      task_queue: models.selection.embedded ? `${taskQueue}${EMBEDDED_MODEL_QUEUE_SUFFIX}` : taskQueue,
      timeout_ms,
    },
    named_llm: { task_queue: taskQueue, timeout_ms },
    heartbeat_ms: config.heartbeatMs,
    continue_after_events: config.continueAsNewEvents,
  };
}
