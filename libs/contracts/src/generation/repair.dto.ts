import { ApiProperty } from '@nestjs/swagger';
import { ErrorItem } from '../error-body.dto';

/** A plan of the model that was sent back, and why. */
export class RepairView {
  @ApiProperty({ type: [ErrorItem] })
  problems: readonly ErrorItem[];
}

/** What planning itself took. */
export class PlanningUsageView {
  @ApiProperty({ type: 'integer', example: 1 })
  llm_calls: number;

  @ApiProperty({ type: 'integer', example: 2_100 })
  input_tokens: number;

  @ApiProperty({ type: 'integer', example: 640 })
  output_tokens: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: "US dollars; null: the model's price is not known",
    example: 0.0019,
  })
  cost_usd: number | null;
}
