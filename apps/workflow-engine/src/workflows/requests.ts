import { ApplicationFailure, condition, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { RequestState, TakenDecision } from './checkpoint';
import type { CheckpointStore } from './checkpoint-store';
import type {
  Decision,
  DecisionTaken,
  OpenRequest,
  RequestEventType,
  RequestKind,
  RequestOutcome,
} from './events.contract';
import type { StandIn } from './dry-run/stand-in';
import type { Progress } from './progress';
import type { RunTime } from './run-time';

/** What is asked; the rest of the request follows from it. */
export type Question = Omit<OpenRequest, 'workflow_id' | 'expires_at'> & {
  /** Where the asking node stands, for nodes inside others. */
  path: string;
  /** Seconds until nobody needs to answer any more. */
  timeout_seconds?: number;
  reminder_seconds?: number;
};

/** What was said. */
export interface Answer {
  /** It was not settled in time, whatever some had said by then. */
  expired: boolean;
  decisions: RequestState['decisions'];
}

const EVENTS: { [kind in RequestKind]: { opened: RequestEventType; decided: RequestEventType } } = {
  approval: { opened: 'approval.requested', decided: 'approval.decided' },
  tool_approval: { opened: 'approval.requested', decided: 'approval.decided' },
  question: { opened: 'question.asked', decided: 'question.answered' },
  outcome: { opened: 'outcome.unknown', decided: 'outcome.decided' },
  budget: { opened: 'budget.breached', decided: 'budget.decided' },
  event: { opened: 'event.awaited', decided: 'event.received' },
};

/** Everything a run waits for from outside: decisions and answers of people, and events. */
export class Requests {
  constructor(
    private readonly checkpoint: CheckpointStore,
    private readonly progress: Progress,
    private readonly time: RunTime,
    /** Answers in everybody's place. */
    private readonly standIn?: StandIn,
  ) {}

  /**
   * Asks, and waits for what is said. Asked again under the same id, as after a continue-as-new, it goes on waiting for
   * the first one's answer.
   */
  async ask({ path, timeout_seconds, reminder_seconds, ...question }: Question): Promise<Answer> {
    const state = this.checkpoint.request(question.request_id) ?? this.open(question, path, timeout_seconds);
    try {
      await this.answerInPlace(state);
      if (!(await this.untilSettled(state, reminder_seconds, path))) this.close(state, path, 'expired');
      return { expired: state.expired === true, decisions: state.decisions };
    } catch (error) {
      if (isCancellation(error) && !state.settled) this.close(state, path, 'withdrawn');
      throw error;
    }
  }

  /** @throws ApplicationFailure of the types that `RunMessages` names, for a decision that can't be taken */
  validate({ request_id, user_id, decision }: Decision): void {
    const state = this.checkpoint.request(request_id);
    if (!state) throw refusal('unknown_request', `This run asks nothing under "${request_id}"`);
    const { request, decisions } = state;
    if (state.settled) throw refusal('already_decided', `"${request_id}" is decided already`);
    if (request.approvers && !request.approvers.includes(user_id)) {
      throw refusal('not_an_approver', `"${user_id}" is not among those who may decide "${request_id}"`);
    }
    if (!request.decisions.includes(decision)) {
      throw refusal('unknown_decision', `Say one of ${request.decisions.join(', ')}`);
    }
    if (decisions.some((earlier) => earlier.user_id === user_id)) {
      throw refusal('already_decided', `"${user_id}" has decided "${request_id}" already`);
    }
  }

  /** Takes a decision. @throws ApplicationFailure as {@link validate} does, when another was taken since it let it pass */
  decide(decision: Decision): DecisionTaken {
    this.validate(decision);
    const state = this.checkpoint.request(decision.request_id) as RequestState;
    const { request } = state;
    state.decisions.push({ at: new Date().toISOString(), ...decision });
    this.checkpoint.changed();
    const approvals = state.decisions.filter(({ decision: said }) => said === 'approve' || said === 'edit');
    const refused = approvals.length < state.decisions.length;
    state.settled = refused || approvals.length >= request.required;
    const { user_id, decision: said, data, form, comment } = decision;
    this.progress.emit({
      type: EVENTS[request.kind].decided,
      node_id: request.node_id,
      data: {
        request_id: request.request_id,
        user_id,
        decision: said,
        settled: state.settled,
        ...(comment === undefined ? {} : { comment }),
      },
      said: { ...(data === undefined ? {} : { data }), ...(form === undefined ? {} : { form }) },
      ...(state.settled ? { closed: { request_id: request.request_id, outcome: 'decided' as const } } : {}),
    });
    return { settled: state.settled };
  }

  private async answerInPlace(state: RequestState): Promise<void> {
    if (!this.standIn) return;
    for (const decision of await this.standIn.decisionsOn(state.request)) {
      if (!state.settled) this.decide(decision);
    }
  }

  private open(
    question: Omit<OpenRequest, 'workflow_id' | 'expires_at'>,
    path: string,
    timeoutSeconds: number | undefined,
  ): RequestState {
    const request: OpenRequest = {
      ...question,
      workflow_id: workflowInfo().workflowId,
      ...(timeoutSeconds === undefined
        ? {}
        : { expires_at: new Date(Date.now() + timeoutSeconds * 1000).toISOString() }),
    };
    const state: RequestState = { request, decisions: [], settled: false };
    this.checkpoint.addRequest(state);
    this.progress.emit({
      type: EVENTS[request.kind].opened,
      node_id: request.node_id,
      path,
      data: { request_id: request.request_id, kind: request.kind },
      opened: request,
    });
    return state;
  }

  private async untilSettled(
    state: RequestState,
    reminderSeconds: number | undefined,
    path: string,
  ): Promise<boolean> {
    const { expires_at, request_id, node_id } = state.request;
    const deadline = expires_at === undefined ? Infinity : Date.parse(expires_at);
    const settled = () => state.settled;
    if (this.time.isRecorded) {
      await Promise.race([condition(settled), this.time.timeout(request_id)]);
      return state.settled;
    }
    for (;;) {
      const left = Math.max(deadline - Date.now(), 0);
      const reminder = reminderSeconds === undefined ? Infinity : reminderSeconds * 1000;
      const wait = Math.min(left, reminder);
      if (wait === Infinity) {
        await condition(settled);
        return true;
      }
      if (await condition(settled, wait)) return true;
      if (left <= reminder) return false;
      this.progress.emit({ type: 'approval.reminded', node_id, path, data: { request_id } });
    }
  }

  private close(state: RequestState, path: string, outcome: RequestOutcome): void {
    const { request } = state;
    state.settled = true;
    if (outcome === 'expired') state.expired = true;
    this.checkpoint.changed();
    this.progress.emit({
      type: EVENTS[request.kind].decided,
      node_id: request.node_id,
      path,
      data: { request_id: request.request_id, outcome },
      closed: { request_id: request.request_id, outcome },
    });
  }
}

/** What the last of those who decided said. */
export function lastOf(decisions: TakenDecision[]): TakenDecision {
  const last = decisions[decisions.length - 1];
  if (!last) throw new Error('A settled request without a decision');
  return last;
}

function refusal(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
