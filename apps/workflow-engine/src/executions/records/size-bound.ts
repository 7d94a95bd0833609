/** Counts the characters of what is gathered, and stops where they become too many. */
export class SizeBound {
  private characters = 0;

  constructor(
    private readonly most: number,
    private readonly exceed: () => never,
  ) {}

  /** What is about to be read. */
  announce(characters: number): void {
    this.characters += characters;
    if (this.characters > this.most) this.exceed();
  }

  /** The same value, counted. */
  counted<T>(value: T): T {
    this.announce(JSON.stringify(value).length);
    return value;
  }
}
