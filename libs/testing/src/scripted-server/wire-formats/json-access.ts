/** A JSON object, or an empty one for anything else: request bodies are unknown until read. */
export const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** The objects of a JSON array, or none for anything else. */
export const asObjects = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.map(asObject) : [];

/** A string as it stands, or an empty one for anything else. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The text of a content field: a string, or an array of parts with a `text` each. */
export const contentText = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : asObjects(content)
        .map((part) => asText(part['text']))
        .join('');
