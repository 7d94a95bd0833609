import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config.error';
import { loadEngineConfig } from './engine.config';

const folder = mkdtempSync(join(tmpdir(), 'mcp-config-'));
const file = join(folder, 'mcp.json');

afterAll(() => rmSync(folder, { recursive: true }));

function load(content: unknown, env: Record<string, string> = {}) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadEngineConfig({ MCP_CONFIG: file, ...env }).mcpServers;
}

function problemsOf(content: unknown): string[] {
  try {
    load(content, { SECRET: 'value of the secret' });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.replace(file, 'FILE'));
    throw error;
  }
  return [];
}

const server = (fields: Record<string, unknown>) => ({ mcpServers: { one: { command: 'run', ...fields } } });

it('knows no servers without the variable', () => {
  expect(loadEngineConfig({}).mcpServers).toEqual({});
});

it('reads both kinds of servers, with defaults for what is not said', () => {
  const servers = load({
    mcpServers: {
      files: { command: 'npx', args: ['-y', 'server'], env: { EMPTY: '' } },
      search: {
        type: 'http',
        url: 'https://search.example.com/mcp',
        headers: { authorization: 'Bearer x' },
        timeout_seconds: 5,
        policy: { approval: { publish: 'never' } },
        effects: { find: 'read' },
      },
    },
  });
  expect(servers).toEqual({
    files: {
      transport: { kind: 'stdio', command: 'npx', args: ['-y', 'server'], env: { EMPTY: '' } },
      timeoutMs: 60_000,
      approval: 'required',
      effects: {},
    },
    search: {
      transport: {
        kind: 'http',
        url: 'https://search.example.com/mcp',
        headers: { authorization: 'Bearer x' },
      },
      timeoutMs: 5_000,
      approval: { publish: 'never' },
      effects: { find: 'read' },
    },
  });
});

it('puts variables of the environment into texts', () => {
  const { one } = load(
    server({ args: ['--key=${KEY}', '${ABSENT:-default}', '$KEY'], env: { TOKEN: '${KEY}${KEY}' } }),
    { KEY: 'k' },
  );
  expect(one?.transport).toMatchObject({ args: ['--key=k', 'default', '$KEY'], env: { TOKEN: 'kk' } });
});

it.each([
  ['no JSON', '{ // a comment', /^MCP_CONFIG: FILE: is no JSON; write/],
  ['a list', [], /^MCP_CONFIG: FILE: must be an object with mcpServers$/],
  ['another shape', { servers: {} }, /servers is not known; remove it \(known: mcpServers\)/],
  ['servers in a list', { mcpServers: [] }, /mcpServers must be an object of servers by their names/],
  ['a name with a slash', { mcpServers: { 'a/b': { command: 'x' } } }, /a\/b must be named with letters/],
  [
    'neither command nor url',
    { mcpServers: { one: {} } },
    /mcpServers\.one must have either a command .* or a url/,
  ],
  ['both', server({ url: 'https://x.example' }), /mcpServers\.one must have either/],
  ['an unknown key', server({ disabled: true }), /mcpServers\.one\.disabled is not known; remove it/],
  ['headers of a command', server({ headers: {} }), /mcpServers\.one\.headers is not known/],
  ['arguments that are no list', server({ args: '--x' }), /mcpServers\.one\.args must be a list of texts/],
  ['a number as a variable', server({ env: { PORT: 1 } }), /mcpServers\.one\.env\.PORT must be a text/],
  [
    'a variable that is not set',
    server({ args: ['${NOPE}'] }),
    /args reads the variable NOPE, which is not set/,
  ],
  ['a time out of bounds', server({ timeout_seconds: 0 }), /timeout_seconds must be a number from 1 to 80/],
  [
    'an unknown effect',
    server({ effects: { a: 'write' } }),
    /effects\.a must be read or idempotent or irreversible/,
  ],
  [
    'an unknown policy',
    server({ policy: { approval: 'no' } }),
    /policy\.approval must be required or never, or an/,
  ],
  [
    'a policy by tool',
    server({ policy: { approval: { a: 1 } } }),
    /policy\.approval\.a must be required or never/,
  ],
  [
    'the transport of old',
    { mcpServers: { one: { url: 'https://x.example', type: 'sse' } } },
    /one\.type must be http/,
  ],
  [
    'a URL of another kind',
    { mcpServers: { one: { url: 'file:///x' } } },
    /one\.url must be a URL that starts with/,
  ],
])('refuses %s, and says what to change', (_what, content, problem) => {
  const problems = problemsOf(content);
  expect(problems).toEqual([expect.stringMatching(problem)]);
});

it('tells all problems at once, and no value', () => {
  const problems = problemsOf({
    mcpServers: { one: { command: 'run', args: 'hunter2', timeout_seconds: 'hunter2' } },
  });
  expect(problems).toHaveLength(2);
  expect(problems.join()).not.toContain('hunter2');
});

it('names a file that is not there', () => {
  expect(() => loadEngineConfig({ MCP_CONFIG: join(folder, 'absent.json') })).toThrow(
    /MCP_CONFIG: .*absent\.json: can't be read \(ENOENT\); name a file/,
  );
});
