export type Fields = { readonly [name: string]: unknown };

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries of a list, or none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Texts of a list, bounded in number and length. */
export function shortTexts(value: unknown, most: number, maxLength: number): string[] {
  return listOf(value)
    .filter((text): text is string => typeof text === 'string' && text.trim() !== '')
    .slice(0, most)
    .map((text) => shortText(text, maxLength));
}

/** A text on one line and no longer than it may be. */
export function shortText(text: string, maxLength: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return Array.from(line).slice(0, maxLength).join('');
}
