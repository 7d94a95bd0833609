import type { RecordedModelTurn, RecordedTool, RecordedToolSnapshot } from '@aiwf/contracts';
import type { JsonObject } from '@aiwf/definition';
import type {
  ModelCallInsert,
  ModelCallRow,
  ToolCallInsert,
  ToolCallRow,
  ToolSnapshotRow,
} from './record.repository';

/** A ledger row as a recorded run has it. */
export function recordedModelTurn(row: ModelCallRow): JsonObject {
  const turn: RecordedModelTurn = {
    path: row.path,
    turn: row.turn,
    node_id: row.nodeId,
    digest: row.digest,
    opening: row.opening,
    feedback: row.feedback,
    reply: row.reply,
    model: row.model,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cost_usd: row.costUsd,
    duration_ms: row.durationMs,
  };
  return { ...turn };
}

/** The way back from {@link recordedModelTurn}. */
export function modelCallOf(turn: RecordedModelTurn, executionId: string): ModelCallInsert {
  return {
    lineage: executionId,
    executionId,
    path: turn.path,
    turn: turn.turn,
    nodeId: turn.node_id,
    digest: turn.digest,
    opening: turn.opening,
    feedback: turn.feedback,
    reply: turn.reply,
    model: turn.model,
    inputTokens: turn.input_tokens,
    outputTokens: turn.output_tokens,
    costUsd: turn.cost_usd,
    durationMs: turn.duration_ms,
  };
}

/** A ledger row as a recorded run has it. */
export function recordedTool(row: ToolCallRow): JsonObject {
  const call: RecordedTool = {
    path: row.path,
    turn: row.turn,
    position: row.position,
    node_id: row.nodeId,
    digest: row.digest,
    effect: row.effect,
    call_id: row.callId,
    name: row.name,
    arguments: row.arguments,
    result: row.result,
  };
  return { ...call };
}

/** The way back from {@link recordedTool}. */
export function toolCallOf(call: RecordedTool, executionId: string): ToolCallInsert {
  return {
    lineage: executionId,
    executionId,
    path: call.path,
    turn: call.turn,
    position: call.position,
    nodeId: call.node_id,
    digest: call.digest,
    effect: call.effect,
    callId: call.call_id,
    name: call.name,
    arguments: call.arguments,
    result: call.result,
    completedAt: call.result === null ? null : new Date(),
  };
}

/** A tool's row as a recorded run has it. */
export function recordedSnapshot(row: ToolSnapshotRow): RecordedToolSnapshot {
  const { name, description, parameters, effect, needsApproval } = row;
  return { name, description, parameters, effect, needs_approval: needsApproval };
}

/** The way back from {@link recordedSnapshot}. */
export function snapshotOf(snapshot: RecordedToolSnapshot, executionId: string): ToolSnapshotRow {
  const { needs_approval, ...tool } = snapshot;
  return { ...tool, executionId, needsApproval: needs_approval };
}
