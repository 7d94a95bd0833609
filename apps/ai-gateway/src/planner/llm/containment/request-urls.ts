import type { ErrorItem } from '@aiwf/contracts';
import {
  isJsonObject,
  type HttpRequestNode,
  type JsonObject,
  type WorkflowDefinition,
} from '@aiwf/definition';
import type { PlacedNode } from './placed-nodes';

/** One substitution that reads a value and does nothing with it. */
const READS_ONLY = /^\{\{\s*((?:inputs|item|nodes|previous)(?:\.\w+|\[\d+\])*)\s*\}\}$/;
const PLAIN_PATH = /^\s*(?:inputs|item|nodes)(?:\.\w+|\[\d+\])*\s*$/;

const HINT =
  'Write the URL out as the request gives it, or use one input by itself, {{ inputs.url }}, or in a map over such an input {{ item }}; the path behind the host may hold templates.';

/**
 * Where a request goes to is written out, or is one value by itself: an address put together by an expression hides where
 * its parts come from. What changes things goes to no address that a step came up with; what only reads may, since that is
 * what following links is.
 */
export function urlProblems(definition: WorkflowDefinition, nodes: readonly PlacedNode[]): ErrorItem[] {
  const computed = new Set(nodes.flatMap(({ node }) => (node.type === 'transform' ? [node.id] : [])));
  return nodes.flatMap((placed) => {
    const { node, path } = placed;
    if (node.type !== 'http_request') return [];
    const fault = faultOf(node, placed, definition, computed);
    if (fault === undefined) return [];
    const message = `The address of "${node.id}" ${fault}.`;
    return [{ code: 'hidden_address', path: `${path}/config/url`, message, hint: HINT }];
  });
}

function faultOf(
  node: HttpRequestNode,
  { holder }: PlacedNode,
  definition: WorkflowDefinition,
  computed: ReadonlySet<string>,
): string | undefined {
  const origin = originOf(node.config.url);
  if (!origin.includes('{{')) return undefined;
  const read = READS_ONLY.exec(origin.replace(/^https?:\/\//i, ''))?.[1];
  const list = holder?.type === 'map' ? holder.config.items : '';
  const [root = '', name = ''] = (read ?? '').split(/[.[]/);
  const puzzled = root === 'item' ? !PLAIN_PATH.test(list) : root === 'nodes' && computed.has(name);
  if (read === undefined || puzzled) return 'is put together by an expression';
  const { method = 'GET' } = node.config;
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (root === 'inputs')
    return hasTextDefault(definition.inputs, name) ? 'is part of a longer text' : undefined;
  return root === 'item' && /^\s*inputs\b/.test(list) ? undefined : 'comes from another step';
}

/** Scheme and host of a URL template, up to the path. */
function originOf(url: string): string {
  const scheme = /^https?:\/\//i.exec(url)?.[0] ?? '';
  let depth = 0;
  for (let at = scheme.length; at < url.length; at += 1) {
    if (url.startsWith('{{', at)) depth += 1;
    if (url.startsWith('}}', at)) depth -= 1;
    if (depth === 0 && '/?#'.includes(url[at] ?? '')) return url.slice(0, at);
  }
  return url;
}

/** Whether an input has a default that is a text with spaces, which no address has. */
function hasTextDefault(inputs: JsonObject | undefined, name: string): boolean {
  const properties = inputs?.properties;
  const schema = isJsonObject(properties) ? properties[name] : undefined;
  const value = isJsonObject(schema) ? schema.default : undefined;
  return typeof value === 'string' && /\s/.test(value.trim());
}
