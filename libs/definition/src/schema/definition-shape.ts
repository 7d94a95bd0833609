import { DEFINITION_CAPS } from '../caps';
import type { NodeType } from '../types';
import { EDGES, nodes, SPENDING_FIELDS } from './parts';
import { CONFIG_SHAPES } from './configs';
import { nodeShape } from './node-base';
import { number, record, text, type Shape } from './shape';

/** The shape of a whole node, by its type. */
export const NODE_SHAPES: { readonly [type in NodeType]: Shape } = {
  agent: nodeShape('agent', CONFIG_SHAPES.agent),
  crew: nodeShape('crew', CONFIG_SHAPES.crew),
  http_request: nodeShape('http_request', CONFIG_SHAPES.http_request),
  condition: nodeShape('condition', CONFIG_SHAPES.condition),
  transform: nodeShape('transform', CONFIG_SHAPES.transform),
  map: nodeShape('map', CONFIG_SHAPES.map),
  loop: nodeShape('loop', CONFIG_SHAPES.loop),
  workflow: nodeShape('workflow', CONFIG_SHAPES.workflow),
  wait: nodeShape('wait', CONFIG_SHAPES.wait),
  approval: nodeShape('approval', CONFIG_SHAPES.approval),
};

const LIMITS = record(
  {
    ...SPENDING_FIELDS,
    timeout_seconds: number(1, 2_592_000, 'Wall-clock seconds from start to end.'),
    on_breach: {
      type: 'string',
      enum: ['fail', 'ask'],
      description: 'When a call would go past a spending limit: fail (default), or wait for a person.',
    },
  },
  [],
  'Bounds on a whole run.',
);

/** The shape of a definition; that of its nodes hangs on their type, see {@link NODE_SHAPES}. */
export const DEFINITION_SHAPE = record(
  {
    schema_version: { type: 'integer', const: 1, description: 'Version of the language.' },
    id: {
      type: 'string',
      pattern: '^wf_[A-Za-z0-9-]{1,64}$',
      description: 'Given when the workflow is stored.',
    },
    name: text(DEFINITION_CAPS.maxNameLength, 'Shown to people.', 1),
    description: text(10_000, 'What the workflow is for.'),
    inputs: {
      type: 'object',
      description:
        'JSON Schema of the inputs a run takes: {"type": "object", "properties": …}, with their defaults.',
    },
    nodes: nodes(0),
    edges: EDGES,
    output: {
      description: 'Template of the run’s output_data; absent: the results of the nodes nothing follows.',
    },
    limits: LIMITS,
  },
  ['name', 'nodes'],
);
