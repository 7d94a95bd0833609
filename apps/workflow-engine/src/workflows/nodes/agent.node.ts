import type { AgentNode } from '@aiwf/definition';
import type { Composite } from '../activities.contract';
import type { Stored } from '../values.contract';
import { acceptedAnswer, type AcceptedAnswer } from '../crew/accepted-answer';
import { openingOf } from '../crew/prompts';
import type { NodeContext } from './node-context';

/** One agent, one task. */
export async function runAgentNode(node: AgentNode, context: NodeContext): Promise<Stored> {
  const { prompt, expected_output, tools, max_turns, guardrail, model, fallback_model, ...persona } =
    node.config;
  const { scope, values, path, spending } = context;
  const outputOf = ({ text, data }: AcceptedAnswer): Composite => data ?? { object: { text } };
  const answer = await acceptedAnswer(
    context,
    {
      path,
      retry: node.retry,
      opening: await openingOf(
        persona,
        {
          description: prompt,
          expectedOutput: expected_output,
          inputNames: Object.keys(node.inputs ?? {}),
          earlier: [],
        },
        scope,
        values,
      ),
      tools: tools ?? [],
      maxTurns: max_turns,
      model,
      fallbackModel: fallback_model,
      spending,
      answerSchema: node.output_schema,
      coworkers: [],
    },
    { guardrail, outputOf },
  );
  return values.compose(outputOf(answer));
}
