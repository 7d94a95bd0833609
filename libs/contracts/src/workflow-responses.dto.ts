import type { WorkflowDefinition } from '@aiwf/definition';
import { ApiProperty } from '@nestjs/swagger';
import { AiMetadata } from './ai-metadata.dto';
import { Estimate } from './estimate/estimate.dto';
import { QuestionView } from './generation/question.dto';
import { GENERATED_AND_STARTED_MESSAGE } from './execution-started.dto';

const WORKFLOW = {
  type: 'object',
  additionalProperties: true,
  description: 'The workflow definition: a typed graph with `name`, `nodes` and `edges`',
  example: {
    id: 'wf_789012',
    name: 'Customer Support Ticket Processor',
    nodes: [
      {
        id: 'classify',
        type: 'agent',
        name: 'Classify',
        config: { prompt: 'Classify: {{ inputs.ticket }}' },
      },
    ],
    edges: [],
  },
} as const;

const EXPLANATION = {
  type: String,
  description: 'What the workflow does, in plain words, made from the graph',
  example: '“Greeting” takes no inputs and has 1 step.',
} as const;

/** A workflow that was made, with what to know about it. */
export class GeneratedWorkflow {
  @ApiProperty(WORKFLOW)
  workflow: WorkflowDefinition;

  @ApiProperty({ type: AiMetadata })
  ai_metadata: AiMetadata;

  @ApiProperty(EXPLANATION)
  explanation: string;
}

/** Answer of `POST /ai/generate`: a workflow; or, where `clarify` was asked for, what must be known first. */
export class GenerationAnswer {
  @ApiProperty({
    ...WORKFLOW,
    nullable: true,
    description: `${WORKFLOW.description}; null: see \`questions\``,
  })
  workflow: WorkflowDefinition | null;

  @ApiProperty({ type: AiMetadata, nullable: true })
  ai_metadata: AiMetadata | null;

  @ApiProperty({ ...EXPLANATION, nullable: true })
  explanation: string | null;

  @ApiProperty({
    type: Estimate,
    nullable: true,
    description: 'What a run with the default inputs will take',
  })
  estimate: Estimate | null;

  @ApiProperty({
    type: [QuestionView],
    description: 'Send the prompt again with the answers; nothing is stored until then',
    example: [],
  })
  questions: readonly QuestionView[];
}

/** The execution part of the answer to generate-and-execute. */
export class StartedExecution {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ enum: ['running'], example: 'running' })
  status: 'running';

  @ApiProperty({ example: GENERATED_AND_STARTED_MESSAGE })
  message: string;
}

/** Answer of `POST /ai/workflows/generate-and-execute`. */
export class GeneratedAndStarted {
  @ApiProperty(WORKFLOW)
  workflow: WorkflowDefinition;

  @ApiProperty({ type: AiMetadata })
  ai_metadata: AiMetadata;

  @ApiProperty({ type: StartedExecution })
  execution: StartedExecution;
}

/** Answer of `GET /ai/workflows/{workflow_id}`. */
export class WorkflowView extends GeneratedWorkflow {}

/** One line of the list of a user's workflows. */
export class WorkflowSummary {
  @ApiProperty({ example: 'wf_789012' })
  workflow_id: string;

  @ApiProperty({ example: 'Customer Support Ticket Processor' })
  name: string;

  @ApiProperty({ example: 'Create a workflow that processes customer support tickets' })
  prompt: string;

  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:00.000Z' })
  created_at: string;

  @ApiProperty({ enum: ['llm', 'outline'], example: 'outline' })
  planner: 'llm' | 'outline';
}

/** Answer of `GET /ai/workflows`: newest first. */
export class WorkflowPage {
  @ApiProperty({ type: [WorkflowSummary] })
  items: WorkflowSummary[];

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: '`cursor` of the next page; null: this is the last',
    example: null,
  })
  next_cursor: string | null;
}
