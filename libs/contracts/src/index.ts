export { AiMetadata } from './ai-metadata.dto';
export { ErrorBody, ErrorItem } from './error-body.dto';
export { ERROR_DETAILS, ERROR_STATUS, type ErrorCode } from './error-codes';
export {
  EngineExecutionStarted,
  EXECUTION_STARTED_MESSAGE,
  ExecutionStarted,
  GENERATED_AND_STARTED_MESSAGE,
} from './execution-started.dto';
export {
  type ExecutionPhase,
  type ExecutionStatus,
  ExecutionView,
  type NodeStatus,
  NodeView,
  UsageView,
} from './execution-view.dto';
export { EXECUTION_ID_PATTERN, newExecutionId, newWorkflowId, WORKFLOW_ID_PATTERN } from './ids';
export { ListQuery, UserQuery } from './queries.dto';
export {
  EngineExecuteRequest,
  ExecuteWorkflowRequest,
  GenerateAndExecuteRequest,
  GenerateRequest,
} from './requests.dto';
export { isUserId, PROMPT_MAX_LENGTH, USER_ID_MAX_LENGTH } from './text.validator';
export { BUILT_IN_TOOLS, type BuiltInTool } from './tools';
export {
  GeneratedAndStarted,
  GeneratedWorkflow,
  StartedExecution,
  WorkflowPage,
  WorkflowSummary,
  WorkflowView,
} from './workflow-responses.dto';
