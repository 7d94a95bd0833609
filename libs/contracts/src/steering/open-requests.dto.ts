import type { Json, JsonObject } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, ValidateIf } from 'class-validator';
import { JsonValueProperty, OptionalJsonValue } from '../json-value.property';
import { Comment, UserId } from '../text.validator';

/** What an execution may wait for from outside. */
export const REQUEST_KINDS = ['approval', 'tool_approval', 'question', 'outcome', 'budget', 'event'] as const;

/** What a request has come to. */
export const REQUEST_STATUSES = ['open', 'decided', 'expired', 'withdrawn'] as const;

/** What may be said to a request; which of it, the request says itself. */
export const DECISIONS = [
  'approve',
  'edit',
  'reject',
  'answer',
  'done',
  'again',
  'fail',
  'raise',
  'stop',
  'receive',
] as const;

const STATUS_FILTERS = [...REQUEST_STATUSES, 'all'] as const;

/** A word of {@link REQUEST_KINDS}. */
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** A word of {@link REQUEST_STATUSES}. */
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** A word of {@link DECISIONS}. */
export type DecisionWord = (typeof DECISIONS)[number];

/** Query of `GET …/requests`. */
export class RequestsQuery {
  @UserId()
  user_id: string;

  @IsIn(STATUS_FILTERS, { message: `status must be one of ${STATUS_FILTERS.join(', ')}` })
  @ApiPropertyOptional({ enum: STATUS_FILTERS, default: 'open', description: 'Which requests' })
  status: RequestStatus | 'all' = 'open';
}

/** Something an execution waits, or waited, for from outside. */
export class RequestView {
  @ApiProperty({ example: 'nodes.publish' })
  request_id: string;

  @ApiProperty({ enum: REQUEST_KINDS, example: 'approval' })
  kind: RequestKind;

  @ApiProperty({ enum: REQUEST_STATUSES, example: 'open' })
  status: RequestStatus;

  @ApiProperty({ example: 'publish' })
  node_id: string;

  @ApiProperty({
    description: 'In words for whoever is asked; for an event its name',
    example: 'Publish this text?',
  })
  message: string;

  @ApiProperty({ enum: DECISIONS, isArray: true, example: ['approve', 'edit', 'reject'] })
  decisions: DecisionWord[];

  @JsonValueProperty({
    description:
      'What is to be approved, or what is known about the case; null where there is nothing, or more than 65,536 ' +
      'characters of JSON',
    example: { text: 'Our new shop opens on Monday.' },
  })
  data: Json;

  @ApiProperty({ type: 'integer', description: 'Characters that `data` has as JSON', example: 43 })
  data_characters: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'JSON Schema of the `form` that a decision fills in; null: none',
    example: null,
  })
  form: JsonObject | null;

  @ApiProperty({
    type: [String],
    description: "User ids that may decide; empty: the execution's owner",
    example: [],
  })
  approvers: string[];

  @ApiProperty({ type: 'integer', description: 'Approvals needed', example: 1 })
  required: number;

  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:00.000Z' })
  opened_at: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it ends by itself; null: never',
    example: null,
  })
  expires_at: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  closed_at: string | null;
}

/** Answer of `GET …/requests`: oldest first. */
export class RequestList {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ type: [RequestView] })
  requests: RequestView[];

  @ApiProperty({ description: 'There are more than these 200', example: false })
  more: boolean;
}

/** Body of `POST …/requests/{request_id}`. */
export class DecideRequest {
  @UserId()
  user_id: string;

  @IsIn(DECISIONS, { message: `decision must be one of ${DECISIONS.join(', ')}` })
  @ApiProperty({ enum: DECISIONS, description: "One of the request's `decisions`", example: 'approve' })
  decision: DecisionWord;

  @OptionalJsonValue({
    description:
      'With `edit` what takes the place of the data, with `answer` the text, with `done` the result, with `raise` the ' +
      'new limits such as {"max_cost_usd": 2}',
  })
  data?: Json;

  @OptionalJsonValue({ description: "What was filled in, by the request's `form`" })
  form?: Json;

  @ValidateIf((_, value) => value !== undefined)
  @Comment()
  comment?: string;
}

/** Answer of `POST …/requests/{request_id}`. */
export class DecisionTaken {
  @ApiProperty({ example: 'nodes.publish' })
  request_id: string;

  @ApiProperty({ description: 'False while more approvals are needed', example: true })
  settled: boolean;
}
