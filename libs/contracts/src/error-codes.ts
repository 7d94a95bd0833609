/**
 * Every failure the two services answer with: its stable code, its HTTP status, and the `detail` it has unless the
 * thrower says something more exact. The texts of `workflow_service_unavailable`, `workflow_not_found`,
 * `invalid_workflow_id` and `rate_limited` are part of the public contract, word for word.
 */
const ERRORS = {
  bad_request: { status: 400, detail: 'Bad request' },
  invalid_workflow_id: { status: 400, detail: 'Invalid workflow ID format' },
  invalid_execution_id: { status: 400, detail: 'Invalid execution ID format' },
  not_found: { status: 404, detail: 'Not found' },
  workflow_not_found: { status: 404, detail: 'Workflow not found' },
  version_not_found: { status: 404, detail: 'The workflow has no such version' },
  execution_not_found: { status: 404, detail: 'Execution not found' },
  request_not_found: { status: 404, detail: 'This execution has no such request' },
  method_not_allowed: { status: 405, detail: 'Method not allowed' },
  request_timeout: { status: 408, detail: 'The request took too long to arrive' },
  conflict: { status: 409, detail: 'The request conflicts with what is stored' },
  version_conflict: { status: 409, detail: 'There is a newer version of the workflow' },
  execution_finished: { status: 409, detail: 'The execution has finished' },
  execution_running: { status: 409, detail: 'The execution is still running' },
  already_decided: { status: 409, detail: 'This request is closed already' },
  event_not_awaited: { status: 409, detail: 'The execution waits for no such event' },
  node_never_ran: { status: 409, detail: 'This node has not run in that execution' },
  nothing_to_retry: { status: 409, detail: 'Only executions that failed or were cancelled can be retried' },
  body_too_large: { status: 413, detail: 'The request body is too large' },
  workflow_too_large: {
    status: 413,
    detail: 'The workflow and its inputs are too large to run',
  },
  record_too_large: { status: 413, detail: 'The record of this execution is too large to export' },
  unsupported_media_type: {
    status: 415,
    detail: 'Send the body as JSON, with Content-Type: application/json',
  },
  invalid_request: { status: 422, detail: 'Invalid request' },
  invalid_workflow: { status: 422, detail: 'Invalid workflow definition' },
  invalid_inputs: { status: 422, detail: 'Invalid workflow inputs' },
  invalid_mocks: { status: 422, detail: 'These mocks do not fit the workflow' },
  invalid_decision: { status: 422, detail: 'This decision does not fit the request' },
  invalid_fork: { status: 422, detail: 'The execution cannot be forked like this' },
  unusable_prompt: { status: 422, detail: 'No workflow can be made of this prompt' },
  idempotency_key_reused: {
    status: 422,
    detail:
      'This Idempotency-Key came with another request in the last 24 hours: repeat that request unchanged, or send ' +
      'this one with a new key',
  },
  rate_limited: { status: 429, detail: 'Rate limit exceeded' },
  internal_error: { status: 500, detail: 'Internal server error' },
  service_unavailable: { status: 503, detail: 'Service unavailable' },
  workflow_service_unavailable: { status: 503, detail: 'Workflow Service unavailable' },
  execution_disabled: {
    status: 503,
    detail: 'Workflow execution is disabled (ENABLE_WORKFLOW_EXECUTION=false)',
  },
  model_unavailable: { status: 503, detail: 'The language model is unavailable' },
  workflow_service_timeout: { status: 504, detail: 'The Workflow Service did not answer in time' },
  dry_run_timeout: { status: 504, detail: 'The dry run did not end in time' },
  model_timeout: { status: 504, detail: 'The language model did not answer in time' },
} as const satisfies Record<string, { status: number; detail: string }>;

/** Stable, machine-readable name of a failure; new ones may be added, none changes its meaning. */
export type ErrorCode = keyof typeof ERRORS;

/** All codes, in the order of their status. */
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

/** The HTTP status of each code. */
export const ERROR_STATUS: Readonly<Record<ErrorCode, number>> = pick('status');

/** The `detail` of each code when nothing more exact is known. */
export const ERROR_DETAILS: Readonly<Record<ErrorCode, string>> = pick('detail');

function pick<Field extends 'status' | 'detail'>(
  field: Field,
): Record<ErrorCode, { status: number; detail: string }[Field]> {
  const picked = ERROR_CODES.map((code) => [code, ERRORS[code][field]] as const);
  return Object.fromEntries(picked) as Record<ErrorCode, { status: number; detail: string }[Field]>;
}
