/** A request's id, from the path of the step that asks: made of what an address takes as it is. */
export function requestIdOf(path: string): string {
  return path.replaceAll('/', '.');
}
