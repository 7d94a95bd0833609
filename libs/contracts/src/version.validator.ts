import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Min, ValidateIf } from 'class-validator';

/** Which version of a stored workflow is meant. */
export function VersionProperty(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    IsInt({ message: 'version must be the number of a version, or be left out' }),
    Min(1, { message: 'version must be at least 1' }),
    ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Left out: the latest' }),
  );
}
