import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { NativeConnection, type Worker, type WorkerOptions } from '@temporalio/worker';
import type { EngineConfig } from '@aiwf/platform';
import { ActivityRegistry, ProgressSink } from '../activities';
import { ENGINE_CONFIG } from '../engine-config';
import { connectionOptions, dataConverter, EMBEDDED_MODEL_QUEUE_SUFFIX, TemporalService } from '../temporal';
import { deploymentOptions } from './deployment-options';
import { EngineWorker } from './engine-worker';
import { installRuntime } from './temporal-runtime';
import { workflowBundlePath } from './workflow-bundle';

/** Calls in flight get this long to end at a shutdown; what is cut off is taken up by the next worker. */
const GRACE = '5 seconds';
const FORCE = '8 seconds';

/** A run whose worker vanished waits this long before another worker gets its next step. */
const STICKY_TIMEOUT = '3 seconds';

/** Workflow tasks at the same time: one is held while a local call is made, which mostly waits. */
const MAX_TASKS = 200;

/**
 * Runs that are kept ready for their next step; others are read from their history again, which takes some tens of
 * milliseconds. By itself Temporal's SDK keeps thousands, and a thousand that wait for people weigh 80 MB.
 */
const MAX_CACHED_RUNS = 250;

const RECONNECT_MS = { first: 500, last: 10_000 };

/**
 * The worker's life: it connects whenever Temporal can be reached, also after a start without it, runs until the app
 * shuts down, then drains.
 */
@Injectable()
export class WorkerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('worker');
  private readonly bundle = workflowBundlePath();
  private readonly workers: Worker[] = [];
  private readonly stopping = new AbortController();
  private life: Promise<void> = Promise.resolve();

  constructor(
    private readonly activities: ActivityRegistry,
    private readonly progress: ProgressSink,
    private readonly temporal: TemporalService,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.life = this.live();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.shutDownWorkers();
    await this.life;
  }

  private async live(): Promise<void> {
    let delay = RECONNECT_MS.first;
    while (!this.stopping.signal.aborted) {
      try {
        await this.runUntilStopped();
        delay = RECONNECT_MS.first;
      } catch (error) {
        this.logger.warn({ msg: `The Temporal worker is not running; next try in ${delay / 1000} s`, error });
        await this.pause(delay);
        delay = Math.min(delay * 2, RECONNECT_MS.last);
      }
    }
  }

  /** A connection can be closed once all of its workers have run and ended, also where one of them failed. */
  private async runUntilStopped(): Promise<void> {
    const connection = await NativeConnection.connect(connectionOptions(this.config));
    const runs: Promise<void>[] = [];
    try {
      for (const options of [this.mainOptions(connection), this.embeddedModelOptions(connection)]) {
        const worker = await EngineWorker.create(options);
        this.workers.push(worker);
        const run = worker.run();
        // One that fails while the next is made is heard of below.
        run.catch(() => undefined);
        runs.push(run);
      }
      if (this.stopping.signal.aborted) return;
      // Which release a run begins in is Temporal's to say.
      if (!this.config.temporal.workerVersion) this.temporal.startThrough(connection);
      this.logger.log({ msg: 'The Temporal worker is running', task_queue: this.config.temporal.taskQueue });
      await Promise.all(runs);
    } finally {
      this.shutDownWorkers();
      await Promise.allSettled(runs);
      this.workers.length = 0;
      await connection.close();
    }
  }

  private shutDownWorkers(): void {
    this.temporal.startThrough(undefined);
    for (const worker of this.workers) {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    }
  }

  private mainOptions(connection: NativeConnection): WorkerOptions {
    return {
      ...this.commonOptions(connection),
      taskQueue: this.config.temporal.taskQueue,
      workflowBundle: { codePath: this.bundle },
      maxCachedWorkflows: MAX_CACHED_RUNS,
      maxConcurrentWorkflowTaskExecutions: MAX_TASKS,
      maxConcurrentLocalActivityExecutions: MAX_TASKS,
      activities: this.activities.all(),
      sinks: this.progress.sinks(),
    };
  }

  /**
   * One model in this process takes one call at a time, so its queue has one place. It is served whatever model is
   * configured now: runs that were started with the embedded model still wait there.
   */
  private embeddedModelOptions(connection: NativeConnection): WorkerOptions {
    return {
      ...this.commonOptions(connection),
      taskQueue: `${this.config.temporal.taskQueue}${EMBEDDED_MODEL_QUEUE_SUFFIX}`,
      activities: this.activities.llmOnly(),
      maxConcurrentActivityTaskExecutions: 1,
    };
  }

  private commonOptions(connection: NativeConnection) {
    const { workerVersion } = this.config.temporal;
    return {
      connection,
      ...(workerVersion && { workerDeploymentOptions: deploymentOptions(workerVersion) }),
      namespace: this.config.temporal.namespace,
      dataConverter,
      shutdownGraceTime: GRACE,
      shutdownForceTime: FORCE,
      stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT,
      maxHeartbeatThrottleInterval: this.config.heartbeatMs / 2,
    } satisfies Partial<WorkerOptions>;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

installRuntime();
