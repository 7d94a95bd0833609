import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Matches, Max, Min, ValidateIf } from 'class-validator';
import { UserId } from './text.validator';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 250;
const CURSOR_PATTERN = /^[A-Za-z0-9_-]{1,512}$/;

/** Query of routes that read one thing. */
export class UserQuery {
  @UserId()
  user_id: string;
}

/** Query of routes that list, newest first. */
export class ListQuery {
  @UserId()
  user_id: string;

  @ValidateIf((_, value) => value !== undefined)
  @Matches(CURSOR_PATTERN, { message: 'cursor must be the next_cursor of an earlier page, or be left out' })
  @ApiPropertyOptional({
    pattern: CURSOR_PATTERN.source,
    description: '`next_cursor` of the page before; left out: the first page',
  })
  cursor?: string;

  @Transform(({ value }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value))
  @IsInt({ message: `limit must be a whole number from 1 to ${MAX_PAGE_SIZE}` })
  @Min(1, { message: 'limit must be at least 1' })
  @Max(MAX_PAGE_SIZE, { message: `limit must be at most ${MAX_PAGE_SIZE}` })
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_PAGE_SIZE,
    default: DEFAULT_PAGE_SIZE,
    description: 'Items a page',
  })
  limit: number = DEFAULT_PAGE_SIZE;
}
