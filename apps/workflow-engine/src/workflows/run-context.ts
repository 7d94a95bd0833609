import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { WorkflowLimits } from '@aiwf/definition';
import { Calls } from './calls';
import type { Checkpoint } from './checkpoint';
import { CheckpointStore } from './checkpoint-store';
import { Gate } from './gate';
import { childEndedSignal, decideUpdate, pauseSignal, resumeSignal } from './messages';
import { Outbox } from './outbox';
import { Progress } from './progress';
import { Requests } from './requests';
import type { ExecutionSettings, RunInput } from './run-input';
import { Steering } from './steering';
import { Values } from './values';
import type { Stored } from './values.contract';

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
  paused?: boolean;
  from?: RunInput['from'];
}

/**
 * Sets a run up, from its checkpoint if it has one; from here on it takes messages.
 *
 * @param stored what is to be run, which may be too large for its input
 * @param onBreachOf what is to happen when a limit is reached
 */
export async function beginRun<Plan>(
  { execution_id: executionId, settings, paused = false, from }: Beginning,
  stored: Stored,
  onBreachOf: (plan: Plan) => RunContext['onBreach'],
): Promise<{ run: RunContext; plan: Plan }> {
  const gate = new Gate(settings.continue_after_events);
  const progress = new Progress(executionId);
  const calls = new Calls(settings, gate, new Outbox(), progress);
  const values = new Values(executionId, calls);
  let requests: Requests | undefined;
  // Before anything is waited for: what nobody handles is refused.
  setHandler(
    decideUpdate,
    async (decision) => {
      await condition(() => requests !== undefined);
      requests?.validate(decision);
      return (requests as Requests).decide(decision);
    },
    { validator: (decision) => requests?.validate(decision) },
  );
  const read = async (value: Stored): Promise<unknown> => {
    const { json, parts, bytes } = await values.read(value);
    gate.allowFor(parts, bytes);
    return json;
  };
  const plan = (await read(stored)) as Plan;
  const state = from && ((await read(from.state)) as Checkpoint);
  const checkpoint = CheckpointStore.of(state, Date.now());
  if (from?.kind !== 'checkpoint') checkpoint.state.paused = paused;
  requests = new Requests(checkpoint, progress);
  const steering = new Steering(checkpoint);
  setHandler(childEndedSignal, (path, result) => checkpoint.childEnded(path, result));
  const steer = (pause: boolean) => {
    // Children are told too; the run says it once.
    const tells = steering.set(pause) && workflowInfo().workflowId === executionId;
    if (tells) progress.emit({ type: pause ? 'execution.paused' : 'execution.resumed' });
  };
  setHandler(pauseSignal, () => steer(true));
  setHandler(resumeSignal, () => steer(false));
  const onBreach = onBreachOf(plan);
  const run = {
    executionId,
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
  return { run, plan };
}
