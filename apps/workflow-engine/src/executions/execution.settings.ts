import { Inject, Injectable } from '@nestjs/common';
import type { ModelProvider } from '@aiwf/models';
import type { EngineConfig } from '@aiwf/platform';
import { MODELS } from '../crews';
import { ENGINE_CONFIG } from '../engine-config';
import { CallDurationsRepository } from '../ledger';
import { EMBEDDED_MODEL_QUEUE_SUFFIX } from '../temporal';
import type { ExecutionSettings, LocalCalls } from '../workflows';

/** An attempt may take a little longer than the model's own limit, so that the model's error arrives, not Temporal's. */
const MARGIN_MS = 15_000;

/** What is known of how long calls take is asked again after so long. */
const KNOWN_MS = 2_000;

/** The settings that new runs are frozen with. */
@Injectable()
export class ExecutionSettingsSource {
  private known: { until: number; localCalls: Promise<LocalCalls> } | undefined;

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
    @Inject(MODELS) private readonly models: ModelProvider,
    private readonly durations: CallDurationsRepository,
  ) {}

  /** What the configuration of this moment says about a new run's calls, with every call an activity. */
  fixed(): ExecutionSettings {
    const { taskQueue } = this.config.temporal;
    const timeout_ms = this.config.model.timeoutMs + MARGIN_MS;
    const { embedded } = this.models.selection;
    return {
      llm: { task_queue: embedded ? `${taskQueue}${EMBEDDED_MODEL_QUEUE_SUFFIX}` : taskQueue, timeout_ms },
      named_llm: { task_queue: taskQueue, timeout_ms },
      heartbeat_ms: this.config.heartbeatMs,
      continue_after_events: this.config.continueAsNewEvents,
    };
  }

  /** The same, with the calls local that are expected to be short. */
  async current(): Promise<ExecutionSettings> {
    if (this.config.localCallMaxMs === 0) return this.fixed();
    return { ...this.fixed(), local_calls: await this.localCalls() };
  }

  private localCalls(): Promise<LocalCalls> {
    const now = performance.now();
    if (this.known && now < this.known.until) return this.known.localCalls;
    const known = { until: now + KNOWN_MS, localCalls: this.shortCalls() };
    this.known = known;
    known.localCalls.catch(() => {
      if (this.known === known) this.known = undefined;
    });
    return known.localCalls;
  }

  private async shortCalls(): Promise<LocalCalls> {
    const p95 = await this.durations.p95();
    const models = [...p95].filter(([, ms]) => ms <= this.config.localCallMaxMs).map(([model]) => model);
    const { selection } = this.models;
    // The embedded model has a queue of its own, in which calls wait for one another.
    return { own_model: !selection.embedded && models.includes(selection.id), models };
  }
}
