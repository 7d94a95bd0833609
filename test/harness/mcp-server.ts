import { serve } from './local-server';

/** A tool as an MCP server lists it. */
export interface ListedTool {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
  annotations?: Record<string, boolean>;
}

/** A call that the server got. */
export interface ReceivedCall {
  name: string;
  arguments: Record<string, unknown>;
}

interface Message {
  id?: number;
  method: string;
  params?: ReceivedCall;
}

/** An MCP server over streamable HTTP, in the test's own process, whose tools a test changes as it likes. */
export interface McpServerUnderTest {
  readonly url: string;
  /** What it lists from now on. */
  tools: ListedTool[];
  readonly calls: ReceivedCall[];
  close(): Promise<void>;
}

/** @param answer the text that a call gives */
export async function serveMcp(
  tools: ListedTool[],
  answer: (call: ReceivedCall) => string,
): Promise<McpServerUnderTest> {
  const calls: ReceivedCall[] = [];
  const resultOf = ({ method, params }: Message): unknown => {
    switch (method) {
      case 'initialize':
        return {
          protocolVersion: '2025-06-18',
          capabilities: { tools: {} },
          serverInfo: { name: 'under-test', version: '1' },
        };
      case 'tools/list':
        return { tools: server.tools };
      case 'tools/call':
        if (!params) throw new Error('A call without parameters');
        calls.push(params);
        return { content: [{ type: 'text', text: answer(params) }] };
      default:
        return {};
    }
  };
  const http = await serve(({ body }, response) => {
    const message = JSON.parse(body) as Message;
    if (message.id === undefined) return response.writeHead(202).end();
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: resultOf(message) }));
  });
  const server: McpServerUnderTest = { url: `${http.url}/mcp`, tools, calls, close: http.close };
  return server;
}
