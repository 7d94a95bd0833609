const RESERVED = new Set(
  'as break const continue else false for function if import in let loop namespace null package return true var void while constructor prototype __proto__ nodes inputs input execution item'.split(
    ' ',
  ),
);

/** A name that is safe as a node id, as an input's name and as a path of an expression; at most 40 characters. */
export function identifier(text: string, fallback: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 40)
    .replace(/^[_0-9]+|_+$/g, '');
  if (plain === '') return fallback;
  return RESERVED.has(plain) ? `${plain}_text` : plain;
}

/** Hands out each identifier once; a second asker gets `name_2`. */
export class IdentifierRegistry {
  /** How often each name was asked for. */
  private readonly taken = new Map<string, number>();

  take(name: string): string {
    let count = (this.taken.get(name) ?? 0) + 1;
    while (count > 1 && this.taken.has(`${name}_${count}`)) count += 1;
    this.taken.set(name, count);
    const free = count === 1 ? name : `${name}_${count}`;
    if (count > 1) this.taken.set(free, 1);
    return free;
  }
}
