import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf } from 'class-validator';

/** Marks a property that holds a JSON object of the caller's own making: any keys, any values. */
export function JsonObjectProperty({ optional }: { optional: boolean }): PropertyDecorator {
  const decorators = [
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
