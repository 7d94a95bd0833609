import { UNSOUND_BODIES } from './unsound-bodies.fixture';
import { UNSOUND_EDGES } from './unsound-edges.fixture';
import { UNSOUND_GRAPH } from './unsound-graph.fixture';
import { UNSOUND_NODES } from './unsound-nodes.fixture';
import { UNSOUND_REFERENCES } from './unsound-references.fixture';
import { UNSOUND_TYPES } from './unsound-types.fixture';

/** Every definition that is well-formed and yet refused, with one problem each. */
export const UNSOUND = [
  ...UNSOUND_GRAPH,
  ...UNSOUND_EDGES,
  ...UNSOUND_NODES,
  ...UNSOUND_REFERENCES,
  ...UNSOUND_BODIES,
  ...UNSOUND_TYPES,
];
