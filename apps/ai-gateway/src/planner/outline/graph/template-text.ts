import { singular } from '../../grammar';
import { substitution } from './expressions';
import type { Result } from './flow';

/**
 * Text of the prompt made safe to stand in a template: what looks like a substitution there is the writer's text,
 * never an expression.
 */
export function literalTemplate(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/** First letter in upper case. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words of an identifier or phrase as a heading: `key_terms` becomes "Key terms". */
export function heading(text: string): string {
  return capitalise(text.replaceAll('_', ' ').trim());
}

/** What something is called afterwards: its last word, in lower case and in the singular. */
export function lastWord(text: string): string {
  return singular((text.split(' ').at(-1) ?? '').toLowerCase());
}

/** Results under their labels, as a prompt shows them. */
export function labelled(results: readonly Result[]): string[] {
  return results.map((result) => `${literalTemplate(result.label)}:\n${substitution(result)}`);
}

/** Results without labels, as they are sent. */
export function plainText(results: readonly Result[]): string {
  return results.map(substitution).join('\n\n');
}
