import { createHash } from 'node:crypto';
import type { Question } from '../plan';

/** Prompts whose questions are remembered. */
const MAX_REMEMBERED = 1_000;

/**
 * The questions that the model asked about prompts, so that answers can be told from what was never asked. Another process,
 * and this one after a restart, does not know them: then answers are taken by their form.
 */
export class AskedQuestions {
  private readonly asked = new Map<string, readonly Question[]>();

  remember(userId: string, prompt: string, questions: readonly Question[]): void {
    const key = keyOf(userId, prompt);
    this.asked.delete(key);
    this.asked.set(key, questions);
    const [oldest] = this.asked.keys();
    if (this.asked.size > MAX_REMEMBERED && oldest !== undefined) this.asked.delete(oldest);
  }

  about(userId: string, prompt: string): readonly Question[] | undefined {
    return this.asked.get(keyOf(userId, prompt));
  }
}

const keyOf = (userId: string, prompt: string): string =>
  createHash('sha256')
    .update(JSON.stringify([userId, prompt]))
    .digest('base64');
