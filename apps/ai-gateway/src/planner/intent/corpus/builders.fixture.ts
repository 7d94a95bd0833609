import type {
  EdgeDefinition,
  JsonObject,
  NodeDefinition,
  Template,
  WorkflowDefinition,
} from '@aiwf/definition';
import type { IntentCode } from '../intent.problem';

/** A prompt, a graph that does what it asks, and graphs that do not. */
export interface IntentCase {
  readonly prompt: string;
  readonly right: WorkflowDefinition;
  readonly wrong?: readonly WrongGraph[];
}

/** A right graph made wrong in one way. */
export interface WrongGraph {
  readonly what: string;
  /** The one code that it is caught by. */
  readonly code: IntentCode;
  readonly graph: WorkflowDefinition;
}

type More = { readonly [field: string]: unknown };

export const agent = (id: string, prompt: string, more: More = {}): NodeDefinition => ({
  id,
  type: 'agent',
  config: { prompt, ...more },
});
/** An agent as models like to draw them. */
export const expert = (
  id: string,
  name: string,
  role: string,
  goal: string,
  prompt: string,
): NodeDefinition => ({
  id,
  type: 'agent',
  name,
  config: { role, goal, prompt },
});
export const get = (id: string, url: string, more: More = {}): NodeDefinition => ({
  id,
  type: 'http_request',
  config: { method: 'GET', url, ...more },
});
export const post = (id: string, url: string, body: Template, more: More = {}): NodeDefinition => ({
  id,
  type: 'http_request',
  config: { method: 'POST', url, body, ...more },
});
export const put = (id: string, url: string, body: Template = {}): NodeDefinition => ({
  id,
  type: 'http_request',
  config: { method: 'PUT', url, body },
});
/** Branches as `{ name: expression }`. */
export const choose = (
  id: string,
  branches: { readonly [name: string]: string },
  fallback?: string,
): NodeDefinition => ({
  id,
  type: 'condition',
  config: {
    branches: Object.entries(branches).map(([name, when]) => ({ name, when })),
    ...(fallback !== undefined && { default: fallback }),
  },
});
export const compute = (id: string, expression: string): NodeDefinition => ({
  id,
  type: 'transform',
  config: { expression },
});
export const compose = (id: string, value: Template): NodeDefinition => ({
  id,
  type: 'transform',
  config: { value },
});
export const ask = (id: string, message: string, more: More = {}): NodeDefinition => ({
  id,
  type: 'approval',
  config: { message, ...more },
});
export const wait = (id: string, config: More): NodeDefinition => ({
  id,
  type: 'wait',
  config: { ...config },
});

/** `a>b`, or `a:branch>b`; several in a row, apart by spaces. */
export const edges = (text: string): EdgeDefinition[] =>
  text
    .split(/\s+/)
    .filter((each) => each !== '')
    .map((each) => {
      const [, source = '', branch, target = ''] = /^(\w+)(?::(\w+))?>(\w+)$/.exec(each) ?? [];
      return { source, ...(branch !== undefined && { branch }), target };
    });

export const map = (
  id: string,
  items: string,
  nodes: NodeDefinition[],
  order = '',
  more: { config?: More; body?: More } = {},
): NodeDefinition => ({
  id,
  type: 'map',
  config: { items, body: { nodes, edges: edges(order), ...more.body }, ...more.config },
});
export const loop = (
  id: string,
  until: string,
  nodes: NodeDefinition[],
  order = '',
  more: { config?: More; body?: More } = {},
): NodeDefinition => ({
  id,
  type: 'loop',
  config: { until, body: { nodes, edges: edges(order), ...more.body }, ...more.config },
});

/** Inputs that are no texts, by the names that the corpus gives them. */
const TYPES: Readonly<Record<string, string>> = {
  amount: 'number',
  left: 'number',
  price: 'number',
  invoices: 'array',
  leads: 'array',
  tickets: 'array',
};

/** Inputs by name: null where no default is given. */
export const takes = (inputs: {
  readonly [name: string]: string | number | string[] | null;
}): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      {
        type:
          TYPES[name] ?? (Array.isArray(value) ? 'array' : typeof value === 'number' ? 'number' : 'string'),
        ...(value !== null && { default: value }),
      },
    ]),
  ),
});

export const flow = (
  nodes: NodeDefinition[],
  order = '',
  more: Partial<WorkflowDefinition> = {},
): WorkflowDefinition => ({ name: 'Flow', nodes, edges: edges(order), ...more });
