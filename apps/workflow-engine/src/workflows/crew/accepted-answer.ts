import type { Guardrail } from '@aiwf/definition';
import type { Composite } from '../activities.contract';
import type { Stored } from '../values.contract';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from '../nodes/node-context';
import { Agent } from './agent-loop';
import type { Conversation } from './conversation';
import { objectionOf } from './guardrail';

/** How often an agent is asked again for an answer that fits its schema. */
const MAX_SCHEMA_RETRIES = 2;

const DEFAULT_GUARDRAIL_RETRIES = 3;

/** An answer that holds what was asked of it. */
export interface AcceptedAnswer {
  text: Stored;
  /** Where the conversation has an answer schema: the value that fits it. */
  data: Stored | undefined;
}

/** An answer as an object: its text, and its value where there is one. */
export function asObject({ text, data }: AcceptedAnswer): Composite {
  return { object: data === undefined ? { text } : { text, data } };
}

/** What is asked of an answer. */
export interface Acceptance {
  guardrail: Guardrail | undefined;
  /** What a guardrail reads as `output`. */
  outputOf: (answer: AcceptedAnswer) => Composite;
}

/**
 * Holds the conversation until its answer is accepted: by its schema, and by its guardrail. What was wrong is said to the
 * agent, in the same conversation.
 *
 * @throws GraphFailure `output_schema_mismatch`, `guardrail_failed`; as the agent and the guardrail do
 */
export async function acceptedAnswer(
  context: NodeContext,
  conversation: Conversation,
  { guardrail, outputOf }: Acceptance,
): Promise<AcceptedAnswer> {
  const agent = new Agent(context, conversation);
  const rejected = new RejectedAnswers(context, agent, `${conversation.path}#answers`);
  for (;;) {
    const { text, answer } = await agent.answer(rejected.feedback());
    if (answer && 'problems' in answer) {
      const problems = answer.problems.join('; ');
      if (rejected.count('schema') >= MAX_SCHEMA_RETRIES) {
        throw new GraphFailure(
          'output_schema_mismatch',
          `Its answer does not fit its output_schema: ${problems}`,
        );
      }
      rejected.add(
        'schema',
        `Your answer does not fit the JSON Schema: ${problems}. Answer again with the whole JSON value.`,
      );
      continue;
    }
    const accepted = { text, data: answer?.value };
    const judged = rejected.count('guardrail');
    const objection =
      guardrail && (await objectionOf(guardrail, outputOf(accepted), conversation, judged, context));
    if (objection === undefined) return accepted;
    if (judged >= (guardrail?.max_retries ?? DEFAULT_GUARDRAIL_RETRIES)) {
      throw new GraphFailure('guardrail_failed', `Its answer did not pass its guardrail: ${objection}`);
    }
    rejected.add('guardrail', `Your answer is not accepted: ${objection}. Answer again.`);
  }
}

/** The answers that were sent back: how many, and what was said about the last one. */
class RejectedAnswers {
  constructor(
    private readonly context: NodeContext,
    private readonly agent: Agent,
    private readonly path: string,
  ) {}

  count(kind: 'schema' | 'guardrail'): number {
    const count = this.context.checkpoint.step(this.path)[kind];
    return typeof count === 'number' ? count : 0;
  }

  /** What the agent is told at its next turn; undefined when it has been told. */
  feedback(): string | undefined {
    const { feedback, turn } = this.context.checkpoint.step(this.path);
    return typeof feedback === 'string' && turn === this.agent.turnsTaken ? feedback : undefined;
  }

  /** The answer and what is said about it are remembered together, so that a continue-as-new judges no answer twice. */
  add(kind: 'schema' | 'guardrail', feedback: string): void {
    const { checkpoint } = this.context;
    const state = { ...checkpoint.step(this.path), [kind]: this.count(kind) + 1 };
    checkpoint.remember(this.path, { ...state, feedback, turn: this.agent.turnsTaken });
    this.agent.remember();
  }
}
