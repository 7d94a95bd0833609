import type { NodeDefinition } from '@aiwf/definition';
import { ASSUMED, tokensOf } from '../assumptions';
import type { Place } from '../estimating';
import { capped, plus, range } from '../range';
import { templateTokens } from '../text-size';
import { NOTHING, type Usage } from '../usage';
import { agentUsage } from './agent';
import { crewUsage } from './crew';
import { loopUsage, mapUsage, workflowUsage } from './frames';

/** What one run of a node uses; what it took before counts more than what is assumed. */
export function nodeUsage(node: NodeDefinition, outside: Place): Usage {
  const place = withInputs(node, outside);
  const assumed = typedUsage(node, place);
  const usage = place.history.narrowed(`${place.prefix}nodes/${node.id}`, assumed);
  const { max_llm_calls, max_tokens } = node.limits ?? {};
  return {
    ...usage,
    models: usage.models.map((each) => ({
      ...each,
      calls: capped(each.calls, max_llm_calls),
      input: capped(each.input, max_tokens),
      output: capped(each.output, max_tokens),
    })),
    seconds: capped(usage.seconds, node.timeout_seconds),
  };
}

/** A node reads its own `inputs` by their names. */
function withInputs({ inputs }: NodeDefinition, place: Place): Place {
  if (inputs === undefined) return place;
  const own = Object.entries(inputs).map(
    ([name, value]) => [`input.${name}`, templateTokens(value, place)] as const,
  );
  return { ...place, sizes: new Map([...place.sizes, ...own]) };
}

function typedUsage(node: NodeDefinition, place: Place): Usage {
  const step = { ...NOTHING, seconds: ASSUMED.step };
  switch (node.type) {
    case 'agent':
      return agentUsage(node, place);
    case 'crew':
      return crewUsage(node, place);
    case 'map':
      return mapUsage(node, place);
    case 'loop':
      return loopUsage(node, place);
    case 'workflow':
      return workflowUsage(node, place);
    case 'http_request':
      return { models: [], seconds: ASSUMED.httpSeconds, gives: ASSUMED.httpAnswer };
    case 'transform': {
      const { expression, value } = node.config;
      const gives = templateTokens(expression === undefined ? value : `{{ ${expression} }}`, place);
      return { ...step, gives };
    }
    case 'approval':
      return { ...step, gives: plus(templateTokens(node.config.data, place), range(10, 60, 400)) };
    case 'wait':
      return { ...step, gives: node.config.event === undefined ? tokensOf(60) : ASSUMED.unknownInput };
    case 'condition':
      return { ...step, gives: tokensOf(30) };
    default:
      return node satisfies never;
  }
}
