import type { Json } from '../../types';
import {
  AB,
  agent,
  approval,
  condition,
  edge,
  flow,
  loop,
  map,
  transform,
  wait,
  type Fields,
} from './builders.fixture';

const routed = { ...agent('a'), on_error: 'route' };
const undo = edge('a', 'undo', { kind: 'compensation' });
const three = (join: string): Fields[] => [agent('a'), agent('b'), { ...agent('c'), join }];

/** Well-formed, but edges, joins or what a failure does don't hold together: what it shows, the definition, the problem's code and path, and a part of its hint. */
export const UNSOUND_EDGES: [string, Json, string, string, string][] = [
  [
    'a branch no approval has',
    flow([approval('a'), agent('b')], [edge('a', 'b', { branch: 'aproved' })]),
    'unknown_branch',
    '/edges/0/branch',
    'approved',
  ],
  [
    'a branch of an event for a wait of some time',
    flow([wait('a'), agent('b')], [edge('a', 'b', { branch: 'received' })]),
    'unknown_branch',
    '/edges/0/branch',
    'elapsed',
  ],
  [
    'a branch of some time for a wait for an event',
    flow([wait('a', { event: 'paid' }), agent('b')], [edge('a', 'b', { branch: 'elapsed' })]),
    'unknown_branch',
    '/edges/0/branch',
    'timeout',
  ],
  [
    'an unknown branch in a body',
    flow([map('m', [condition('a'), agent('b')], {}, { edges: [edge('a', 'b', { branch: 'x' })] })]),
    'unknown_branch',
    '/nodes/0/config/body/edges/0/branch',
    'yes',
  ],
  [
    'an error edge that is never taken',
    flow([agent('a'), agent('b')], [edge('a', 'b', { kind: 'error' })]),
    'error_edge_without_route',
    '/edges/0/kind',
    '"route"',
  ],
  [
    'failures that lead nowhere',
    flow([routed, agent('b')], AB),
    'route_without_error_edge',
    '/nodes/0/on_error',
    '"error"',
  ],
  [
    'an error edge with a branch',
    flow(
      [{ ...condition('a'), on_error: 'route' }, agent('b')],
      [edge('a', 'b', { kind: 'error', branch: 'yes' })],
    ),
    'misplaced_field',
    '/edges/0/branch',
    'Remove',
  ],
  [
    'compensation under a condition',
    flow([agent('a'), agent('undo')], [{ ...undo, when: 'true' }]),
    'misplaced_field',
    '/edges/0/when',
    'Remove',
  ],
  [
    'compensation that others lead to',
    flow([agent('a'), agent('b'), agent('undo')], [undo, edge('b', 'undo')]),
    'bad_compensation',
    '/edges/0/target',
    'own',
  ],
  [
    'compensation that others follow',
    flow([agent('a'), agent('b'), agent('undo')], [undo, edge('undo', 'b')]),
    'bad_compensation',
    '/edges/0/target',
    'Remove',
  ],
  [
    'compensation that is read',
    flow([agent('a'), agent('b', '{{ nodes.undo.output.text }}'), agent('undo')], [...AB, undo]),
    'not_upstream',
    '/nodes/1/config/prompt',
    'another node',
  ],
  [
    'compensation that reads what comes after its source',
    flow([agent('a'), agent('b'), agent('undo', '{{ nodes.b.output.text }}')], [...AB, undo]),
    'not_upstream',
    '/nodes/2/config/prompt',
    'Add edges',
  ],
  [
    'a quorum of more edges than there are',
    flow(three('quorum(3)'), [edge('a', 'c'), edge('b', 'c')]),
    'bad_join',
    '/nodes/2/join',
    'all',
  ],
  [
    'an id that a body has too',
    flow([agent('a'), map('m', [agent('b')]), loop('l', [agent('b')])]),
    'duplicate_id',
    '/nodes/2/config/body/nodes/0/id',
    'own',
  ],
  [
    'an id that is its holder’s',
    flow([map('m', [transform('m', '1')])]),
    'duplicate_id',
    '/nodes/0/config/body/nodes/0/id',
    'own',
  ],
  [
    'an edge out of a body',
    flow([map('m', [agent('a')], {}, { edges: [edge('a', 'z')] }), agent('z')]),
    'dangling_edge',
    '/nodes/0/config/body/edges/0/target',
    '"a"',
  ],
  [
    'an edge into a body',
    flow([map('m', [agent('a')]), agent('z')], [edge('z', 'a')]),
    'dangling_edge',
    '/edges/0/target',
    '"z"',
  ],
  [
    'a cycle in a body',
    flow([loop('l', [agent('a'), agent('b')], {}, { edges: [...AB, edge('b', 'a')] })]),
    'cycle',
    '/nodes/0/config/body/edges',
    'loop',
  ],
];
