import type { JsonReader } from './json.reader';
import type { McpApproval, McpConfig, McpEffect, McpServerConfig, McpTransport } from './mcp-server.config';

/** As it stands in `mcp:server/tool`. */
const SERVER_NAME = /^[A-Za-z0-9_-]{1,64}$/;

const EFFECTS: readonly McpEffect[] = ['read', 'idempotent', 'irreversible'];
const APPROVALS: readonly McpApproval[] = ['required', 'never'];

const SHARED_KEYS = ['type', 'timeout_seconds', 'policy', 'effects'];
const STDIO_KEYS = ['command', 'args', 'env', ...SHARED_KEYS];
const HTTP_KEYS = ['url', 'headers', ...SHARED_KEYS];

/** What other clients' files say in `type`. */
const STDIO_TYPES = ['stdio'];
const HTTP_TYPES = ['http', 'streamable-http', 'streamableHttp'];

/** A tool call's activity ends at 120 s, and connecting may take 30 s of it. */
const TIMEOUT_SECONDS = { fallback: 60, min: 1, max: 80 };

/** Reads `{ "mcpServers": { … } }`, the shape of other MCP clients' files, and notes whatever can't be used in it. */
export function parseMcpServers(file: JsonReader): McpConfig {
  file.onlyKeys(['mcpServers']);
  const servers = file.member('mcpServers').members('an object of servers by their names');
  return Object.fromEntries(
    servers.map(([name, server]) => {
      if (!SERVER_NAME.test(name)) {
        server.problem(
          'must be named with letters, digits, - and _, 64 at most: graphs say mcp:<name>/<tool>',
        );
      }
      return [name, parseServer(server)];
    }),
  );
}

function parseServer(server: JsonReader): McpServerConfig {
  return {
    transport: parseTransport(server),
    timeoutMs: server.member('timeout_seconds').number(TIMEOUT_SECONDS) * 1000,
    approval: parseApproval(server.member('policy')),
    effects: Object.fromEntries(
      server
        .member('effects')
        .members('an object of effects by tool')
        .map(([tool, effect]) => [tool, effect.choice(EFFECTS)]),
    ),
  };
}

function parseTransport(server: JsonReader): McpTransport {
  const started = server.member('command').given;
  if (started !== server.member('url').given) return started ? parseStdio(server) : parseHttp(server);
  server.problem('must have either a command (a program to start) or a url (a server to call)');
  return { kind: 'stdio', command: '', args: [], env: {} };
}

function parseStdio(server: JsonReader): McpTransport {
  server.onlyKeys(STDIO_KEYS);
  server.member('type').optionalChoice(STDIO_TYPES);
  return {
    kind: 'stdio',
    command: server.member('command').text(),
    args: server.member('args').texts(),
    env: server.member('env').textsByName(),
  };
}

function parseHttp(server: JsonReader): McpTransport {
  server.onlyKeys(HTTP_KEYS);
  server.member('type').optionalChoice(HTTP_TYPES);
  const url = server.member('url').text();
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    server.member('url').problem('must be a URL that starts with http:// or https://');
  }
  return { kind: 'http', url, headers: server.member('headers').textsByName() };
}

function parseApproval(policy: JsonReader): McpServerConfig['approval'] {
  policy.onlyKeys(['approval']);
  const approval = policy.member('approval');
  if (!approval.given) return 'required';
  if (approval.isObject) {
    return Object.fromEntries(
      approval.members('an object by tool').map(([tool, choice]) => [tool, choice.choice(APPROVALS)]),
    );
  }
  return approval.choice(APPROVALS, 'or an object of these by tool');
}
