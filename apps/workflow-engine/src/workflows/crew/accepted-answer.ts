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
  const tally = new Tally(context, `${conversation.path}#answers`);
  let feedback: string | undefined;
  for (;;) {
    const { text, answer } = await agent.answer(feedback);
    if (answer && 'problems' in answer) {
      const problems = answer.problems.join('; ');
      if (tally.count('schema', agent.turnsTaken) > MAX_SCHEMA_RETRIES) {
        throw new GraphFailure(
          'output_schema_mismatch',
          `Its answer does not fit its output_schema: ${problems}`,
        );
      }
      feedback = `Your answer does not fit the JSON Schema: ${problems}. Answer again with the whole JSON value.`;
      continue;
    }
    const accepted = { text, data: answer?.value };
    const judged = tally.of('guardrail');
    const objection =
      guardrail && (await objectionOf(guardrail, outputOf(accepted), conversation, judged, context));
    if (objection === undefined) return accepted;
    const retries = guardrail?.max_retries ?? DEFAULT_GUARDRAIL_RETRIES;
    if (tally.count('guardrail', agent.turnsTaken) > retries) {
      throw new GraphFailure('guardrail_failed', `Its answer did not pass its guardrail: ${objection}`);
    }
    feedback = `Your answer is not accepted: ${objection}. Answer again.`;
  }
}

/** Counts the answers that were sent back, also over a continue-as-new, which looks at the last one again. */
class Tally {
  constructor(
    private readonly context: NodeContext,
    private readonly path: string,
  ) {}

  of(kind: 'schema' | 'guardrail'): number {
    const count = this.context.checkpoint.step(this.path)[kind];
    return typeof count === 'number' ? count : 0;
  }

  /** @param turn after which the answer was sent back */
  count(kind: 'schema' | 'guardrail', turn: number): number {
    const state = this.context.checkpoint.step(this.path);
    if (typeof state.turn === 'number' && state.turn >= turn) return this.of(kind);
    const count = this.of(kind) + 1;
    this.context.checkpoint.remember(this.path, { ...state, [kind]: count, turn });
    return count;
  }
}
