import { setHandler, workflowInfo } from '@temporalio/workflow';
import type { WorkflowLimits } from '@aiwf/definition';
import { Calls } from './calls';
import type { Checkpoint } from './checkpoint';
import { CheckpointStore } from './checkpoint-store';
import { Gate } from './gate';
import { StandIn } from './dry-run/stand-in';
import { childEndedSignal, decideUpdate, pauseSignal, resumeSignal } from './messages';
import { Outbox } from './outbox';
import { Progress } from './progress';
import { Requests } from './requests';
import type { ExecutionSettings, RunInput } from './run-input';
import { Steering } from './steering';
import { Values } from './values';

/** What all graphs and nodes of one Temporal workflow share. */
export interface RunContext {
  /** The root execution's, also in its children. */
  readonly executionId: string;
  readonly settings: ExecutionSettings;
  readonly onBreach: NonNullable<WorkflowLimits['on_breach']>;
  readonly gate: Gate;
  readonly progress: Progress;
  readonly calls: Calls;
  readonly values: Values;
  readonly checkpoint: CheckpointStore;
  readonly requests: Requests;
  readonly steering: Steering;
}

/** What a workflow of a run is begun with, see {@link RunInput}. */
export interface Beginning {
  execution_id: string;
  settings: ExecutionSettings;
  onBreach: RunContext['onBreach'];
  paused: boolean;
  from?: RunInput['from'];
}

/** Sets a run up, from its checkpoint if it has one; from here on it takes messages. */
export async function beginRun(beginning: Beginning): Promise<RunContext> {
  const { execution_id, settings, onBreach, from } = beginning;
  const gate = new Gate(settings.continue_after_events);
  const progress = new Progress(execution_id);
  const calls = new Calls(settings, gate, new Outbox(), progress);
  const values = new Values(execution_id, calls);
  const state = from && ((await values.load(from.state)) as unknown as Checkpoint);
  const checkpoint = CheckpointStore.of(state, Date.now());
  if (from?.kind !== 'checkpoint') checkpoint.state.paused = beginning.paused;
  const standIn = settings.dry_run && new StandIn(execution_id, calls, values);
  const requests = new Requests(checkpoint, progress, standIn);
  const steering = new Steering(checkpoint);
  setHandler(decideUpdate, (decision) => requests.decide(decision), {
    validator: (decision) => requests.validate(decision),
  });
  setHandler(childEndedSignal, (path, result) => checkpoint.childEnded(path, result));
  const steer = (paused: boolean) => {
    // Children are told too; the run says it once.
    const tells = steering.set(paused) && workflowInfo().workflowId === execution_id;
    if (tells) progress.emit({ type: paused ? 'execution.paused' : 'execution.resumed' });
  };
  setHandler(pauseSignal, () => steer(true));
  setHandler(resumeSignal, () => steer(false));
  return {
    executionId: execution_id,
    settings,
    onBreach,
    gate,
    progress,
    calls,
    values,
    checkpoint,
    requests,
    steering,
  };
}
