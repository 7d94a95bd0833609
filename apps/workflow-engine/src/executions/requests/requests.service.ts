import { Injectable } from '@nestjs/common';
import type {
  DecideRequest,
  DecisionTaken,
  EventDelivered,
  RequestList,
  RequestsQuery,
  SendEventRequest,
} from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { Values } from '../../blobs';
import { DecisionRefusedError, RunMessagesService } from '../../temporal';
import type { Breach, Decision } from '../../workflows';
import { finishedProblem, isFinished } from '../execution.access';
import { ExecutionRepository, type ExecutionRow } from '../execution.repository';
import { reachingTemporal } from '../steering/temporal-problem';
import { decisionFaults } from './decision.check';
import { requestView } from './request.view';
import { RequestsRepository, type RequestRow } from './requests.repository';

/** Requests that one answer lists. */
const MAX_LISTED = 200;

/** What runs wait for from outside, and what is said to it. */
@Injectable()
export class RequestsService {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly requests: RequestsRepository,
    private readonly messages: RunMessagesService,
    private readonly values: Values,
  ) {}

  /**
   * What a run waits, or waited, for, oldest first: all of it for its owner, for others what they may decide.
   *
   * @throws HttpProblem 404 for whom none of it concerns
   */
  async list(executionId: string, { user_id, status }: RequestsQuery): Promise<RequestList> {
    const execution = await this.executions.find(executionId);
    if (!execution) throw new HttpProblem('execution_not_found');
    const approver = execution.userId === user_id ? undefined : user_id;
    if (approver !== undefined && !(await this.requests.concern(executionId, approver))) {
      throw new HttpProblem('execution_not_found');
    }
    const wanted = status === 'all' ? undefined : status;
    const rows = await this.requests.list(executionId, { status: wanted, approver, limit: MAX_LISTED + 1 });
    const shown = rows.slice(0, MAX_LISTED);
    return {
      execution_id: executionId,
      requests: await Promise.all(
        shown.map(async (row) => requestView(row, await this.requests.dataOf(row))),
      ),
      more: rows.length > MAX_LISTED,
    };
  }

  /**
   * Decides a request. A decision on a budget holds for all requests of the run about the same limit.
   *
   * @param at when it was said in the run that is retraced; absent: now
   * @throws HttpProblem 404 for whom it doesn't concern, 409 when it is closed, 422 for a decision that doesn't fit it,
   * 503 while nobody takes it
   */
  async decide(
    executionId: string,
    requestId: string,
    body: DecideRequest,
    at?: string,
  ): Promise<DecisionTaken> {
    const { execution, request } = await this.decidable(executionId, requestId, body.user_id);
    if (request.status !== 'open') throw closedProblem(request);
    if (isFinished(execution)) throw finishedProblem(execution);
    const breach = await this.breachOf(request);
    const errors = decisionFaults({ ...askedOf(request), breach }, body);
    if (errors.length > 0) {
      const [first] = errors;
      throw new HttpProblem('invalid_decision', {
        detail: `${first?.message}${first?.hint ? `: ${first.hint}` : ''}`,
        errors,
      });
    }
    const taken = await this.tell(request, body, at);
    if (breach) await this.decideAlike(request, breach, body);
    return { request_id: requestId, settled: taken };
  }

  /**
   * Delivers an event to the oldest request that waits for it.
   *
   * @throws HttpProblem 404, 409 `event_not_awaited` with the names of those that are
   */
  async sendEvent(executionId: string, { user_id, name, data }: SendEventRequest): Promise<EventDelivered> {
    const execution = await this.executions.findOwned(executionId, user_id);
    if (!execution) throw new HttpProblem('execution_not_found');
    if (isFinished(execution)) throw finishedProblem(execution);
    const awaited = await this.requests.open(executionId, 'event');
    for (const request of awaited.filter(({ message }) => message === name)) {
      const body: DecideRequest = { user_id, decision: 'receive', ...(data === undefined ? {} : { data }) };
      if (await this.takes(request, body)) {
        return { execution_id: executionId, request_id: request.requestId, node_id: request.nodeId };
      }
    }
    const names = [...new Set(awaited.map(({ message }) => message))].filter((other) => other !== name);
    const now = names.length === 0 ? 'for no event' : `for ${names.map((each) => `"${each}"`).join(', ')}`;
    throw new HttpProblem('event_not_awaited', {
      detail: `The execution does not wait for the event "${name}": at this moment it waits ${now}`,
    });
  }

  /** The owner sees every request and may decide those that name nobody; approvers those that name them. */
  private async decidable(
    executionId: string,
    requestId: string,
    userId: string,
  ): Promise<{ execution: ExecutionRow; request: RequestRow }> {
    const execution = await this.executions.find(executionId);
    const request = await this.requests.find(executionId, requestId);
    const approver = request?.approvers?.includes(userId) ?? false;
    if (!execution || (execution.userId !== userId && !approver)) {
      throw new HttpProblem('execution_not_found');
    }
    if (!request) throw new HttpProblem('request_not_found');
    if (!request.approvers || approver) return { execution, request };
    throw new HttpProblem('request_not_found', {
      detail: `Only its approvers may decide this request: ${request.approvers.join(', ')}`,
    });
  }

  private async breachOf(request: RequestRow): Promise<Breach | undefined> {
    if (request.kind !== 'budget') return undefined;
    return (await this.requests.dataOf(request)) as unknown as Breach;
  }

  /** Branches that reached the same limit at once asked each for itself. */
  private async decideAlike(request: RequestRow, breach: Breach, body: DecideRequest): Promise<void> {
    for (const other of await this.requests.open(request.executionId, 'budget')) {
      if (other.requestId === request.requestId) continue;
      const alike = await this.breachOf(other);
      if (alike?.scope === breach.scope && alike.limit === breach.limit) await this.takes(other, body);
    }
  }

  /** @returns whether the request was still open for it */
  private async takes(request: RequestRow, body: DecideRequest): Promise<boolean> {
    try {
      await this.tell(request, body);
      return true;
    } catch (error) {
      if (error instanceof HttpProblem && error.status === 409) return false;
      throw error;
    }
  }

  /** @returns whether it settled the request */
  private async tell(request: RequestRow, body: DecideRequest, at?: string): Promise<boolean> {
    const { data, form, ...said } = body;
    const kept = (value: Json) => this.values.keep(request.executionId, value);
    const decision: Decision = {
      ...said,
      request_id: request.requestId,
      ...(data === undefined ? {} : { data: await kept(data) }),
      ...(form === undefined ? {} : { form: await kept(form) }),
      ...(at === undefined ? {} : { at }),
    };
    try {
      const taken = await reachingTemporal(() => this.messages.decide(request.workflowId, decision));
      if (taken) return taken.settled;
    } catch (error) {
      if (error instanceof DecisionRefusedError) throw refusalProblem(error, request);
      throw error;
    }
    throw new HttpProblem('already_decided', { detail: 'The part of the run that asked this has ended' });
  }
}

function askedOf({ kind, decisions, form }: RequestRow) {
  return { kind, decisions, ...(form === null ? {} : { form }) };
}

function closedProblem({ status, closedAt }: RequestRow): HttpProblem {
  const how = { decided: 'was decided', expired: 'has expired', withdrawn: 'was withdrawn' };
  const what = status === 'open' ? 'is closed' : how[status];
  const when = closedAt ? ` at ${closedAt.toISOString()}` : '';
  return new HttpProblem('already_decided', { detail: `This request ${what}${when}` });
}

/** The run is asked last, and may know better than the rows. */
function refusalProblem({ type, message }: DecisionRefusedError, request: RequestRow): HttpProblem {
  switch (type) {
    case 'already_decided':
    case 'unknown_request':
      return new HttpProblem('already_decided', { detail: message });
    case 'not_an_approver':
      return new HttpProblem('request_not_found');
    default:
      return new HttpProblem('invalid_decision', {
        detail: `${message} (it offers ${request.decisions.join(', ')})`,
      });
  }
}
