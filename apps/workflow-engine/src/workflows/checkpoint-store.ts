import { requestIdOf } from './request-id';
import type { Checkpoint, ChildResult, RequestState, SettledNode, StepState } from './checkpoint';

/** What a run has behind it, as it goes on; see {@link Checkpoint}. */
export class CheckpointStore {
  /** Counts the changes, so that whoever keeps a copy can tell whether it still holds. */
  version = 0;

  private constructor(readonly state: Checkpoint) {}

  /** @param from what an earlier run left; undefined: nothing was done yet */
  static of(from: Checkpoint | undefined, now: number): CheckpointStore {
    return new CheckpointStore(
      from ?? { nodes: {}, steps: {}, requests: {}, children: {}, paused: false, started_at: now },
    );
  }

  settled(path: string): SettledNode | undefined {
    return this.state.nodes[path];
  }

  /** A node is settled: what its steps remembered is not needed any more. */
  settle(path: string, node: SettledNode): void {
    this.state.nodes[path] = node;
    this.forgetSteps(path);
    this.changed();
  }

  /** Forgets nodes whose outcome stands elsewhere by now. */
  forget(paths: Iterable<string>): void {
    for (const path of paths) delete this.state.nodes[path];
  }

  /** What a step remembers; empty for one that has not begun. */
  step(path: string): StepState {
    return this.state.steps[path] ?? {};
  }

  remember(path: string, state: StepState): void {
    this.state.steps[path] = state;
    this.changed();
  }

  request(id: string): RequestState | undefined {
    return this.state.requests[id];
  }

  addRequest(state: RequestState): void {
    this.state.requests[state.request.request_id] = state;
    this.changed();
  }

  childResult(path: string): ChildResult | undefined {
    return this.state.children[path];
  }

  childEnded(path: string, result: ChildResult): void {
    this.state.children[path] = result;
    this.changed();
  }

  setPaused(paused: boolean): void {
    this.state.paused = paused;
    this.changed();
  }

  /** To be called by whoever changes a part of the state that it was given. */
  changed(): void {
    this.version += 1;
  }

  /** Forgets what the steps of a node remembered, asked and were told. */
  private forgetSteps(path: string): void {
    const { steps, children, requests } = this.state;
    const isOf = (key: string, own: string) =>
      key.startsWith(own) && (key.length === own.length || /[/#.]/.test(key.charAt(own.length)));
    for (const key of Object.keys(steps)) if (isOf(key, path)) delete steps[key];
    for (const key of Object.keys(children)) if (isOf(key, path)) delete children[key];
    const id = requestIdOf(path);
    for (const key of Object.keys(requests)) if (isOf(key, id)) delete requests[key];
  }
}
