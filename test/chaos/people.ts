import type { EngineExecutionStarted, ExecutionView, RequestList, RequestView } from '@aiwf/contracts';
import { get, post } from '../harness/http';
import type { ChaosGraph } from './graphs/graph';
import type { Effects } from './world/effects';
import { receiptOf } from './world/marker';

const USER = 'chaos';

/**
 * Those who start runs and say what they ask. An engine that is away, or breaks off in the middle, is asked again.
 */
export class People {
  constructor(
    private readonly url: string,
    private readonly effects: Effects,
  ) {}

  /** Starts a run, however often it takes; its id makes that one run. */
  async start({ executionId, definition }: ChaosGraph): Promise<void> {
    await this.insist(() =>
      post<EngineExecutionStarted>(`${this.url}/workflow/execute`, {
        workflow_data: definition,
        user_id: USER,
        execution_id: executionId,
      }),
    );
  }

  /** Says what a run asks at this moment, and looks whether it has ended; undefined: the engine does not answer. */
  async attend(executionId: string): Promise<ExecutionView | undefined> {
    try {
      const { status, body } = await get<ExecutionView>(this.at(executionId, ''));
      if (status !== 200 || body.status !== 'running') return status === 200 ? body : undefined;
      const asked = await get<RequestList>(this.at(executionId, '/requests'));
      if (asked.status === 200) {
        await Promise.all(asked.body.requests.map((request) => this.say(executionId, request)));
      }
      return body;
    } catch {
      return undefined;
    }
  }

  /** Reads something of a run, however often it takes. */
  async read<Body>(executionId: string, route: string, query = ''): Promise<Body> {
    return (await this.insist(() => get<Body>(this.at(executionId, route) + query))).body;
  }

  private async say(executionId: string, request: RequestView): Promise<void> {
    const { request_id, kind, message } = request;
    if (kind === 'event') {
      await post(`${this.url}/workflow/executions/${executionId}/events`, { user_id: USER, name: message });
    } else {
      const decision = this.decisionOn(executionId, request);
      const url = `${this.url}/workflow/executions/${executionId}/requests/${request_id}`;
      await post(url, { user_id: USER, ...decision });
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

  private async insist<Body>(ask: () => Promise<{ status: number; body: Body }>) {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await ask().catch((error: unknown) => ({ status: 0, body: String(error) as Body }));
      if (answer.status === 200) return answer;
      if ((answer.status >= 400 && answer.status < 500) || Date.now() > deadline) {
        throw new Error(`The engine answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
