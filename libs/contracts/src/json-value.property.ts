import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';

const ANY_JSON = {
  oneOf: [
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
  ],
};

/** What OpenAPI says of a property. */
interface Description {
  description: string;
  example?: unknown;
}

/** Describes a property of an answer that may be any JSON value. */
export function JsonValueProperty(description: Description): PropertyDecorator {
  return ApiProperty({ ...ANY_JSON, ...description });
}

/** Marks a property of a request that may be any JSON value, or be left out. */
export function OptionalJsonValue(description: Description): PropertyDecorator {
  return applyDecorators(
    ValidateBy({ name: 'isJsonValue', validator: { validate: () => true } }),
    ValidateIf((_, value) => value !== undefined),
    ApiPropertyOptional({ ...ANY_JSON, ...description }),
  );
}
