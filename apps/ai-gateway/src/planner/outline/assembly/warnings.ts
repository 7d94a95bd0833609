import { joinTokens, type ReadInstruction } from '../../grammar';

/** Things said about a plan, each once, in the order they came up. */
export class Warnings {
  private readonly said = new Set<string>();

  add(text: string): void {
    this.said.add(text);
  }

  /** Says that a clause was of no use. */
  leftOut({ tokens }: ReadInstruction): void {
    this.add(`Not understood, and left out: ${quoted(joinTokens(tokens))}.`);
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
