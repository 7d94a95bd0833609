import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { JsonObjectProperty } from './json-object.validator';

/** As an optional {@link JsonObjectProperty}, of so many characters of JSON at most. */
export function OptionalBoundedObject(maxCharacters: number): PropertyDecorator {
  return applyDecorators(
    JsonObjectProperty({ optional: true }),
    ValidateBy({
      name: 'isBoundedObject',
      validator: {
        validate: (value) => JSON.stringify(value).length <= maxCharacters,
        defaultMessage: (args) =>
          `${args?.property} must have at most ${maxCharacters.toLocaleString('en')} characters of JSON`,
      },
    }),
  );
}
