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
