import { CancellationScope } from '@temporalio/workflow';
import type { CheckpointStore } from './checkpoint-store';

/** How a workflow of a run is being ended, since what was done is undone when the run is cancelled, and only then. */
export class Ending {
  private requested = false;

  /** To be made where the workflow begins, outside every scope of its own. */
  constructor(private readonly checkpoint: CheckpointStore) {
    CancellationScope.current().cancelRequested.catch(() => {
      this.requested = true;
    });
  }

  /** Whether the run is being cancelled; false where a part of it is broken off because it failed, was late or lost. */
  get cancelled(): boolean {
    return this.requested && this.checkpoint.state.broken_off !== true;
  }

  /** This workflow is cancelled for its parent's sake; the run goes on, or fails. */
  breakOff(): void {
    this.checkpoint.state.broken_off = true;
    this.checkpoint.changed();
  }
}
