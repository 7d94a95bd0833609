import type { HttpMethod, Json, JsonObject, NodeType } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JsonObjectProperty } from '../json-object.validator';
import { JsonValueProperty } from '../json-value.property';
import { UserId } from '../text.validator';
import { VersionProperty } from '../version.validator';

/** What a dry run has come to; `running` is told with a 504 alone. */
export const DRY_RUN_STATUSES = ['completed', 'failed', 'running'] as const;

/** How a node of a dry run ended. */
export const DRY_NODE_STATUSES = ['running', 'completed', 'failed', 'skipped', 'cancelled'] as const;

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

/** Whom a dry run is for, and what it is given. */
class DryRunInputs {
  @UserId()
  user_id: string;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional({
    ...ANY_OBJECT,
    description: "Values for the workflow's inputs; those left out take their defaults",
    example: {},
  })
  inputs?: JsonObject;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional({
    ...ANY_OBJECT,
    description:
      'Outputs by node id, also of nodes inside others: they stand for what the node would give. ' +
      '`{"$error": {"code", "message"}}` makes the node fail',
    example: {},
  })
  mocks?: { [nodeId: string]: Json };
}

/** Body of `POST /ai/workflows/{workflow_id}/dry-run`. */
export class DryRunRequest extends DryRunInputs {
  @VersionProperty()
  version?: number;
}

/** Body of the engine's `POST /workflow/dry-run`. */
export class EngineDryRunRequest extends DryRunInputs {
  @JsonObjectProperty({ optional: false })
  @ApiProperty({
    ...ANY_OBJECT,
    description: 'The workflow definition',
    example: {
      name: 'Greeting',
      nodes: [{ id: 'greet', type: 'agent', config: { prompt: 'Greet the world.' } }],
    },
  })
  workflow_data: JsonObject;
}

/** Why something failed. */
export class DryRunError {
  @ApiProperty({ example: 'missing_key' })
  code: string;

  @ApiProperty({ example: 'Node "total" failed: there is no field "price"' })
  message: string;
}

/** A node on the way. */
export class DryRunStep {
  @ApiProperty({ example: 'classify' })
  node_id: string;

  @ApiProperty({ description: 'Where it stands', example: 'nodes/classify' })
  path: string;

  @ApiProperty({ example: 'condition' })
  type: NodeType;

  @ApiProperty({ enum: DRY_NODE_STATUSES, example: 'completed' })
  status: (typeof DRY_NODE_STATUSES)[number];

  @ApiPropertyOptional({ description: 'Of a condition, a wait or an approval', example: 'urgent' })
  branch?: string;

  @ApiPropertyOptional({ type: DryRunError, description: 'Of a node that failed' })
  error?: DryRunError;
}

/** What a node read and gave. */
export class DryRunFlow {
  @ApiProperty({ example: 'classify' })
  node_id: string;

  @ApiProperty({ example: 'nodes/classify' })
  path: string;

  @ApiProperty({
    type: [String],
    description: 'As its templates and expressions write it',
    example: ['inputs.email'],
  })
  reads: string[];

  @JsonValueProperty({
    description: 'What it gave; where that is long, how its JSON begins, as a text that ends in `…`',
    example: { text: '[answer of classify]' },
  })
  output: Json;
}

/** A request that a run would send. */
export class DryRunSend {
  @ApiProperty({ example: 'notify' })
  node_id: string;

  @ApiProperty({ example: 'nodes/notify' })
  path: string;

  @ApiProperty({ enum: ['http_request'], example: 'http_request' })
  kind: 'http_request';

  @ApiProperty({ example: 'POST' })
  method: HttpMethod;

  @ApiProperty({ example: 'https://example.com/hooks/1' })
  url: string;

  @ApiProperty({ ...ANY_OBJECT, description: 'Of a secret its name alone', example: {} })
  headers: JsonObject;

  @ApiProperty({ ...ANY_OBJECT, example: {} })
  query: JsonObject;

  @JsonValueProperty({
    description: 'Null: none; where it is long, how it begins, as a text that ends in `…`',
    example: { text: 'Hello' },
  })
  body: Json;
}

/** A conversation that would be opened with a model. */
export class DryRunModelCall {
  @ApiProperty({ example: 'classify' })
  node_id: string;

  @ApiProperty({ description: 'Of the conversation', example: 'nodes/classify' })
  path: string;

  @ApiProperty({ example: 'openai:gpt-4.1-mini' })
  model: string;

  @ApiProperty({ description: 'Who the agent is', example: 'You are a helpful assistant.' })
  system: string;

  @ApiProperty({ description: 'What it is asked; a long text ends in `…`', example: 'Classify this: …' })
  prompt: string;
}

/** What was said in place of a person or an event. */
export class DryRunDecision {
  @ApiProperty({ example: 'publish' })
  node_id: string;

  @ApiProperty({ example: 'nodes.publish' })
  request_id: string;

  @ApiProperty({ example: 'approval' })
  kind: string;

  @ApiProperty({ description: 'What would be asked', example: 'Publish it?' })
  message: string;

  @ApiProperty({ example: 'approve' })
  decision: string;
}

/** Answer of the dry-run routes: what a run would do, and what it would send. */
export class DryRun {
  @ApiProperty({ enum: DRY_RUN_STATUSES, example: 'completed' })
  status: (typeof DRY_RUN_STATUSES)[number];

  @ApiProperty({ type: DryRunError, nullable: true, description: 'Why it failed', example: null })
  error: DryRunError | null;

  @ApiProperty({ type: [DryRunStep], description: 'Nodes in the order in which they began' })
  path: DryRunStep[];

  @ApiProperty({ type: [DryRunFlow], description: 'Nodes in the order in which they ended' })
  data_flow: DryRunFlow[];

  @ApiProperty({ type: [DryRunSend] })
  would_send: DryRunSend[];

  @ApiProperty({ type: [DryRunModelCall] })
  model_calls: DryRunModelCall[];

  @ApiProperty({ type: [DryRunDecision] })
  decisions: DryRunDecision[];

  @JsonValueProperty({ description: 'What the workflow would make; null unless it completed', example: null })
  output_data: Json;

  @ApiProperty({ type: [String], description: 'What a real run may do otherwise', example: [] })
  warnings: string[];
}
