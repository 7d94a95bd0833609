import { uuidv7 } from 'uuidv7';

/** Form of a workflow's id; ids that clients made before, such as `wf_789012`, are well-formed too. */
export const WORKFLOW_ID_PATTERN = /^wf_[A-Za-z0-9-]{1,64}$/;

/** Form of an execution's id. It is also the id of the Temporal workflow that runs it. */
export const EXECUTION_ID_PATTERN = /^exec_[A-Za-z0-9-]{1,64}$/;

/** Makes an id for a workflow. Ids made later sort after (UUID version 7, RFC 9562). */
export function newWorkflowId(): string {
  return `wf_${uuidv7()}`;
}

/** Makes an id for an execution. Ids made later sort after (UUID version 7, RFC 9562). */
export function newExecutionId(): string {
  return `exec_${uuidv7()}`;
}
