import type { JsonObject } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Matches, Min, ValidateIf } from 'class-validator';
import { EXECUTION_ID_PATTERN } from './ids';
import { JsonObjectProperty } from './json-object.validator';
import { Prompt, UserId } from './text.validator';

const INPUTS = {
  type: 'object',
  additionalProperties: true,
  description: "Values for the workflow's inputs; those left out take their defaults",
  example: {},
} as const;

/** Body of `POST /ai/generate` and of `POST /ai/generate/stream`. */
export class GenerateRequest {
  @Prompt()
  prompt: string;

  @UserId()
  user_id: string;

  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean({ message: 'clarify must be true or false, or be left out' })
  @ApiPropertyOptional({
    default: false,
    description: 'Ask, in `questions`, where something needed is missing, instead of guessing',
  })
  clarify?: boolean;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Answers to the questions that this prompt was answered with, by their ids',
    example: {},
  })
  answers?: JsonObject;
}

/** Body of `POST /ai/workflows/generate-and-execute`. */
export class GenerateAndExecuteRequest {
  @Prompt()
  prompt: string;

  @UserId()
  user_id: string;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional(INPUTS)
  inputs?: JsonObject;
}

/** Body of `POST /ai/workflows/{workflow_id}/execute`. */
export class ExecuteWorkflowRequest {
  @UserId()
  user_id: string;

  @ValidateIf((_, value) => value !== undefined)
  @IsInt({ message: 'version must be the number of a version, or be left out' })
  @Min(1, { message: 'version must be at least 1' })
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Left out: the latest' })
  version?: number;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional(INPUTS)
  inputs?: JsonObject;
}

/** Body of `POST /workflow/execute`. */
export class EngineExecuteRequest {
  @JsonObjectProperty({ optional: false })
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The workflow definition; an `id` in it is kept, else one is made',
    example: {
      name: 'Greeting',
      inputs: { type: 'object', properties: { name: { type: 'string', default: 'world' } } },
      nodes: [
        { id: 'greet', type: 'transform', name: 'Greet', config: { value: 'Hello, {{ inputs.name }}!' } },
      ],
      edges: [],
    },
  })
  workflow_data: JsonObject;

  @UserId()
  user_id: string;

  @ValidateIf((_, value) => value !== undefined)
  @Matches(EXECUTION_ID_PATTERN, {
    message: 'execution_id must be exec_ and 1 to 64 letters, digits or hyphens, or be left out',
  })
  @ApiPropertyOptional({
    pattern: EXECUTION_ID_PATTERN.source,
    description: 'Makes the start repeatable: the same id never starts a second execution',
  })
  execution_id?: string;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional(INPUTS)
  inputs?: JsonObject;
}
