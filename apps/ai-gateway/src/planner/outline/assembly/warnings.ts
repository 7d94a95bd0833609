/** Things said about a plan, each once, in the order they came up. */
export class Warnings {
  private readonly said = new Set<string>();

  add(text: string): void {
    this.said.add(text);
  }

  get all(): string[] {
    return [...this.said].slice(0, 20);
  }
}

/** The writer's words, short enough to be repeated in a warning. */
export function quoted(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return `"${plain.length > 80 ? `${plain.slice(0, 77)}...` : plain}"`;
}
