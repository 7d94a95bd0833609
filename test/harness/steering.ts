import type {
  DecisionTaken,
  ErrorBody,
  ExecutionUsage,
  ForkStarted,
  RequestList,
  RequestView,
  SteeringAnswer,
} from '@aiwf/contracts';
import { waitFor } from '@aiwf/testing';
import type { Answer, EngineUnderTest } from './engine';
import { send } from './http';

const USER = 'tester';

/** What was asked for, or why it was refused. */
type Reply<Body> = Body & Partial<Pick<ErrorBody, 'code' | 'detail' | 'errors'>>;

/** What people do with runs of the engine, in the name of the test's user. */
export class Steering {
  constructor(private readonly engine: EngineUnderTest) {}

  cancel = (id: string) => this.post<SteeringAnswer>(id, 'cancel');
  pause = (id: string) => this.post<SteeringAnswer>(id, 'pause');
  resume = (id: string) => this.post<SteeringAnswer>(id, 'resume');

  retry = (id: string) => this.post<ForkStarted>(id, 'retry');
  fork = (id: string, change: Record<string, unknown>) => this.post<ForkStarted>(id, 'fork', change);

  decide = (id: string, requestId: string, decision: Record<string, unknown>) =>
    this.post<DecisionTaken>(id, `requests/${requestId}`, decision);

  /** Any other POST below a run; `fields` may name another user. */
  post<Body = ErrorBody>(
    id: string,
    route: string,
    fields: Record<string, unknown> = {},
  ): Promise<Answer<Reply<Body>>> {
    return this.engine.post(`/workflow/executions/${id}/${route}`, { user_id: USER, ...fields });
  }

  get<Body>(id: string, route: string, user = USER): Promise<Answer<Reply<Body>>> {
    const [path, query] = route.split('?');
    return this.engine.get(`/workflow/executions/${id}/${path}?user_id=${user}${query ? `&${query}` : ''}`);
  }

  usage = async (id: string): Promise<ExecutionUsage> => (await this.get<ExecutionUsage>(id, 'usage')).body;

  delete(id: string, user = USER) {
    return send(`${this.engine.url}/workflow/executions/${id}?user_id=${user}`, { method: 'DELETE' });
  }

  requests = async (id: string, user = USER): Promise<RequestView[]> =>
    (await this.get<RequestList>(id, 'requests', user)).body.requests;

  /** Waits until a run asks as much, and tells what. */
  async asked(id: string, count = 1): Promise<RequestView[]> {
    let found: RequestView[] = [];
    await waitFor(async () => (found = await this.requests(id)).length >= count, {
      what: `${id} to ask ${count} times`,
      timeoutMs: 30_000,
    });
    return found;
  }

  /** What a run asks once it asks something else than that request. */
  async askedOther(id: string, requestId: string): Promise<RequestView[]> {
    let found: RequestView[] = [];
    const others = async () =>
      (found = (await this.requests(id)).filter(({ request_id }) => request_id !== requestId));
    await waitFor(async () => (await others()).length > 0, {
      what: `${id} to ask more than ${requestId}`,
      timeoutMs: 30_000,
    });
    return found;
  }

  /** The one thing a run asks, once it does. */
  async askedOnce(id: string): Promise<RequestView> {
    const [request] = await this.asked(id);
    if (!request) throw new Error(`${id} asks nothing`);
    return request;
  }
}
