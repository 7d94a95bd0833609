/** Reads a field of something that may be no object at all: errors of six libraries have no type in common. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** A string field, or an empty string. */
export function textField(value: unknown, name: string): string {
  const text = field(value, name);
  return typeof text === 'string' ? text : '';
}

/** A response header of a client's error, which has `Headers` or a plain object, on itself or on `response`. */
export function errorHeader(error: unknown, name: string): string | undefined {
  const headers = field(error, 'headers') ?? field(field(error, 'response'), 'headers');
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  return textField(headers, name) || undefined;
}

/** The HTTP status of a client's error, under the name its library gives it. */
export function errorStatus(error: unknown): number | undefined {
  const candidates = [
    field(error, 'status'),
    field(error, 'statusCode'),
    field(error, 'status_code'),
    field(field(error, 'response'), 'status'),
  ];
  return candidates.find((candidate): candidate is number => typeof candidate === 'number');
}
