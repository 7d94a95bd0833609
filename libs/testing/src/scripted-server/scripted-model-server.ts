import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../wait-for';
import type { ModelRequest } from './model-request';
import { encodeAnswer, encodeStream, statusHeaders } from './reply-encoder';
import type { ScriptedReply } from './scripted-reply';
import { findToolCallMismatch } from './tool-call-pairing';
import type { WireFormat, WireFormatName } from './wire-format';
import { anthropicWireFormat } from './wire-formats/anthropic.wire-format';
import { googleGenaiWireFormat } from './wire-formats/google-genai.wire-format';
import { asObject } from './wire-formats/json-access';
import { ollamaWireFormat } from './wire-formats/ollama.wire-format';
import { openaiWireFormat } from './wire-formats/openai.wire-format';

const wireFormats: Record<WireFormatName, WireFormat> = {
  openai: openaiWireFormat,
  anthropic: anthropicWireFormat,
  'google-genai': googleGenaiWireFormat,
  ollama: ollamaWireFormat,
};

/** The text in the 500 that a request without a scripted reply gets. */
export const UNSCRIPTED_REQUEST = 'scripted model server: no reply scripted for this request';

/**
 * Replies in order, or a function that picks one by the request; no reply counts as unexpected. A function that
 * returns a promise holds the answer back until the test lets it go.
 */
export type ModelScript =
  | ScriptedReply[]
  | ((request: ModelRequest) => ScriptedReply | undefined | Promise<ScriptedReply | undefined>);

/** A model provider on 127.0.0.1 that says what the test scripted, and remembers what it was asked. */
export interface ScriptedModelServer {
  /** What a client is configured with, for example `http://127.0.0.1:41234/v1`. */
  readonly baseUrl: string;
  /** Every request to the chat route, in order of arrival, answered or not. */
  readonly requests: readonly ModelRequest[];
  /** Requests nothing was scripted for, and requests a real provider refuses; empty in a good test. */
  readonly unexpected: readonly string[];
  /** Resolves once `count` requests have arrived in all; throws after `timeoutMs` (10 s). */
  waitForRequests(count: number, timeoutMs?: number): Promise<void>;
  /** Throws when a request was unexpected or a reply of an ordered script was never asked for. */
  assertExhausted(): void;
  close(): Promise<void>;
}

/**
 * Starts a scripted model server on a free port of 127.0.0.1. It speaks the OpenAI chat-completions format
 * unless `wireFormat` names another. It answers 500 with {@link UNSCRIPTED_REQUEST} when the script has no reply,
 * 400 when tool calls and tool results don't pair up, and 404 on other routes.
 */
export async function startScriptedModelServer(
  script: ModelScript,
  { wireFormat = 'openai' }: { wireFormat?: WireFormatName } = {},
): Promise<ScriptedModelServer> {
  const wire = wireFormats[wireFormat];
  const requests: ModelRequest[] = [];
  const unexpected: string[] = [];
  const closing = new AbortController();
  const ordered = Array.isArray(script) ? [...script] : undefined;
  const pick = Array.isArray(script) ? () => ordered?.shift() : script;

  function fail(response: ServerResponse, status: number, reason: string): void {
    unexpected.push(reason);
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(wire.encodeError(status, reason, undefined));
  }

  async function answer(request: ModelRequest, response: ServerResponse): Promise<void> {
    const mismatch = wire.hasToolCallIds ? findToolCallMismatch(request.messages) : undefined;
    if (mismatch) return fail(response, 400, mismatch);
    const reply = await pick(request);
    if (!reply) return fail(response, 500, UNSCRIPTED_REQUEST);
    const contentType = request.streamed ? wire.streamContentType : wire.contentType;
    if (reply.delayMs) await sleep(reply.delayMs, undefined, { signal: closing.signal, ref: false });
    switch (reply.kind) {
      case 'hang':
        if (reply.after === 'headers')
          response.writeHead(200, { 'content-type': contentType }).flushHeaders();
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': contentType }).end('data: <html>this is not JSON\n\n');
        return;
      case 'status': {
        const { code, message = `scripted ${reply.status}` } = reply.details;
        response
          .writeHead(reply.status, { 'content-type': 'application/json', ...statusHeaders(reply.details) })
          .end(wire.encodeError(reply.status, message, code));
        return;
      }
      case 'truncated':
      case 'text':
      case 'structured':
      case 'tool_calls':
        if (!request.streamed) {
          response.writeHead(200, { 'content-type': wire.contentType });
          response.end(encodeAnswer(wire, reply, request));
          return;
        }
        response.writeHead(200, { 'content-type': wire.streamContentType });
        for (const { data, said } of encodeStream(wire, reply, request)) {
          await reply.pace?.(said);
          response.write(data);
        }
        response.end();
        return;
      default:
        reply satisfies never;
    }
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(incoming.url ?? '/', 'http://localhost').pathname;
    const text = Buffer.concat(await incoming.toArray()).toString();
    if (!wire.matches(path)) return fail(response, 404, `scripted model server: no route ${path}`);
    const body = asObject(JSON.parse(text));
    const request: ModelRequest = {
      ...wire.parse(path, body),
      index: requests.length,
      path,
      headers: incoming.headers,
      body,
      receivedAt: Date.now(),
      abandoned: false,
    };
    response.once('close', () => (request.abandoned = !response.writableFinished));
    requests.push(request);
    await answer(request, response);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      // A client that gave up and a server that is closing end a reply under way; neither is the test's concern.
      if (!closing.signal.aborted && !incoming.destroyed) unexpected.push(String(error));
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${port}${wire.basePath}`,
    requests,
    unexpected,
    waitForRequests: (count, timeoutMs = 10_000) =>
      waitFor(() => requests.length >= count, { what: `${count} model requests`, timeoutMs }).then(
        () => undefined,
      ),
    assertExhausted: () => {
      if (unexpected.length > 0) throw new Error(`unexpected model requests: ${unexpected.join('; ')}`);
      if (ordered?.length) throw new Error(`${ordered.length} scripted replies were never asked for`);
    },
    close: async () => {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
