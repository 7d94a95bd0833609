import type { Json, JsonObject, NodeType } from '@aiwf/definition';
import { ApiProperty } from '@nestjs/swagger';
import { JsonValueProperty } from './json-value.property';
import { UsageFigures } from './usage-figures.dto';

/** Words of `status`. */
export const EXECUTION_STATUSES = ['running', 'completed', 'failed', 'cancelled'] as const;
/** Words of `phase`. */
export const EXECUTION_PHASES = ['starting', 'running', 'paused', 'waiting', 'finished'] as const;
/** Words of a node's `status`. */
export const NODE_STATUSES = ['pending', 'running', 'completed', 'failed', 'skipped', 'cancelled'] as const;

/** What an execution has come to. */
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** What an execution is doing; finer than its status. */
export type ExecutionPhase = (typeof EXECUTION_PHASES)[number];

/** What a node of an execution has come to. */
export type NodeStatus = (typeof NODE_STATUSES)[number];

/** One node of an execution. */
export class NodeView {
  @ApiProperty({ description: "The node's id in the definition", example: 'classify' })
  id: string;

  @ApiProperty({ example: 'agent' })
  type: NodeType;

  @ApiProperty({ description: "The node's name, or its id where it has none", example: 'Classify' })
  name: string;

  @ApiProperty({ enum: NODE_STATUSES, example: 'completed' })
  status: NodeStatus;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2024-01-15T10:30:01.000Z' })
  started_at: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2024-01-15T10:30:20.000Z' })
  completed_at: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Stable name of why it failed',
    example: null,
  })
  error_code: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  error_message: string | null;
}

/** Answer of `GET /ai/workflows/execution/{execution_id}/status` and `GET /workflow/executions/{execution_id}`. */
export class ExecutionView {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ enum: EXECUTION_STATUSES, example: 'completed' })
  status: ExecutionStatus;

  @ApiProperty({ example: 'wf_789012' })
  workflow_id: string;

  @ApiProperty({ example: 'user123' })
  user_id: string;

  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:00.000Z' })
  started_at: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Null while it runs',
    example: '2024-01-15T10:30:45.000Z',
  })
  completed_at: string | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    minimum: 0,
    description: 'From start to end; null while it runs',
    example: 45,
  })
  execution_time_seconds: number | null;

  @JsonValueProperty({
    description: 'What the workflow made; null unless it completed',
    example: { result: 'Workflow executed successfully' },
  })
  output_data: Json;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Why it failed; null unless it did',
    example: null,
  })
  error_message: string | null;

  @ApiProperty({
    enum: EXECUTION_PHASES,
    description: '`waiting`: for a decision, an answer or an event, see its requests',
    example: 'finished',
  })
  phase: ExecutionPhase;

  @ApiProperty({ type: [NodeView], description: 'In the order of the definition' })
  nodes: NodeView[];

  @ApiProperty({ type: UsageFigures })
  usage: UsageFigures;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The execution it was retried or forked from; null: none',
    example: null,
  })
  forked_from: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What it was expected to use, as `POST …/estimate` answers it; null: nobody said',
    example: null,
  })
  estimate: JsonObject | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The version of the stored workflow that runs; null: it has none',
    example: null,
  })
  workflow_version: number | null;
}
