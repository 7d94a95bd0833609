import type { ServerResponse } from 'node:http';
import { serve, type LocalServer, type ReceivedRequest } from '../../harness/local-server';
import type { CallTrap } from './call-trap';
import { receiptOf, type EffectCall } from './marker';
import { answerMcp } from './mcp-endpoint';

/** One call as it arrived. */
export interface ArrivedCall extends EffectCall {
  /** Milliseconds since the epoch. */
  at: number;
}

/** A server whose calls have effects, which it counts; it does nothing twice for the same idempotency key. */
export class Effects {
  readonly calls: ArrivedCall[] = [];
  private readonly counts = new Map<string, number>();
  private readonly doneKeys = new Set<string>();
  private server: LocalServer | undefined;

  constructor(private readonly trap: CallTrap) {}

  async start(): Promise<LocalServer> {
    this.server = await serve((request, response) => this.answer(request, response));
    return this.server;
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  /** How often the effect took place. */
  count(marker: string): number {
    return this.counts.get(marker) ?? 0;
  }

  callsOf(marker: string): ArrivedCall[] {
    return this.calls.filter((call) => call.marker === marker);
  }

  private async answer(request: ReceivedRequest, response: ServerResponse): Promise<void> {
    const [, route] = request.url.split('/');
    switch (route) {
      case 'page':
        return this.carryOut({ kind: 'page', marker: request.url }, response, 'a page');
      case 'keyed':
      case 'irreversible': {
        const { marker } = JSON.parse(request.body) as { marker: string };
        const key = request.headers['idempotency-key'] as string | undefined;
        return this.carryOut({ kind: route, marker, key }, response, { receipt: receiptOf(marker) });
      }
      default:
        return answerMcp(request, response, (call, result) => this.carryOut(call, response, result));
    }
  }

  private async carryOut(
    { kind, marker, key }: EffectCall,
    response: ServerResponse,
    answer: object | string,
  ): Promise<void> {
    this.calls.push({ kind, marker, key, at: Date.now() });
    const goesOn = await this.trap.during(async () => {
      if (!(await this.trap.pass(kind, 'arrived'))) return false;
      if (key === undefined || !this.doneKeys.has(key)) this.counts.set(marker, this.count(marker) + 1);
      if (key !== undefined) this.doneKeys.add(key);
      return this.trap.pass(kind, 'done');
    });
    if (!goesOn) return void response.destroy();
    response.setHeader('content-type', typeof answer === 'string' ? 'text/plain' : 'application/json');
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    await this.trap.pass(kind, 'answered');
  }
}
