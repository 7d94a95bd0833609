export { EgressClient } from './egress.client';
export type { EgressRequest, EgressResponse } from './egress.client';
export { EgressError } from './egress.error';
