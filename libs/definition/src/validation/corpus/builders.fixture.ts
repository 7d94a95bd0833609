import type { Json } from '../../types';

/** A JSON object whose fields a case spells out. */
export type Fields = { [name: string]: Json };

export const agent = (id: string, prompt = 'Say hello.', more: Fields = {}): Fields => ({
  id,
  type: 'agent',
  config: { prompt, ...more },
});
export const transform = (id: string, expression: string): Fields => ({
  id,
  type: 'transform',
  config: { expression },
});
export const condition = (id: string, when = 'true'): Fields => ({
  id,
  type: 'condition',
  config: { branches: [{ name: 'yes', when }], default: 'no' },
});
export const http = (id: string, url: string, more: Fields = {}): Fields => ({
  id,
  type: 'http_request',
  config: { url, ...more },
});
export const crew = (id: string, more: Fields = {}): Fields => ({
  id,
  type: 'crew',
  config: {
    agents: [{ id: 'w', role: 'Writer', goal: 'write' }],
    tasks: [
      { id: 't0', description: 'first', expected_output: 'text', agent: 'w' },
      { id: 't1', description: 'then', expected_output: 'text', agent: 'w', context: ['t0'] },
    ],
    ...more,
  },
});
export const map = (id: string, nodes: Fields[], more: Fields = {}, body: Fields = {}): Fields => ({
  id,
  type: 'map',
  config: { items: '[1, 2]', body: { nodes, ...body }, ...more },
});
export const loop = (id: string, nodes: Fields[], more: Fields = {}, body: Fields = {}): Fields => ({
  id,
  type: 'loop',
  config: { body: { nodes, ...body }, until: 'index == 3', ...more },
});
export const call = (id: string, config: Fields): Fields => ({ id, type: 'workflow', config });
export const wait = (id: string, config: Fields = { seconds: 1 }): Fields => ({ id, type: 'wait', config });
export const approval = (id: string, more: Fields = {}): Fields => ({
  id,
  type: 'approval',
  config: { message: 'May it go out?', ...more },
});
export const edge = (source: string, target: string, more: Fields = {}): Fields => ({
  source,
  target,
  ...more,
});
export const flow = (nodes: Fields[], edges: Fields[] = [], more: Fields = {}): Fields => ({
  name: 'Flow',
  nodes,
  edges,
  ...more,
});
export const withInputs = (...names: string[]): Fields => ({
  inputs: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) },
});

/** The edge that most two-node cases need. */
export const AB = [edge('a', 'b')];
