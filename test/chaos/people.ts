import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineExecutionStarted, ExecutionView, RequestList, RequestView } from '@aiwf/contracts';
import { get, post, type Answer } from '../harness/http';
import type { ChaosGraph } from './graphs/graph';
import type { Effects } from './world/effects';
import { receiptOf } from './world/marker';

const USER = 'chaos';

/** An engine that takes longer over an answer hangs. */
const ANSWER_MS = 20_000;

const INSIST_MS = 60_000;

/**
 * Those who start runs and say what they ask. An engine that is away, or breaks off in the middle, is asked again.
 */
export class People {
  constructor(
    private readonly url: string,
    private readonly effects: Effects,
  ) {}

  /**
   * Starts a run; its id makes that one run, however often it is asked for.
   *
   * @returns whether the engine has taken it
   */
  async start({ executionId, definition }: ChaosGraph): Promise<boolean> {
    const asked = { workflow_data: definition, user_id: USER, execution_id: executionId };
    return (
      (await tried(() => say<EngineExecutionStarted>(`${this.url}/workflow/execute`, asked))) !== undefined
    );
  }

  /** Says what a run asks at this moment, and looks whether it has ended; undefined: the engine does not answer. */
  async attend(executionId: string): Promise<ExecutionView | undefined> {
    try {
      const { status, body } = await ask<ExecutionView>(this.at(executionId, ''));
      if (status !== 200 || body.status !== 'running') return status === 200 ? body : undefined;
      const asked = await ask<RequestList>(this.at(executionId, '/requests'));
      if (asked.status === 200) {
        await Promise.all(asked.body.requests.map((request) => this.decide(executionId, request)));
      }
      return body;
    } catch {
      return undefined;
    }
  }

  /** Reads something of a run, however often it takes. @throws Error after a minute */
  async read<Body>(executionId: string, route: string, query = ''): Promise<Body> {
    for (const deadline = Date.now() + INSIST_MS; Date.now() < deadline; await sleep(200)) {
      const answer = await tried(() => ask<Body>(this.at(executionId, route) + query));
      if (answer) return answer.body;
    }
    throw new Error(`The engine gives nothing for ${executionId}${route}`);
  }

  private async decide(executionId: string, request: RequestView): Promise<void> {
    const { request_id, kind, message } = request;
    if (kind === 'event') {
      await say(`${this.url}/workflow/executions/${executionId}/events`, { user_id: USER, name: message });
    } else {
      const decision = this.decisionOn(executionId, request);
      const url = `${this.url}/workflow/executions/${executionId}/requests/${request_id}`;
      await say(url, { user_id: USER, ...decision });
    }
  }

  private decisionOn(executionId: string, { request_id, kind }: RequestView): object {
    switch (kind) {
      case 'question':
        return { decision: 'answer', data: 'yes' };
      case 'outcome':
        return this.outcomeOf(executionId, request_id);
      default:
        return { decision: 'approve' };
    }
  }

  /** Whoever is asked what became of a call looks where it was to have its effect. */
  private outcomeOf(executionId: string, requestId: string): object {
    const [place = ''] = requestId.split('.outcome.');
    const marker = `${executionId}:${place}`;
    if (this.effects.count(marker) === 0) return { decision: 'again' };
    const receipt = receiptOf(marker);
    const data = place.includes('.calls.') ? receipt : { status: 200, headers: {}, body: { receipt } };
    return { decision: 'done', data };
  }

  private at(executionId: string, route: string): string {
    return `${this.url}/workflow/executions/${executionId}${route}?user_id=${USER}`;
  }
}

const ask = <Body>(url: string) => get<Body>(url, {}, AbortSignal.timeout(ANSWER_MS));

const say = <Body>(url: string, body: object) => post<Body>(url, body, {}, AbortSignal.timeout(ANSWER_MS));

/** @returns undefined: the engine is away, or not in order. @throws Error when it refuses */
async function tried<Body>(request: () => Promise<Answer<Body>>): Promise<Answer<Body> | undefined> {
  const answer = await request().catch(() => undefined);
  if (answer && answer.status >= 400 && answer.status < 500) {
    throw new Error(`The engine answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return answer?.status === 200 ? answer : undefined;
}
