import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { EngineExecuteRequest, ExecutionView, WorkflowStatistics } from '@aiwf/contracts';

/** A request as the scripted engine saw it. */
interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body?: EngineExecuteRequest;
}

/** Answers one request. */
export type Reply = (response: ServerResponse, request: SeenRequest) => void;

/**
 * An engine that answers from a script, in order, and 500 once the script is used up. What the gateway asks in the
 * background, tools and statistics of earlier runs, has an answer all the same, and is not recorded.
 */
export interface ScriptedEngine {
  url: string;
  requests: SeenRequest[];
  script(...replies: Reply[]): void;
  close(): Promise<void>;
}

export async function startScriptedEngine(): Promise<ScriptedEngine> {
  const requests: SeenRequest[] = [];
  const replies: Reply[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/workflow/tools' && replies.length === 0) {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"tools":[]}');
      return;
    }
    if (request.url?.startsWith('/workflow/statistics?')) return noStatistics(response);
    const body = request.method === 'POST' ? ((await json(request)) as EngineExecuteRequest) : undefined;
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    requests.push(seen);
    const reply = replies.shift() ?? answer(500, { detail: 'The script is used up' });
    reply(response, seen);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (...next) => void replies.push(...next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function noStatistics(response: ServerResponse): void {
  const nothing = { runs: 0, models: [], nodes: [], repeats: [], reached: [] } satisfies WorkflowStatistics;
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(nothing));
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) =>
    void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
}

/** Keeps the caller waiting for ever. */
export const hang: Reply = () => undefined;

/** Cuts the connection in the middle of the answer. */
export const cut: Reply = (response) => {
  response.writeHead(200, { 'Content-Length': '1000' });
  response.write('{"execution_id":', () => response.destroy());
};

/** What the engine answers to a start, for the execution it was asked to start. */
export const started: Reply = (response, { body }) =>
  answer(200, {
    execution_id: body?.execution_id,
    status: 'running',
    workflow_id: body?.workflow_data['id'],
    started_at: '2024-01-15T10:30:00.000Z',
    completed_at: null,
    execution_time_seconds: null,
  })(response, { method: 'POST', url: '', headers: {} });

export const completedView = {
  execution_id: 'exec_123456',
  status: 'completed',
  workflow_id: 'wf_789012',
  user_id: 'user123',
  started_at: '2024-01-15T10:30:00.000Z',
  completed_at: '2024-01-15T10:30:45.000Z',
  execution_time_seconds: 45,
  output_data: { result: 'Workflow executed successfully' },
  error_message: null,
  phase: 'finished',
  nodes: [
    {
      id: 'greet',
      type: 'transform',
      name: 'Greet',
      status: 'completed',
      started_at: '2024-01-15T10:30:00.000Z',
      completed_at: '2024-01-15T10:30:45.000Z',
      error_code: null,
      error_message: null,
    },
  ],
  usage: { llm_calls: 0, tool_calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0, reused_calls: 0 },
  forked_from: null,
  estimate: null,
  workflow_version: null,
} satisfies ExecutionView;
