import type { Shape } from './shape';

/**
 * Names that CEL can follow after a point: identifiers, but not CEL's own words, nor those that reach a prototype in
 * JavaScript.
 */
export const NAME_PATTERN =
  '^(?!(?:in|true|false|null|__proto__|constructor|prototype)$)[A-Za-z_][A-Za-z0-9_]{0,63}$';

/** An id or the name of an input. */
export function name(description: string): Shape {
  return { type: 'string', pattern: NAME_PATTERN, description };
}
