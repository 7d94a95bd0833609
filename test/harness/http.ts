import type { ErrorBody, ExecutionView } from '@aiwf/contracts';
import { waitFor } from '@aiwf/testing';

/** An answer, with how long it took. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
  milliseconds: number;
}

/** Sends a request as it stands; an answer that is no JSON is its text. */
export async function send<Body = ErrorBody>(url: string, init: RequestInit = {}): Promise<Answer<Body>> {
  const startedAt = performance.now();
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (/json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as Body,
    milliseconds: performance.now() - startedAt,
  };
}

export function get<Body = ErrorBody>(
  url: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer<Body>> {
  return send<Body>(url, { headers, signal });
}

export function post<Body = ErrorBody>(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer<Body>> {
  return send<Body>(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal,
  });
}

/** Asks for an execution, four times a second, until it has ended. */
export async function ended(url: string, timeoutMs = 120_000): Promise<ExecutionView> {
  let view: ExecutionView | undefined;
  await waitFor(
    async () => {
      const { status, body } = await get<ExecutionView>(url);
      if (status === 200) view = body;
      return status === 200 && body.status !== 'running';
    },
    { what: `${url} to end`, timeoutMs, intervalMs: 250 },
  );
  if (!view) throw new Error(`${url} was never answered`);
  return view;
}

/** Where an execution's status stands, on either app. */
export const statusUrl = {
  gateway: (base: string, executionId: string, userId: string) =>
    `${base}/ai/workflows/execution/${executionId}/status?user_id=${encodeURIComponent(userId)}`,
  engine: (base: string, executionId: string, userId: string) =>
    `${base}/workflow/executions/${executionId}?user_id=${encodeURIComponent(userId)}`,
};
