import type { ServerResponse } from 'node:http';
import type { ReceivedRequest } from '../../harness/local-server';
import { receiptOf, type EffectCall } from './marker';

interface Asked {
  id?: number;
  method: string;
  params?: {
    name?: string;
    arguments?: { marker?: string };
    _meta?: { idempotencyKey?: string };
  };
}

/** `till`'s tools; what they do to the world the operator's file says. */
const TOOLS = ['charge', 'charge_once'].map((name) => ({
  name,
  description: 'Takes money.',
  inputSchema: { type: 'object', properties: { marker: { type: 'string' } }, required: ['marker'] },
}));

/** The operator's file that names this server. */
export function mcpConfig(url: string) {
  const effects = { charge: 'irreversible', charge_once: 'idempotent' };
  return { mcpServers: { till: { url: `${url}/mcp`, effects, policy: { approval: 'never' } } } };
}

/** Answers one message of the Model Context Protocol over streamable HTTP, without sessions. */
export async function answerMcp(
  { method, body }: ReceivedRequest,
  response: ServerResponse,
  carryOut: (call: EffectCall, answer: object) => Promise<void>,
): Promise<void> {
  if (method !== 'POST') return void response.writeHead(405).end();
  const { id, method: asked, params } = JSON.parse(body) as Asked;
  if (id === undefined) return void response.writeHead(202).end();
  const answerOf = (result: object) => ({ jsonrpc: '2.0', id, result });
  if (asked === 'tools/call') {
    const marker = params?.arguments?.marker ?? '';
    const once = params?.name === 'charge_once';
    const call: EffectCall = once
      ? { kind: 'keyed', marker, key: params?._meta?.idempotencyKey }
      : { kind: 'irreversible', marker };
    return carryOut(call, answerOf({ content: [{ type: 'text', text: receiptOf(marker) }] }));
  }
  const result =
    asked === 'tools/list'
      ? { tools: TOOLS }
      : {
          protocolVersion: '2025-06-18',
          capabilities: { tools: {} },
          serverInfo: { name: 'till', version: '1' },
        };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answerOf(result)));
}
