import type { ErrorItem } from '@aiwf/contracts';
import { type ArgumentMetadata, Injectable, type Type, ValidationPipe } from '@nestjs/common';
import { instanceToPlain, plainToInstance } from 'class-transformer';
import type { ValidationError } from 'class-validator';
import { HttpProblem } from '../errors/http-problem.error';
import { pointerTo } from './json-pointer';

const MAX_ITEMS_IN_DETAIL = 3;

/** Properties a body or query may have at its top; far more than any has. */
const MAX_PROPERTIES = 32;

/** Checks bodies and queries against their class: what is wrong, missing or unknown is refused with 422. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transformerPackage: { plainToInstance: toInstance, classToPlain: instanceToPlain },
      exceptionFactory: (errors) => toProblem(errors.flatMap((error) => toItems(error, ''))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type } = metadata;
    if ((type === 'body' || type === 'query') && typeof value === 'object' && value !== null) {
      refuseUnusableNames(Object.keys(value));
    }
    return super.transform(value, metadata);
  }

  /** JSON has no gaps in its lists: the search for them would take most of the time of a large body. */
  protected override closeArrayGaps(): void {}

  /** Such keys were refused when the body was read, those of a query above. */
  protected override stripProtoKeys(): void {}
}

/**
 * Refuses what must not reach class-transformer: more properties than it handles in time (its work grows with their
 * square), and names that every object has, such as `toString`, which it drops so that the whitelist never sees them.
 */
function refuseUnusableNames(names: string[]): void {
  if (names.length > MAX_PROPERTIES) {
    throw new HttpProblem('invalid_request', {
      detail: `Too many properties: send at most ${MAX_PROPERTIES}, without unknown ones`,
    });
  }
  const inherited = names.filter((name) => name in Object.prototype);
  if (inherited.length > 0) throw toProblem(inherited.map((name) => unknownProperty(pointerTo(name), name)));
}

/**
 * Makes an instance of a request's class. Objects and lists in it are JSON of the caller's own making and are handed on
 * as they came: class-transformer would copy them, in a time that grows with the square of their keys, and lose keys
 * that are also methods of `Object`.
 */
function toInstance<Instance>(type: Type<Instance>, plain: unknown): Instance {
  const entries = Object.entries(plain ?? {});
  const isNested = ([, value]: [string, unknown]) => typeof value === 'object' && value !== null;
  const scalars = Object.fromEntries(entries.filter((entry) => !isNested(entry)));
  const instance = plainToInstance(type, scalars);
  Object.assign(instance as object, Object.fromEntries(entries.filter(isNested)));
  return instance;
}

function toItems({ property, constraints, children }: ValidationError, parent: string): ErrorItem[] {
  const path = `${parent}${pointerTo(property)}`;
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
