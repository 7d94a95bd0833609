import { condition, getExternalWorkflowHandle } from '@temporalio/workflow';
import type { CheckpointStore } from './checkpoint-store';
import { pauseSignal, resumeSignal } from './messages';

/** Whether a run is paused, for its own graphs and for its children. */
export class Steering {
  private readonly listeners = new Set<() => void>();

  constructor(private readonly checkpoint: CheckpointStore) {}

  get paused(): boolean {
    return this.checkpoint.state.paused;
  }

  /** @returns whether that changed anything */
  set(paused: boolean): boolean {
    if (this.paused === paused) return false;
    this.checkpoint.setPaused(paused);
    for (const child of this.children()) {
      void getExternalWorkflowHandle(child)
        .signal(paused ? pauseSignal : resumeSignal)
        .catch(() => undefined);
    }
    if (!paused) for (const resume of this.listeners) resume();
    return true;
  }

  /** Calls back at each resumption, until the returned function is called. */
  onResume(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves at once, or when the run is resumed. */
  async notPaused(): Promise<void> {
    if (this.paused) await condition(() => !this.paused);
  }

  /** Workflow ids of the children that were started and have not reported. */
  private children(): string[] {
    const { steps, children } = this.checkpoint.state;
    return Object.entries(steps).flatMap(([path, { child }]) =>
      typeof child === 'string' && children[path] === undefined ? [child] : [],
    );
  }
}
