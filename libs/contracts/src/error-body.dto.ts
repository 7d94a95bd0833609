import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from './error-codes';

/** One thing that is wrong with a request, and where. */
export class ErrorItem {
  @ApiProperty({ description: 'JSON pointer (RFC 6901) to the value that is wrong', example: '/user_id' })
  path: string;

  @ApiProperty({ example: 'user_id must be a string of 1 to 128 characters' })
  message: string;

  @ApiPropertyOptional({ description: 'What to change', example: 'Add "user_id" to the body' })
  hint?: string;

  @ApiPropertyOptional({ description: 'Stable name of the problem', example: 'unknown_node_type' })
  code?: string;
}

/** The body of every answer that is not a success: `detail`, and around it the fields of RFC 9457. */
export class ErrorBody {
  @ApiProperty({ description: 'What went wrong, for a person', example: 'Workflow not found' })
  detail: string;

  @ApiProperty({
    description: '`about:blank` (RFC 9457, 4.2.1): `code` tells failures apart',
    example: 'about:blank',
  })
  type: string;

  @ApiProperty({ description: 'Phrase of the HTTP status', example: 'Not Found' })
  title: string;

  @ApiProperty({ type: 'integer', description: 'The HTTP status', example: 404 })
  status: number;

  @ApiProperty({
    description: 'Stable name of the failure',
    enum: ERROR_CODES,
    example: 'workflow_not_found',
  })
  code: ErrorCode;

  @ApiProperty({
    description: 'Also in the header X-Request-Id and in the log',
    example: '0199c1f0-7d6e-7c3a-9a53-5b1f6f2f8f0e',
  })
  request_id: string;

  @ApiPropertyOptional({
    type: [ErrorItem],
    description: 'Field by field, where the request itself is wrong',
  })
  errors?: ErrorItem[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'What is known all the same; of a dry run that took too long, its answer so far',
  })
  partial?: object;
}
