import type {
  EngineExecutionStarted,
  ExecutionPhase,
  ExecutionStatus,
  ExecutionView,
  NodeView,
} from '@aiwf/contracts';
import type { NodeType } from '@aiwf/definition';
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

/** A run as the outside sees it. */
export function executionView(row: ExecutionRow, nodes: readonly ExecutionNodeRow[]): ExecutionView {
  const { status, phase } = publicStatus(row.status);
  return {
    execution_id: row.id,
    status,
    workflow_id: row.workflowId,
    user_id: row.userId,
    started_at: row.startedAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
    execution_time_seconds: row.completedAt
      ? (row.completedAt.getTime() - row.startedAt.getTime()) / 1000
      : null,
    output_data: row.output ?? null,
    error_message: row.errorMessage,
    phase,
    nodes: nodes.map(nodeView),
    usage: {
      llm_calls: row.llmCalls,
      tool_calls: row.toolCalls,
      input_tokens: row.inputTokens,
      output_tokens: row.outputTokens,
    },
  };
}

function nodeView(row: ExecutionNodeRow): NodeView {
  return {
    id: row.nodeId,
    type: row.type as NodeType,
    name: row.name,
    status: row.status,
    started_at: row.startedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    error_message: row.errorMessage,
  };
}

function publicStatus(status: ExecutionRow['status']): { status: ExecutionStatus; phase: ExecutionPhase } {
  switch (status) {
    case 'starting':
      return { status: 'running', phase: 'starting' };
    case 'running':
      return { status, phase: 'running' };
    case 'completed':
    case 'failed':
    case 'cancelled':
      return { status, phase: 'finished' };
    default:
      return status satisfies never;
  }
}
