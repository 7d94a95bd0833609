/** Where the parser stands: an object or list that is open, and the field it is the value of. */
interface Open {
  readonly kind: '{' | '[';
  readonly field: string | undefined;
  /** The field whose value comes next, in an object. */
  next?: string | undefined;
}

/** What models wrap an answer in. */
const WRAPPERS: ReadonlySet<string | undefined> = new Set(['workflow', 'patch']);

/** Characters of one node that are kept until it is whole. */
const MAX_NODE_LENGTH = 100_000;

/**
 * Finds the nodes in an answer while it is still being given. It reads each character once, takes prose before the JSON for
 * nothing, and knows nodes by where they stand: in the list `nodes` of the outermost object, or of an object `workflow` or `patch` in it.
 */
export class NodeStream {
  private readonly open: Open[] = [];
  private inText = false;
  private escaped = false;
  private text = '';
  private node: string | undefined;

  /** @param onNode is given each entry of the list as soon as its last brace has come. */
  constructor(private readonly onNode: (node: unknown) => void) {}

  push(piece: string): void {
    for (const character of piece) this.read(character);
  }

  private read(character: string): void {
    if (this.node !== undefined && this.node.length <= MAX_NODE_LENGTH) this.node += character;
    if (this.inText) return this.readText(character);
    switch (character) {
      case '"':
        if (this.open.length > 0) this.inText = true;
        this.text = '';
        return;
      case '{':
      case '[':
        return this.enter(character);
      case '}':
      case ']':
        return this.leave();
      case ':':
        this.named();
        return;
      default:
    }
  }

  private readText(character: string): void {
    if (this.escaped) this.escaped = false;
    else if (character === '\\') this.escaped = true;
    else if (character === '"') this.inText = false;
    // Longer ones are no field that matters here.
    if (this.inText && this.text.length < 16) this.text += character;
  }

  private named(): void {
    const inner = this.open.at(-1);
    if (inner?.kind === '{') inner.next = this.text;
  }

  private enter(kind: Open['kind']): void {
    // Brackets in the prose before it are none of the answer's.
    if (this.open.length === 0 && kind === '[') return;
    const outer = this.open.at(-1);
    if (kind === '{' && this.isNodeList(outer)) this.node = '{';
    this.open.push({ kind, field: outer?.kind === '{' ? outer.next : undefined });
  }

  private leave(): void {
    this.open.pop();
    if (this.node === undefined || !this.isNodeList(this.open.at(-1))) return;
    const whole = this.node;
    this.node = undefined;
    try {
      this.onNode(JSON.parse(whole));
    } catch {
      // Not JSON, or too long: whoever reads the whole answer says what is wrong with it.
    }
  }

  private isNodeList(inner: Open | undefined): boolean {
    if (inner?.kind !== '[' || inner.field !== 'nodes') return false;
    const depth = this.open.length;
    return depth === 2 || (depth === 3 && WRAPPERS.has(this.open[1]?.field));
  }
}
