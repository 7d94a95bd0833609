import type { JsonObject } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Matches, Min, ValidateIf } from 'class-validator';
import { OptionalBoundedObject } from './bounded-object.validator';
import { EXECUTION_ID_PATTERN } from './ids';
import { JsonObjectProperty } from './json-object.validator';
import { Prompt, UserId } from './text.validator';
import { VersionProperty } from './version.validator';

const INPUTS = {
  type: 'object',
  additionalProperties: true,
  description: "Values for the workflow's inputs; those left out take their defaults",
  example: {},
} as const;

/** Characters of JSON that the estimate of a run may have. */
export const ESTIMATE_MAX_CHARACTERS = 65_536;

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

  @VersionProperty()
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

  @OptionalBoundedObject(ESTIMATE_MAX_CHARACTERS)
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'What the run is expected to use; kept, and shown beside what it uses',
  })
  estimate?: JsonObject;

  @ValidateIf((_, value) => value !== undefined)
  @IsInt({ message: 'workflow_version must be a whole number from 1, or be left out' })
  @Min(1, { message: 'workflow_version must be a whole number from 1, or be left out' })
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'Which version of the stored workflow this is; kept, and shown with the run',
  })
  workflow_version?: number;
}
