import { ApiProperty } from '@nestjs/swagger';

/** What OpenAPI says of a count. */
export const COUNT = { type: 'integer', minimum: 0 } as const;

/** What OpenAPI says of a cost. */
export const COST = {
  type: 'number',
  minimum: 0,
  description: 'US dollars by the price table; calls without a known price count as 0',
  example: 0.000213,
} as const;

/** What a run, or a part of one, has used. */
export class UsageFigures {
  @ApiProperty({ ...COUNT, description: 'Calls that were paid for', example: 2 })
  llm_calls: number;

  @ApiProperty({ ...COUNT, example: 1 })
  tool_calls: number;

  @ApiProperty({ ...COUNT, example: 312 })
  input_tokens: number;

  @ApiProperty({ ...COUNT, example: 140 })
  output_tokens: number;

  @ApiProperty(COST)
  cost_usd: number;

  @ApiProperty({
    ...COUNT,
    description: 'Replies taken over from the execution it was forked from',
    example: 0,
  })
  reused_calls: number;
}
