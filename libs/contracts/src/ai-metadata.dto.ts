import { ApiProperty } from '@nestjs/swagger';

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
  warnings: string[];
}
