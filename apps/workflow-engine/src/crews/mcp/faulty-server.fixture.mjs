/**
 * An MCP server over standard streams with the faults that real ones have, started as a child process. With the argument
 * `stubborn` it neither ends with its input nor on SIGTERM.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const inputSchema = { type: 'object' };
const text = (said) => ({ content: [{ type: 'text', text: said }] });

const tools = [
  { name: 'pid', inputSchema, annotations: { readOnlyHint: true, idempotentHint: true } },
  { name: 'key', inputSchema, annotations: { idempotentHint: true } },
  { name: 'crash', inputSchema, annotations: { readOnlyHint: false } },
  { name: 'silent', inputSchema },
  { name: 'huge', inputSchema },
  { name: 'picture', inputSchema },
  { name: 'fail', inputSchema },
];

const calls = {
  pid: () => text(String(process.pid)),
  key: ({ _meta }) => text(JSON.stringify(_meta ?? null)),
  crash: () => process.exit(1),
  silent: () => new Promise(() => {}),
  huge: ({ arguments: given }) => text('x'.repeat(given.bytes)),
  picture: () => ({
    content: [
      { type: 'image', mimeType: 'image/png', data: Buffer.alloc(300).toString('base64') },
      { type: 'resource_link', name: 'report', uri: 'file:///report' },
      { type: 'text', text: 'done' },
    ],
  }),
  fail: () => ({ ...text('The disk is full'), isError: true }),
};

const server = new Server({ name: 'faulty', version: '1' }, { capabilities: { tools: {} } });

// One tool a page.
server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
  const page = Number(params?.cursor ?? 0);
  const next = page + 1 < tools.length ? { nextCursor: String(page + 1) } : {};
  return { tools: tools.slice(page, page + 1), ...next };
});

server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  if (!Object.hasOwn(calls, params.name)) throw new Error(`no tool ${params.name}`);
  return calls[params.name](params);
});

process.stderr.write('faulty server: starting\n');
// No message: some servers greet on their standard output though they should not.
process.stdout.write('Welcome\n');
if (process.argv.includes('stubborn')) {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 60_000);
}
await server.connect(new StdioServerTransport());
