import type { ErrorItem } from '@aiwf/contracts';
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { HttpProblem } from '../errors/http-problem.error';

const MAX_ITEMS_IN_DETAIL = 3;

/** Checks bodies and queries against their class: what is wrong, missing or unknown is refused with 422. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors) => toProblem(errors.flatMap((error) => toItems(error, ''))),
    });
  }

  /**
   * Names that every object has, such as `toString`, are refused here: class-transformer drops them, so that the
   * whitelist would never see them.
   */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type } = metadata;
    if ((type === 'body' || type === 'query') && typeof value === 'object' && value !== null) {
      const inherited = Object.keys(value).filter((key) => key in Object.prototype);
      if (inherited.length > 0) throw toProblem(inherited.map((key) => unknownProperty(`/${key}`, key)));
    }
    return super.transform(value, metadata);
  }
}

function toItems({ property, constraints, children }: ValidationError, parent: string): ErrorItem[] {
  const path = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const nested = (children ?? []).flatMap((child) => toItems(child, path));
  if (constraints === undefined) return nested;
  if ('whitelistValidation' in constraints) return [unknownProperty(path, property)];
  const [message] = Object.values(constraints);
  return message === undefined ? nested : [{ path, message }, ...nested];
}

function unknownProperty(path: string, property: string): ErrorItem {
  const shown = property.length > 64 ? `${property.slice(0, 64)}…` : property;
  return { path, message: `unknown property "${shown}"`, hint: 'Remove it' };
}

function toProblem(errors: ErrorItem[]): HttpProblem {
  const shown = errors
    .slice(0, MAX_ITEMS_IN_DETAIL)
    .map(({ message, hint }) => (hint ? `${message}: ${hint}` : message));
  const rest = errors.length - shown.length;
  const detail = rest > 0 ? [...shown, `and ${rest} more`] : shown;
  return new HttpProblem('invalid_request', { detail: detail.join('; '), errors });
}
