/** What a node's `join` may be. */
export const JOIN_PATTERN = '^(all|any|quorum\\([1-9][0-9]{0,2}\\))$';

/** When a node with several incoming edges starts. */
export type Join = { kind: 'all' } | { kind: 'any' } | { kind: 'quorum'; n: number };

/**
 * Reads a node's `join`; absent means `all`.
 *
 * @throws RangeError for what is none; a validated definition holds no such thing.
 */
export function parseJoin(join: string | undefined): Join {
  if (join === undefined || join === 'all') return { kind: 'all' };
  if (join === 'any') return { kind: 'any' };
  if (!new RegExp(JOIN_PATTERN, 'u').test(join))
    throw new RangeError('The join is not all, any or quorum(n).');
  return { kind: 'quorum', n: Number(join.slice('quorum('.length, -1)) };
}
