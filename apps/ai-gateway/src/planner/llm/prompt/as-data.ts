/** A value as JSON in which no tag can be closed. */
export function asData(tag: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
  return `<${tag}>\n${json}\n</${tag}>`;
}
