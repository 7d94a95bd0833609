import type { Effect, Json, JsonObject, WorkflowDefinition } from '@aiwf/definition';
import { ApiProperty } from '@nestjs/swagger';
import { EXECUTION_STATUSES, type ExecutionStatus } from '../execution-view.dto';
import { JsonValueProperty } from '../json-value.property';

/** Names the format of a recorded run. */
export const RECORDED_RUN_FORMAT = 'aiwf-recorded-run';

/** How a node ended in a recorded run. */
export interface RecordedNode {
  /** In the graph it stands in. */
  node_id: string;
  /** Where it stands, such as `nodes/each/items/3/nodes/reply`. */
  path: string;
  status: 'completed' | 'failed' | 'skipped' | 'cancelled';
  /** Of a completed node of the outermost graph; those inside others are not kept one by one. */
  output?: Json;
  /** Of a failed node. */
  error?: { code: string; message: string };
  /** Of a failed node whose `on_error` let the run go on. */
  handled?: boolean;
}

/** One turn of a conversation as it was recorded. */
export interface RecordedModelTurn {
  path: string;
  turn: number;
  node_id: string;
  digest: string;
  opening: JsonObject | null;
  feedback: string | null;
  reply: JsonObject;
  model: string;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number | null;
  duration_ms: number;
}

/** One tool call, or one call of an `http_request` node, as it was recorded. */
export interface RecordedTool {
  path: string;
  turn: number;
  position: number;
  node_id: string;
  digest: string | null;
  effect: Effect;
  call_id: string;
  name: string;
  arguments: Json;
  /** Null: it was begun, and its end was never known. */
  result: JsonObject | null;
}

/** A tool of an MCP server as it was when the run began. */
export interface RecordedToolSnapshot {
  name: string;
  description: string;
  parameters: JsonObject;
  effect: Effect;
  needs_approval: boolean;
}

/** What was said to a request while the run was recorded, in the order in which it was said. */
export interface RecordedDecision {
  request_id: string;
  user_id: string;
  decision: string;
  data?: Json;
  form?: Json;
  comment?: string;
  /** ISO 8601. */
  at: string;
}

/** Answer of `GET …/export`: all that is needed to run it again without a model. */
export class RecordedRun {
  @ApiProperty({ enum: [RECORDED_RUN_FORMAT], example: RECORDED_RUN_FORMAT })
  format: typeof RECORDED_RUN_FORMAT;

  @ApiProperty({ type: 'integer', enum: [1], example: 1 })
  version: 1;

  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ description: 'Whose it is', example: 'user123' })
  user_id: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { name: 'Test', nodes: [] } })
  definition: WorkflowDefinition;

  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  inputs: JsonObject;

  @ApiProperty({ enum: EXECUTION_STATUSES, example: 'completed' })
  status: ExecutionStatus;

  @ApiProperty({
    type: 'object',
    properties: { code: { type: 'string' }, message: { type: 'string' } },
    nullable: true,
    description: 'Why it failed; null unless it did',
    example: null,
  })
  error: { code: string; message: string } | null;

  @JsonValueProperty({ description: 'What the workflow made; null unless it completed', example: null })
  output: Json;

  @ApiProperty({
    type: [Object],
    description: 'Of a fork: nodes that it took over from the run it goes on from',
    example: [],
  })
  kept: RecordedNode[];

  @ApiProperty({
    type: [Object],
    description: 'Nodes in the order in which they ended, with their outputs',
    example: [{ node_id: 'greet', path: 'nodes/greet', status: 'completed', output: 'Hello' }],
  })
  path: RecordedNode[];

  @ApiProperty({ type: [Object], description: 'Replies of models', example: [] })
  model_calls: RecordedModelTurn[];

  @ApiProperty({ type: [Object], description: 'Calls of tools and of `http_request` nodes', example: [] })
  tool_calls: RecordedTool[];

  @ApiProperty({ type: [Object], description: 'What people and events said', example: [] })
  decisions: RecordedDecision[];

  @ApiProperty({ type: [String], description: 'Ids of requests that nobody decided in time', example: [] })
  expired: string[];

  @ApiProperty({ type: [Object], description: 'Tools of MCP servers as they were', example: [] })
  tool_snapshots: RecordedToolSnapshot[];
}
