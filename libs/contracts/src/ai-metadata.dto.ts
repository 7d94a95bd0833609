import { ApiProperty } from '@nestjs/swagger';
import { PlanningUsageView, RepairView } from './generation/repair.dto';
import { VERSION_ORIGINS, type VersionOrigin } from './generation/versions.dto';

/** Where a generated workflow came from. */
export class AiMetadata {
  @ApiProperty({ example: 'wf_789012' })
  workflow_id: string;

  @ApiProperty({ example: 'Create a workflow that processes customer support tickets' })
  prompt: string;

  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:00.000Z' })
  created_at: string;

  @ApiProperty({
    description:
      '`llm`: a language model wrote the graph; `outline`: the deterministic planner, no model needed',
    enum: ['llm', 'outline'],
    example: 'outline',
  })
  planner: 'llm' | 'outline';

  @ApiProperty({
    description: "The planner's model, or with the outline planner the model that agents run on",
    example: 'embedded:SmolLM2-135M-Instruct',
  })
  model: string;

  @ApiProperty({ type: [String], description: 'What to know before running it', example: [] })
  warnings: readonly string[];

  @ApiProperty({ type: 'integer', description: 'Counted from 1; a version never changes', example: 1 })
  version: number;

  @ApiProperty({ enum: VERSION_ORIGINS, description: 'How this version came to be', example: 'generated' })
  origin: VersionOrigin;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What was asked for, of a refined version',
    example: null,
  })
  instruction: string | null;

  @ApiProperty({
    type: 'integer',
    description: "Rounds in which the model's plan was sent back to be repaired",
    example: 0,
  })
  rounds: number;

  @ApiProperty({ type: [RepairView], description: 'Why, in each of these rounds', example: [] })
  repairs: readonly RepairView[];

  @ApiProperty({ type: PlanningUsageView, description: 'What planning this version took' })
  planning_usage: PlanningUsageView;
}
