import type { JsonObject, NodeType } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JsonObjectProperty } from '../json-object.validator';
import { UserId } from '../text.validator';
import { VersionProperty } from '../version.validator';

/** What an estimate rests on. */
export const ESTIMATE_BASES = ['defaults', 'history'] as const;

/** What a run waits for beside its own work. */
export const WAIT_KINDS = ['approval', 'event', 'timer'] as const;

/** Between what and what something will lie, and where most likely. */
export class EstimateRange {
  @ApiProperty({ type: 'number', minimum: 0, example: 1 })
  low: number;

  @ApiProperty({ type: 'number', minimum: 0, example: 2 })
  likely: number;

  @ApiProperty({ type: 'number', minimum: 0, example: 4 })
  high: number;
}

/** What a run, or a node of it, is expected to use. */
export class EstimateFigures {
  @ApiProperty({ type: EstimateRange, description: 'Calls of models' })
  llm_calls: EstimateRange;

  @ApiProperty({ type: EstimateRange })
  input_tokens: EstimateRange;

  @ApiProperty({ type: EstimateRange })
  output_tokens: EstimateRange;

  @ApiProperty({ type: EstimateRange, description: 'Input and output together' })
  tokens: EstimateRange;

  @ApiProperty({
    type: EstimateRange,
    nullable: true,
    description: 'US dollars by the price table; null where the price of a model is not known',
  })
  cost_usd: EstimateRange | null;

  @ApiProperty({
    type: EstimateRange,
    description:
      'Of the longest way through the graph; what people, events and timers take is named in `waits`',
  })
  seconds: EstimateRange;
}

/** What one node is expected to use when it runs; a node with a graph inside it, all of that. */
export class NodeEstimate extends EstimateFigures {
  @ApiProperty({ example: 'summarise' })
  node_id: string;

  @ApiProperty({ example: 'agent' })
  type: NodeType;
}

/** Time that a run takes beside its `seconds`. */
export class EstimatedWait {
  @ApiProperty({ example: 'publish' })
  node_id: string;

  @ApiProperty({
    enum: WAIT_KINDS,
    description: '`approval` and `event` take the time that people take',
    example: 'approval',
  })
  kind: (typeof WAIT_KINDS)[number];

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'How long it is at most; null: nobody knows',
    example: null,
  })
  seconds: number | null;
}

/** Answer of `POST /ai/workflows/{workflow_id}/estimate`: what a run will take, before it is started. */
export class Estimate {
  @ApiProperty({
    description: 'The model of agents that name none',
    example: 'embedded:SmolLM2-135M-Instruct',
  })
  model: string;

  @ApiProperty({
    enum: ESTIMATE_BASES,
    description: "`history`: earlier calls of this user's runs were taken into account",
    example: 'defaults',
  })
  basis: (typeof ESTIMATE_BASES)[number];

  @ApiProperty({ type: 'integer', description: 'Earlier runs of this workflow that were read', example: 0 })
  runs: number;

  @ApiProperty({
    type: EstimateFigures,
    description: '`low`: the cheapest way through the graph, `high`: the dearest',
  })
  total: EstimateFigures;

  @ApiProperty({ type: [NodeEstimate], description: 'In the order of the definition' })
  nodes: NodeEstimate[];

  @ApiProperty({ type: [EstimatedWait], description: 'What comes on top of `seconds`' })
  waits: EstimatedWait[];

  @ApiProperty({
    type: [String],
    description: 'Models whose price is not known, so that there is no `cost_usd`',
    example: [],
  })
  unpriced_models: string[];

  @ApiProperty({ type: [String], description: 'What had to be assumed', example: [] })
  notes: string[];
}

/** Body of `POST /ai/workflows/{workflow_id}/estimate`. */
export class EstimateRequest {
  @UserId()
  user_id: string;

  @VersionProperty()
  version?: number;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: "Values for the workflow's inputs; those left out take their defaults",
    example: {},
  })
  inputs?: JsonObject;
}
