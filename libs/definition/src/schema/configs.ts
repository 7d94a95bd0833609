import type { NodeType } from '../types';
import { AGENT } from './configs/agent';
import { CREW } from './configs/crew';
import { HTTP_REQUEST } from './configs/http-request';
import { LOOP, MAP, WORKFLOW } from './configs/subgraphs';
import { CONDITION, TRANSFORM } from './configs/values';
import { APPROVAL, WAIT } from './configs/waiting';
import type { Shape } from './shape';

/** The shape of each type's `config`. */
export const CONFIG_SHAPES: { readonly [type in NodeType]: Shape } = {
  agent: AGENT,
  crew: CREW,
  http_request: HTTP_REQUEST,
  condition: CONDITION,
  transform: TRANSFORM,
  map: MAP,
  loop: LOOP,
  workflow: WORKFLOW,
  wait: WAIT,
  approval: APPROVAL,
};
