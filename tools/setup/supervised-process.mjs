/**
 * One process under supervision: started, waited for, started again when it dies, stopped.
 */
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded, signalGroup, spawnInGroup, stopGroup } from './process-group.mjs';
import { formatDuration, step } from './progress.mjs';
import { spawnGuarded } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** Ready for this long, a process has proved itself: its next death starts the backoff anew. */
const PROVEN_MS = 60_000;
const POLL_MS = 100;

export class SupervisedProcess {
  #spec;
  #report;
  #child;
  #backoffMs = FIRST_BACKOFF_MS;
  #lastLine = 'it printed nothing';
  #guardedPid;
  #stopping = new AbortController();

  /**
   * @param spec.name what its lines are prefixed with
   * @param spec.command spec.args spec.cwd spec.env the command
   * @param spec.guarded it is a foreign program, which wouldn't notice that we vanished
   * @param spec.isReady answers whether it serves; asked ten times a second
   * @param spec.readyTimeoutMs bound on the first start
   * @param spec.stopReserveMs what of the time for stopping everything is kept for this one
   * @param report.line receives each line it prints; `report.say` what the supervisor has to tell; `report.changed` is
   * called when its process numbers changed
   */
  constructor(spec, report) {
    this.#spec = spec;
    this.#report = report;
  }

  get name() {
    return this.#spec.name;
  }

  /** The numbers of its live processes: the leader of its group, and the program under a guardian. */
  get processes() {
    if (!this.#child || hasEnded(this.#child)) return [];
    const leader = { name: this.name, pid: this.#child.pid, leader: true };
    return this.#guardedPid ? [leader, { name: this.name, pid: this.#guardedPid, leader: false }] : [leader];
  }

  /**
   * Starts it and waits until it is ready; from then on its death starts it again.
   *
   * @throws SetupError when it ends before it was ready, or isn't in time
   */
  async start(signal) {
    const { name, waitsFor, readyTimeoutMs } = this.#spec;
    this.#spawn();
    await step(`Starting ${name}`, waitsFor, () => this.#untilReady(signal, Date.now() + readyTimeoutMs));
    void this.#superviseFrom(Date.now());
  }

  /** What of the time for stopping everything is kept for this one. */
  get stopReserveMs() {
    return this.#spec.stopReserveMs;
  }

  /**
   * Ends it, and whatever it started; returns when it is gone.
   *
   * @param graceMs how long it has between being asked to end and being killed
   */
  async stop(graceMs) {
    this.#stopping.abort();
    if (!this.#child) return;
    const willing = await stopGroup(this.#child, graceMs);
    if (!willing) this.#report.say(`${this.name} did not stop in time and was killed.`);
    this.#report.changed();
  }

  /** Ends it at once, without waiting: for the exit of this process. */
  kill() {
    if (this.#child && !hasEnded(this.#child)) signalGroup(this.#child.pid, 'SIGKILL');
  }

  #spawn() {
    const { command, args, cwd, env, guarded } = this.#spec;
    const spawn = guarded ? spawnGuarded : spawnInGroup;
    const child = spawn(command, args, { cwd, env });
    this.#child = child;
    this.#guardedPid = undefined;
    child.on('error', (error) => this.#report.say(`${this.name} could not be started: ${error.message}`));
    child.on('message', ({ childPid }) => {
      this.#guardedPid = childPid;
      this.#report.changed();
    });
    child.on('exit', () => signalGroup(child.pid, 'SIGKILL'));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.#lastLine = line;
        this.#report.line(this.name, line);
      });
    }
    this.#report.changed();
  }

  async #untilReady(signal, deadline) {
    const child = this.#child;
    for (;;) {
      signal?.throwIfAborted();
      if (hasEnded(child))
        throw new SetupError(
          `${this.name} ended ${howItEnded(child)} before it was ready: ${this.#lastLine}`,
        );
      if (await this.#spec.isReady()) return;
      if (Date.now() > deadline)
        throw new SetupError(`${this.name} was not ready in time; it waited for ${this.#spec.waitsFor}.`);
      await delay(POLL_MS);
    }
  }

  async #superviseFrom(readyAt) {
    const child = this.#child;
    if (!hasEnded(child)) await once(child, 'exit');
    if (this.#stopping.signal.aborted) return;
    this.#report.changed();
    if (Date.now() - readyAt > PROVEN_MS) this.#backoffMs = FIRST_BACKOFF_MS;
    await this.#startAgain(`${this.name} ended ${howItEnded(child)}`);
  }

  async #startAgain(reason) {
    const wait = this.#backoffMs;
    this.#backoffMs = Math.min(wait * 2, LONGEST_BACKOFF_MS);
    this.#report.say(`${reason}; it is started again in ${formatDuration(wait)}.`);
    try {
      await delay(wait, undefined, { signal: this.#stopping.signal });
      this.#spawn();
      await this.#untilReady(this.#stopping.signal, Infinity);
      this.#report.say(`${this.name} is ready again.`);
      void this.#superviseFrom(Date.now());
    } catch (error) {
      if (!this.#stopping.signal.aborted) await this.#startAgain(error.message);
    }
  }
}

function howItEnded({ exitCode, signalCode }) {
  return signalCode ? `by ${signalCode}` : `with exit code ${exitCode}`;
}
