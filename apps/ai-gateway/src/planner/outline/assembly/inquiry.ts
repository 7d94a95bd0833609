import type { Json } from '@aiwf/definition';
import type { Answers, Question } from '../../plan';

/** What a prompt leaves open, and what was answered. */
export class Inquiry {
  private readonly asked = new Map<string, Question>();

  constructor(private readonly answers: Answers = {}) {}

  /** Notes a question, and gives what was answered to it. */
  ask(question: Question): Json | undefined {
    if (!this.asked.has(question.id)) this.asked.set(question.id, question);
    return Object.hasOwn(this.answers, question.id) ? this.answers[question.id] : undefined;
  }

  /** Notes a question whose answer is a text; what is empty or of another type is no answer. */
  askText(question: Question): string | undefined {
    const answer = this.ask(question);
    return typeof answer === 'string' && answer.trim() !== '' ? answer.trim() : undefined;
  }

  get questions(): readonly Question[] {
    return [...this.asked.values()];
  }
}
