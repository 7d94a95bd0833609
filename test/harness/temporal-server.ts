import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { freePort, waitFor } from '@aiwf/testing';
import { activitiesIn, historiesFrom } from './histories';
import { temporalBinary } from './temporal';

/** Names of the events of Temporal's histories. */
const eventTypes: { [type: number]: string } = temporal.api.enums.v1.EventType;

/** As `npm start` sets its own server. */
const TUNING = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxTimeShift="10ms"',
  'system.enableActivityEagerExecution=true',
];

/** A Temporal server of a test's own, which may be restarted; its runs are on disk. */
export class TemporalServer {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly file: string,
    private readonly port: number,
  ) {}

  /** @param file keeps its runs */
  static async start(file: string): Promise<TemporalServer> {
    const server = new TemporalServer(file, await freePort());
    await server.start();
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts it, and resolves once it serves. */
  async start(): Promise<void> {
    const args = `server start-dev --headless --ip 127.0.0.1 --port ${this.port} --log-level error`.split(
      ' ',
    );
    const tuning = TUNING.flatMap((value) => ['--dynamic-config-value', value]);
    const options = [...args, ...tuning, '--db-filename', this.file];
    this.child = spawn(temporalBinary(), options, { stdio: 'ignore' });
    await waitFor(() => this.serves(), { what: 'Temporal to serve', timeoutMs: 60_000, intervalMs: 100 });
  }

  /** Ends it and waits until it is gone. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  }

  /** What it says of a run that is under way, and of its children, for whoever looks why it does not end. */
  async standing(executionId: string): Promise<string[]> {
    return this.connected(async (connection) => {
      const client = new Client({ connection });
      const lines: string[] = [];
      for await (const { workflowId } of client.workflow.list({
        query: `WorkflowId STARTS_WITH "${executionId}" AND ExecutionStatus = "Running"`,
      })) {
        const handle = client.workflow.getHandle(workflowId);
        const { pendingActivities, pendingWorkflowTask } = (await handle.describe()).raw;
        const { events } = await handle.fetchHistory();
        const steps = events?.map((event) => `${Number(event.eventId)}: ${eventTypes[event.eventType ?? 0]}`);
        lines.push(
          `  Temporal's ${workflowId}: ${JSON.stringify({ pendingWorkflowTask, pendingActivities })}`,
        );
        lines.push(`    ${steps?.slice(-20).join(', ')}`);
      }
      return lines;
    });
  }

  /** The activities that it was asked for, by an execution and its children. */
  async activities(executionId: string): Promise<string[]> {
    return this.connected(async (connection) =>
      activitiesIn(await historiesFrom(new Client({ connection }), executionId)),
    );
  }

  private serves(): Promise<boolean> {
    return this.connected(async (connection) => {
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      return true;
    });
  }

  private async connected<T>(ask: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: this.address, connectTimeout: 2_000 });
    try {
      return await ask(connection);
    } finally {
      await connection.close();
    }
  }
}
