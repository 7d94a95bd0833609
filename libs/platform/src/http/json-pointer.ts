/** The step of a JSON pointer (RFC 6901) to a key: `/` and the key, its own `~` and `/` escaped. */
export function pointerTo(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
