import { HandlerUnfinishedPolicy } from '@temporalio/common';
import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { WorkflowLimits } from '@aiwf/definition';
import { arrivals } from './arrivals';
import { Calls } from './calls';
import type { Checkpoint } from './checkpoint';
import { CheckpointStore } from './checkpoint-store';
import { Ending } from './ending';
import { Gate } from './gate';
import { StandIn } from './dry-run/stand-in';
import { untilKept } from './kept-message';
import { breakOffSignal, childEndedSignal, decideUpdate, pauseSignal, resumeSignal } from './messages';
import { LocalTurns } from './local-turns';
import { Outbox } from './outbox';
import { Progress } from './progress';
import { Requests } from './requests';
import type { ExecutionSettings, RunInput } from './run-input';
import { RunTime } from './run-time';
import { settled } from './settled';
import { Steering } from './steering';
import { Values } from './values';
import type { Stored } from './values.contract';

/** What all graphs and nodes of one Temporal workflow share. */
export interface RunContext {
  /** The root execution's, also in its children. */
  readonly executionId: string;
  /** What expressions read as `execution.id`: the same, but for a run that retraces another. */
  readonly shownId: string;
  readonly settings: ExecutionSettings;
  readonly onBreach: NonNullable<WorkflowLimits['on_breach']>;
  readonly gate: Gate;
  readonly progress: Progress;
  readonly calls: Calls;
  readonly values: Values;
  readonly checkpoint: CheckpointStore;
  readonly requests: Requests;
  readonly steering: Steering;
  readonly ending: Ending;
  readonly time: RunTime;
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
  const turns = new LocalTurns(settled, arrivals);
  const calls = new Calls(settings, gate, new Outbox(), turns);
  const progress = new Progress(executionId, () => calls.localPastGate('pause', undefined));
  const values = new Values(executionId, calls);
  const asked: { requests?: Requests } = {};
  // Before anything is waited for: what nobody handles is refused.
  setHandler(
    decideUpdate,
    async (decision) => {
      await untilKept();
      await condition(() => asked.requests !== undefined);
      return (asked.requests as Requests).decide(decision);
    },
    {
      validator: (decision) => asked.requests?.validate(decision),
      // A run that ends meanwhile asks nothing any more.
      unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
    },
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
  const time = new RunTime(executionId, settings, calls);
  const standIn = settings.dry_run && new StandIn(executionId, calls);
  const requests = new Requests(checkpoint, progress, time, standIn);
  asked.requests = requests;
  const steering = new Steering(checkpoint);
  const ending = new Ending(checkpoint);
  setHandler(childEndedSignal, (path, result) => checkpoint.childEnded(path, result));
  const steer = (pause: boolean) => {
    // Children are told too; the run says it once.
    const tells = steering.set(pause) && workflowInfo().workflowId === executionId;
    if (tells) progress.emit({ type: pause ? 'execution.paused' : 'execution.resumed' });
  };
  setHandler(breakOffSignal, () => ending.breakOff());
  setHandler(pauseSignal, () => steer(true));
  setHandler(resumeSignal, () => steer(false));
  const onBreach = onBreachOf(plan);
  const run = {
    executionId,
    shownId: settings.retraces?.execution_id ?? executionId,
    settings,
    onBreach,
    gate,
    progress,
    calls,
    values,
    checkpoint,
    requests,
    steering,
    ending,
    time,
  };
  return { run, plan };
}
