import type {
  EngineExecutionStarted,
  ExecutionPhase,
  ExecutionStatus,
  ExecutionView,
  ForkStarted,
  NodeView,
  SteeringAnswer,
  UsageFigures,
} from '@aiwf/contracts';
import type { Json, NodeType } from '@aiwf/definition';
import type { ExecutionNodeRow, ExecutionRow } from './execution.repository';

/** What a start is answered with, however far the run has come by then. */
export function startedView(row: ExecutionRow): EngineExecutionStarted {
  return {
    execution_id: row.id,
    status: 'running',
    workflow_id: row.workflowId,
    started_at: row.startedAt.toISOString(),
    completed_at: null,
    execution_time_seconds: null,
  };
}

/** As {@link startedView}, of a fork or a retry. */
export function forkStartedView(row: ExecutionRow, forkedFrom: string): ForkStarted {
  return Object.assign(startedView(row), { forked_from: forkedFrom });
}

/** How a run stands after it was told something. */
export function steeringView(row: ExecutionRow): SteeringAnswer {
  return { execution_id: row.id, status: publicStatus(row), phase: phaseOf(row, false) };
}

/** A node's row as far as it is shown. */
export type ShownNode = Omit<ExecutionNodeRow, 'executionId' | 'position'>;

/** What beside a run's row is needed to show it. */
export interface RunDetails {
  /** In the order of the definition. */
  nodes: readonly ShownNode[];
  output: Json;
  /** It has an open request. */
  waiting: boolean;
}

/** A run as the outside sees it. */
export function executionView(row: ExecutionRow, { nodes, output, waiting }: RunDetails): ExecutionView {
  return {
    execution_id: row.id,
    status: publicStatus(row),
    workflow_id: row.workflowId,
    user_id: row.userId,
    started_at: row.startedAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
    execution_time_seconds: row.completedAt
      ? (row.completedAt.getTime() - row.startedAt.getTime()) / 1000
      : null,
    output_data: output,
    error_message: row.errorMessage,
    phase: phaseOf(row, waiting),
    nodes: nodes.map(nodeView),
    usage: usageFigures(row),
    forked_from: row.forkedFrom,
    estimate: row.estimate,
    workflow_version: row.workflowVersion,
  };
}

/** What a run has used, as its row counts it. */
export function usageFigures(row: ExecutionRow): UsageFigures {
  return {
    llm_calls: row.llmCalls,
    tool_calls: row.toolCalls,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cost_usd: row.costUsd,
    reused_calls: row.reusedCalls,
  };
}

function nodeView(row: ShownNode): NodeView {
  return {
    id: row.nodeId,
    type: row.type as NodeType,
    name: row.name,
    status: row.status,
    started_at: row.startedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    error_code: row.errorCode,
    error_message: row.errorMessage,
  };
}

function publicStatus({ status }: ExecutionRow): ExecutionStatus {
  return status === 'starting' ? 'running' : status;
}

/** A paused run is shown as that, also while it waits. */
function phaseOf({ status, paused }: ExecutionRow, waiting: boolean): ExecutionPhase {
  switch (status) {
    case 'starting':
      return 'starting';
    case 'running':
      if (paused) return 'paused';
      return waiting ? 'waiting' : 'running';
    case 'completed':
    case 'failed':
    case 'cancelled':
      return 'finished';
    default:
      return status satisfies never;
  }
}
