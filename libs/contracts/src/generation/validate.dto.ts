import type { JsonObject } from '@aiwf/definition';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import { ErrorItem } from '../error-body.dto';
import { JsonObjectProperty } from '../json-object.validator';
import { OptionalPrompt, UserId } from '../text.validator';

/** Body of `POST /ai/workflows/validate`. */
export class ValidateWorkflowRequest {
  @UserId()
  user_id: string;

  @JsonObjectProperty({ optional: false })
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The workflow definition to look at; nothing is stored',
    example: { name: 'Greeting', nodes: [{ id: 'greet', type: 'transform', config: { value: 'Hello!' } }] },
  })
  workflow: JsonObject;

  @ValidateIf((_, value) => value !== undefined)
  @OptionalPrompt()
  prompt?: string;
}

/** Answer of `POST /ai/workflows/validate`. */
export class WorkflowVerdict {
  @ApiProperty({ description: 'The engine would run it, and with a prompt: it does what was asked' })
  valid: boolean;

  @ApiProperty({ type: [ErrorItem], description: 'What must be changed' })
  problems: ErrorItem[];

  @ApiProperty({ type: [String], description: 'What to know before running it' })
  warnings: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What it does, in plain words; null: it could not run',
  })
  explanation: string | null;
}
