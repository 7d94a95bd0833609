import type { AgentNode } from '@aiwf/definition';
import type { Place } from '../estimating';
import { plus, type Range } from '../range';
import { templateTokens } from '../text-size';
import type { Usage } from '../usage';
import { conversationUsage, personaTokens } from './conversation';

/** One agent with one task. */
export function agentUsage(node: AgentNode, place: Place): Usage {
  const { prompt, expected_output, tools, max_turns, guardrail, model, fallback_model, ...persona } =
    node.config;
  return conversationUsage(
    {
      model,
      fallback: fallback_model,
      opening: plus(
        personaTokens(persona, place),
        templateTokens(prompt, place),
        templateTokens(expected_output, place),
        shownInputs(node, place),
      ),
      tools: tools?.length ?? 0,
      maxTurns: max_turns,
      schema: node.output_schema,
      guardrail,
    },
    place,
  );
}

/** An agent is shown the node's own `inputs`, whether its prompt names them or not. */
export function shownInputs({ inputs }: Pick<AgentNode, 'inputs'>, place: Place): Range {
  return plus(...Object.values(inputs ?? {}).map((value) => templateTokens(value, place)));
}
