import { ApiProperty } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import { WORKFLOW_ID_PATTERN } from '../ids';
import { UserQuery } from '../queries.dto';

/** Query of `GET /workflow/statistics`. */
export class StatisticsQuery extends UserQuery {
  @ValidateIf((_, value) => value !== undefined)
  @Matches(WORKFLOW_ID_PATTERN, {
    message: 'workflow_id must be wf_ and 1 to 64 letters, digits or hyphens, or be left out',
  })
  @ApiProperty({
    required: false,
    pattern: WORKFLOW_ID_PATTERN.source,
    description: 'Left out: of models alone',
    example: 'wf_789012',
  })
  workflow_id?: string;
}

/** How something is spread: a tenth lies below `p10`, half below `p50`, nine tenths below `p90`. */
export class Spread {
  @ApiProperty({ type: 'number', example: 120 })
  p10: number;

  @ApiProperty({ type: 'number', example: 200 })
  p50: number;

  @ApiProperty({ type: 'number', example: 410 })
  p90: number;
}

/** What calls of one model took, whatever for. */
export class ModelStatistics {
  @ApiProperty({ example: 'openai:gpt-4.1-mini' })
  model: string;

  @ApiProperty({ type: 'integer', example: 42 })
  calls: number;

  @ApiProperty({ type: Spread })
  input_tokens: Spread;

  @ApiProperty({ type: Spread })
  output_tokens: Spread;

  @ApiProperty({ type: Spread, description: 'Of one call' })
  duration_ms: Spread;
}

/** What a node took each time it ran. */
export class NodeStatistics {
  @ApiProperty({
    description: 'Where it stands, items and rounds as `*`',
    example: 'nodes/each/items/*/nodes/reply',
  })
  path: string;

  @ApiProperty({ type: 'integer', description: 'How often it ran', example: 12 })
  times: number;

  @ApiProperty({ type: Spread, description: 'Calls of models each time' })
  llm_calls: Spread;

  @ApiProperty({ type: Spread })
  input_tokens: Spread;

  @ApiProperty({ type: Spread })
  output_tokens: Spread;

  @ApiProperty({ type: Spread, description: 'Of its model, tool and HTTP calls, one after another' })
  duration_ms: Spread;
}

/** How often a map or a loop went round. */
export class RepeatStatistics {
  @ApiProperty({ example: 'nodes/each/items' })
  path: string;

  @ApiProperty({ type: Spread })
  count: Spread;
}

/** In how many runs a node ran. */
export class ReachedNode {
  @ApiProperty({ example: 'thank' })
  node_id: string;

  @ApiProperty({ type: 'integer', example: 3 })
  runs: number;
}

/** Answer of `GET /workflow/statistics`: what a user's completed runs took, the newest 50. */
export class WorkflowStatistics {
  @ApiProperty({ type: 'integer', description: 'Completed runs of the workflow that were read', example: 5 })
  runs: number;

  @ApiProperty({ type: [ModelStatistics], description: "By model, over all of the user's workflows" })
  models: ModelStatistics[];

  @ApiProperty({ type: [NodeStatistics], description: 'Nodes of the workflow that made calls' })
  nodes: NodeStatistics[];

  @ApiProperty({ type: [RepeatStatistics] })
  repeats: RepeatStatistics[];

  @ApiProperty({ type: [ReachedNode], description: "Nodes of the workflow's own graph" })
  reached: ReachedNode[];
}
