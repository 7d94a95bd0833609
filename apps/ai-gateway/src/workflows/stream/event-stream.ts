import { once } from 'node:events';
import type { Response } from 'express';

/** Comments keep proxies from closing a connection on which nothing happens, in milliseconds. */
const PING_MS = 15_000;

/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) over one response. */
export class EventStream {
  private readonly gone = new AbortController();
  private readonly ping: NodeJS.Timeout;
  private next = 1;

  /** Answers with the headers at once. */
  constructor(private readonly response: Response) {
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Nginx would gather the answer otherwise.
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    this.ping = setInterval(() => this.response.write(': ping\n\n'), PING_MS);
    response.once('close', () => {
      clearInterval(this.ping);
      this.gone.abort();
    });
  }

  /** Aborted when the other side has gone. */
  get closed(): AbortSignal {
    return this.gone.signal;
  }

  /** Sends an event; JSON holds no line break, so that one line of data is enough. */
  send(event: string, data: object): void {
    if (this.gone.signal.aborted) return;
    this.response.write(`id: ${this.next}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    this.next += 1;
  }

  /** Resolves when all is sent, or the other side has gone. */
  async end(): Promise<void> {
    if (this.gone.signal.aborted) return;
    const finished = once(this.response, 'close');
    this.response.end();
    await finished;
  }
}
