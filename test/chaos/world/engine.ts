import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, waitFor } from '@aiwf/testing';
import { launchApp, type AppProcess } from '../../harness/app-process';

/** A time within which something was broken, in milliseconds since the epoch. */
export interface Outage {
  from: number;
  to: number;
}

/** After a kill: what the dead engine had sent is read by then. */
const SETTLING_MS = 100;

/** The built engine as a process that is killed and started again. */
export class KilledEngine {
  /** Times that it ended by itself after it had served, each with what it wrote last. */
  readonly deaths: string[] = [];
  private process: AppProcess | undefined;
  private started: Record<string, string> = {};
  private written = '';
  private served = false;

  private constructor(
    readonly url: string,
    private readonly env: Record<string, string>,
  ) {}

  /** @param env its environment besides the port */
  static async on(env: Record<string, string>): Promise<KilledEngine> {
    const port = String(await freePort());
    return new KilledEngine(`http://127.0.0.1:${port}`, {
      WORKFLOW_SERVICE_HOST: '127.0.0.1',
      WORKFLOW_SERVICE_PORT: port,
      ...env,
    });
  }

  /** Starts it, without waiting until it serves. @param more variables of this start alone */
  launch(more: Record<string, string> = {}): void {
    const process = launchApp('workflow-engine', this.url, { ...this.env, ...more });
    this.process = process;
    this.started = more;
    this.served = false;
    process.ready().then(
      () => (this.served = this.process === process),
      () => undefined,
    );
  }

  /** Resolves once it serves. */
  async ready(): Promise<void> {
    await waitFor(() => (this.keepAlive(), this.served), {
      what: 'the engine to serve',
      timeoutMs: 90_000,
      intervalMs: 50,
    });
  }

  /** Starts it again when it has ended by itself, as one that finds no database at its start does. */
  keepAlive(): void {
    if (!this.process?.hasEnded()) return;
    if (this.served) this.deaths.push(this.lastOutput());
    this.keepOutput();
    this.launch(this.started);
  }

  async kill(): Promise<Outage> {
    const from = Date.now();
    await this.process?.kill();
    this.keepOutput();
    await sleep(SETTLING_MS);
    return { from, to: Date.now() };
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    this.keepOutput();
  }

  /** What it wrote last, over all its lives. */
  lastOutput(): string {
    return (this.written + (this.process?.output() ?? '')).split('\n').slice(-40).join('\n');
  }

  private keepOutput(): void {
    this.written = (this.written + (this.process?.output() ?? '')).slice(-100_000);
    this.process = undefined;
  }
}
