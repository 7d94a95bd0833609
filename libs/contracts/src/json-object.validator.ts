import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';

/**
 * A property that holds a JSON object of the caller's own making, passed on as it came: class-transformer's copy
 * would lose keys that are also methods of `Object`, such as `toString`.
 */
export function JsonObjectProperty({ optional }: { optional: boolean }): PropertyDecorator {
  const decorators = [
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]),
    ValidateBy({
      name: 'isJsonObject',
      validator: {
        validate: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        defaultMessage: (args) =>
          `${args?.property} must be a JSON object${optional ? ', or be left out' : ''}`,
      },
    }),
  ];
  if (optional) decorators.push(ValidateIf((_, value) => value !== undefined));
  return applyDecorators(...decorators);
}
