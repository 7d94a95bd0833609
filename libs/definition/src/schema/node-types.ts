import { AGENT_TYPE, CREW_TYPE } from './catalogue/agents';
import type { NodeTypeDescription } from './catalogue/description';
import { LOOP_TYPE, MAP_TYPE, WORKFLOW_TYPE } from './catalogue/subgraphs';
import { CONDITION_TYPE, HTTP_REQUEST_TYPE, TRANSFORM_TYPE } from './catalogue/values';
import { APPROVAL_TYPE, WAIT_TYPE } from './catalogue/waiting';

/** All node types, in the order in which they are best explained. */
export const NODE_TYPES: readonly NodeTypeDescription[] = [
  AGENT_TYPE,
  CREW_TYPE,
  HTTP_REQUEST_TYPE,
  CONDITION_TYPE,
  TRANSFORM_TYPE,
  MAP_TYPE,
  LOOP_TYPE,
  WORKFLOW_TYPE,
  WAIT_TYPE,
  APPROVAL_TYPE,
];
