import type { JsonObject } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { UserId } from '../text.validator';

const DEFAULT_EVENTS = 100;
const MAX_EVENTS = 1_000;
const MAX_SEQ = 2_147_483_647;

const WholeNumber = () =>
  Transform(({ value }) => (typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value));

/** Query of `GET …/events`. */
export class EventsQuery {
  @UserId()
  user_id: string;

  @WholeNumber()
  @IsInt({ message: 'after must be the number of an event, or 0' })
  @Min(0, { message: 'after must be 0 or more' })
  @Max(MAX_SEQ, { message: `after must be at most ${MAX_SEQ}` })
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    default: 0,
    description: '`seq` of the last event seen; left out: from the first event',
  })
  after: number = 0;

  @WholeNumber()
  @IsInt({ message: `limit must be a whole number from 1 to ${MAX_EVENTS}` })
  @Min(1, { message: 'limit must be at least 1' })
  @Max(MAX_EVENTS, { message: `limit must be at most ${MAX_EVENTS}` })
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_EVENTS,
    default: DEFAULT_EVENTS,
    description: 'Events a page',
  })
  limit: number = DEFAULT_EVENTS;
}

/** One event of a run's log. */
export class EventView {
  @ApiProperty({ type: 'integer', description: 'Numbered from 1 without gaps', example: 1 })
  seq: number;

  @ApiProperty({ example: 'node.completed' })
  type: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'classify' })
  node_id: string | null;

  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:01.000Z' })
  at: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What the event says beside that; of an output the beginning',
    example: { preview: '{"text":"Yes"}' },
  })
  data: JsonObject;
}

/** Answer of `GET …/events`: in the order of their numbers. */
export class EventPage {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ type: [EventView] })
  events: EventView[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: '`after` of the next page; null: these are the last so far',
    example: null,
  })
  next_after: number | null;
}
