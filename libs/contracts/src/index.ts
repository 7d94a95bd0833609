export { AiMetadata } from './ai-metadata.dto';
export {
  DryRun,
  type DryRunDecision,
  type DryRunFlow,
  type DryRunModelCall,
  DryRunRequest,
  type DryRunSend,
  type DryRunStep,
  EngineDryRunRequest,
} from './dry-run/dry-run.dto';
export { ErrorBody, ErrorItem } from './error-body.dto';
export { ERROR_DETAILS, ERROR_STATUS, type ErrorCode } from './error-codes';
export {
  Estimate,
  type EstimatedWait,
  type EstimateFigures,
  type EstimateRange,
  EstimateRequest,
  type NodeEstimate,
} from './estimate/estimate.dto';
export {
  type ModelStatistics,
  type NodeStatistics,
  type ReachedNode,
  type RepeatStatistics,
  type Spread,
  StatisticsQuery,
  WorkflowStatistics,
} from './estimate/statistics.dto';
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
} from './execution-view.dto';
export { QuestionView } from './generation/question.dto';
export {
  ChangedNode,
  EdgeChanges,
  NodeChanges,
  RefinedWorkflow,
  RefineRequest,
  WorkflowDiff,
} from './generation/refine.dto';
export { PlanningUsageView, RepairView } from './generation/repair.dto';
export { ValidateWorkflowRequest, WorkflowVerdict } from './generation/validate.dto';
export { VERSION_ORIGINS, VersionList, type VersionOrigin, VersionSummary } from './generation/versions.dto';
export { EXECUTION_ID_PATTERN, newExecutionId, newWorkflowId, WORKFLOW_ID_PATTERN } from './ids';
export { NodeTypeList, NodeTypeView } from './language/node-types.dto';
export { AbsentToolServer, ToolList, ToolView } from './language/tools.dto';
export { ListQuery, UserQuery } from './queries.dto';
export {
  EngineExecuteRequest,
  ESTIMATE_MAX_CHARACTERS,
  ExecuteWorkflowRequest,
  GenerateAndExecuteRequest,
  GenerateRequest,
} from './requests.dto';
export {
  DiffQuery,
  ExecutionDiff,
  NodeDifference,
  NodeUsageComparison,
  OutputDifference,
  ShownValue,
  UsageComparison,
  ValueDifference,
} from './steering/diff.dto';
export { EventPage, EventsQuery, EventView } from './steering/events.dto';
export {
  EngineForkRequest,
  EngineRetryRequest,
  ForkRequest,
  ForkStarted,
  RetryRequest,
} from './steering/fork.dto';
export {
  DecideRequest,
  DecisionTaken,
  type DecisionWord,
  type RequestKind,
  RequestList,
  RequestsQuery,
  type RequestStatus,
  RequestView,
} from './steering/open-requests.dto';
export {
  RECORDED_RUN_FORMAT,
  type RecordedDecision,
  type RecordedModelTurn,
  type RecordedNode,
  RecordedRun,
  type RecordedTool,
  type RecordedToolSnapshot,
} from './steering/recorded-run.dto';
export {
  EventDelivered,
  ExecutionDeleted,
  SendEventRequest,
  SteerRequest,
  SteeringAnswer,
} from './steering/steering.dto';
export { AgentUsage, CallUsage, ExecutionUsage, NodeUsage } from './steering/usage.dto';
export { UsageFigures } from './usage-figures.dto';
export { isUserId, PROMPT_MAX_LENGTH, USER_ID_MAX_LENGTH } from './text.validator';
export { BUILT_IN_TOOLS, type BuiltInTool } from './tools';
export {
  GeneratedAndStarted,
  GeneratedWorkflow,
  GenerationAnswer,
  StartedExecution,
  WorkflowPage,
  WorkflowSummary,
  WorkflowView,
} from './workflow-responses.dto';
