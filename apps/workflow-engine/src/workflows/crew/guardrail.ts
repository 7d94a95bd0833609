import type { Guardrail, JsonObject } from '@aiwf/definition';
import type { Composite } from '../activities.contract';
import type { NodeContext } from '../nodes/node-context';
import { Agent } from './agent-loop';
import type { Conversation } from './conversation';

const JUDGE = 'You judge whether an answer keeps to an instruction. You are strict and brief.';

const VERDICT: JsonObject = {
  type: 'object',
  properties: {
    pass: { type: 'boolean', description: 'Whether the answer keeps to the instruction.' },
    reason: { type: 'string', description: 'What must change; empty when it passes.' },
  },
  required: ['pass'],
};

/** Characters of a reason that an agent is told. */
const MAX_REASON_CHARACTERS = 2_000;

/**
 * Why an answer does not pass; undefined: it does.
 *
 * @param output what the answer gives
 * @param judged how many answers of the conversation were judged before
 * @throws GraphFailure `expression_type` for an expression that is no verdict; ExpressionError for one that throws
 */
export async function objectionOf(
  { expression, message, instruction }: Guardrail,
  output: Composite,
  conversation: Conversation,
  judged: number,
  context: NodeContext,
): Promise<string | undefined> {
  const { values } = context;
  const scope = context.scope.with({ output: await values.compose(output) });
  // What it would say of a made-up answer tells nothing.
  if (expression !== undefined && context.settings.dry_run) return undefined;
  if (expression !== undefined) {
    if (await values.verdict(expression, scope, 'The expression of the guardrail')) return undefined;
    if (message === undefined) return `it must hold that ${expression}`;
    return (await values.shortText(message, scope, 'The message of the guardrail')).slice(
      0,
      MAX_REASON_CHARACTERS,
    );
  }
  const asked = await values.text(instruction ?? '', scope);
  const answer = await values.compose({
    text: [
      { json: 'Instruction:\n' },
      asked,
      { json: '\n\nAnswer:\n' },
      await values.template('{{ output }}', scope),
    ],
  });
  const judge: Conversation = {
    ...conversation,
    path: `${conversation.path}/judge/${judged}`,
    opening: { system: { json: JUDGE }, prompt: answer },
    tools: [],
    coworkers: [],
    answerSchema: VERDICT,
    maxTurns: 1,
  };
  const { answer: verdict } = await new Agent(context, judge).answer();
  if (!verdict || 'problems' in verdict) return 'the judge gave no verdict';
  const { pass, reason } = (await values.load(verdict.value)) as { pass: boolean; reason?: string };
  return pass ? undefined : (reason ?? 'it does not keep to the instruction').slice(0, MAX_REASON_CHARACTERS);
}
