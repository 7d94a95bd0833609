import type { Json } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JsonValueProperty } from '../json-value.property';

/** Something needed that a prompt does not say; answered by sending the prompt again with `answers`. */
export class QuestionView {
  @ApiProperty({ description: 'The name of the answer in `answers`', example: 'send_to_url' })
  id: string;

  @ApiProperty({ example: 'Which address shall the summary be sent to?' })
  question: string;

  @ApiProperty({ enum: ['text', 'number', 'boolean', 'url', 'choice'], example: 'url' })
  type: 'text' | 'number' | 'boolean' | 'url' | 'choice';

  @ApiPropertyOptional({ type: [String], description: 'What may be answered, for a `choice`' })
  options?: readonly string[];

  @JsonValueProperty({
    description: 'What is taken when it is left open; null: the workflow gets an input for it',
    example: null,
  })
  default: Json;
}
