import { DEFINITION_CAPS } from '../caps';
import type { NodeType } from '../types';
import { CONFIG_SHAPES } from './configs';
import { name } from './id';
import { nodeShape } from './node-base';
import { list, record, text, type Shape } from './shape';

const { maxNodes, maxEdges, maxNameLength, maxExpressionBytes } = DEFINITION_CAPS;

/** The shape of a whole node, by its type. */
export const NODE_SHAPES: { readonly [type in NodeType]: Shape } = {
  agent: nodeShape('agent', CONFIG_SHAPES.agent),
  crew: nodeShape('crew', CONFIG_SHAPES.crew),
  http_request: nodeShape('http_request', CONFIG_SHAPES.http_request),
  condition: nodeShape('condition', CONFIG_SHAPES.condition),
  transform: nodeShape('transform', CONFIG_SHAPES.transform),
};

const EDGE = record(
  {
    source: name('Id of the node it leaves.'),
    target: name('Id of the node it leads to.'),
    when: text(maxExpressionBytes, 'CEL; the edge is taken when it is true.', 1),
    branch: name('A branch of a condition source; the edge is taken when that branch is.'),
  },
  ['source', 'target'],
  'A dependency: the target starts when the source is settled and the edge is taken.',
);

const LIMITS = record(
  {
    max_llm_calls: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      description: 'Model calls of all nodes together.',
    },
    timeout_seconds: {
      type: 'number',
      minimum: 1,
      maximum: 2_592_000,
      description: 'Wall-clock seconds from start to end.',
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
    name: text(maxNameLength, 'Shown to people.', 1),
    description: text(10_000, 'What the workflow is for.'),
    inputs: {
      type: 'object',
      description:
        'JSON Schema of the inputs a run takes: {"type": "object", "properties": …}, with their defaults.',
    },
    nodes: { type: 'array', items: { type: 'object' }, maxItems: maxNodes, description: 'The steps.' },
    edges: list(EDGE, maxEdges, 'The dependencies between them.'),
    output: {
      description: 'Template of the run’s output_data; absent: the results of the nodes nothing follows.',
    },
    limits: LIMITS,
  },
  ['name', 'nodes'],
);
