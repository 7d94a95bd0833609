import { findReferences, type Json, type Template } from '@aiwf/definition';
import { ASSUMED, tokensOf } from './assumptions';
import type { Place } from './estimating';
import { plus, range, ZERO, type Range } from './range';

/** Tokens of a template once it is rendered, as part of a prompt. */
export function templateTokens(template: Template | undefined, place: Place): Range {
  if (template === undefined) return ZERO;
  const value = place.known.template(template);
  if (value !== undefined) return tokensOf(textOf(value).length);
  return plus(...textsOf(template).map((text) => textTokens(text, place)));
}

/** Characters of a value where a prompt shows it. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a reference reads, as {@link Place.sizes} names it: `nodes.summary`, `inputs.email`, `item`. */
function sizeKey(root: string, name: string | undefined): string {
  return name !== undefined && NAMED.has(root) ? `${root}.${name}` : root;
}

const NAMED = new Set(['nodes', 'inputs', 'input']);

/** The words around the substitutions, and what these may bring: nothing at least, since they may take a part of it. */
function textTokens(text: string, { sizes }: Place): Range {
  const around = tokensOf(text.replaceAll(/\{\{.*?\}\}/gs, '').length);
  const brought = [...new Set(readsOf(text))].map((read) => sizes.get(read) ?? ASSUMED.unknownInput);
  return plus(around, ...brought.map(({ likely, high }) => range(0, likely, high)));
}

function readsOf(text: string): string[] {
  try {
    return findReferences(text).map(({ root, path: [name] }) => sizeKey(root, name));
  } catch {
    return [];
  }
}

function textsOf(template: Template): string[] {
  if (typeof template === 'string') return [template];
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(textsOf);
}
