import { isJsonObject, type Json, leafNodes, type WorkflowDefinition } from '@aiwf/definition';
import { templateParts } from '../planner/intent';
import { valueInWords } from './expressions';
import type { Names } from './names';
import { counted, duration, humanised, listed, plain, sentence, shortened } from './wording';

const MOST_NAMED = 8;

/** What a workflow takes in, as the object of "takes". */
export function inputsInWords({ inputs }: WorkflowDefinition): string {
  const properties = (inputs?.properties ?? {}) as { readonly [name: string]: { readonly default?: Json } };
  const names = Object.keys(properties);
  if (names.length === 0) return 'no inputs';
  const left = names.filter((name) => properties[name]?.default !== undefined);
  const told = `the ${names.length === 1 ? 'input' : 'inputs'} ${listed(shortened(names.map(humanised), MOST_NAMED))}`;
  if (left.length === 0) return told;
  const which = left.length === names.length ? '' : `${listed(shortened(left.map(humanised), MOST_NAMED))} `;
  return `${told} (${which}may be left out)`;
}

/** What comes out in the end. */
export function outputInWords(definition: WorkflowDefinition, names: Names): string[] {
  const { output, nodes } = definition;
  if (nodes.length === 0) return [];
  if (output === undefined) {
    const leaves = leafNodes(definition).map((id) => names.get(id) ?? id);
    return [
      sentence(
        `its result is what ${listed(shortened(leaves, MOST_NAMED))} ${leaves.length === 1 ? 'gives' : 'give'}`,
      ),
    ];
  }
  if (!isJsonObject(output)) {
    const sources = sourcesOf(output, names);
    return [
      sentence(
        sources.length === 0
          ? 'its result is a fixed text'
          : `its result is ${listed(shortened(sources, 4))}`,
      ),
    ];
  }
  const fields = Object.entries(output).map(([name, value]) => {
    const sources = sourcesOf(value, names);
    return sources.length === 1 ? `${humanised(name)} (${sources[0]})` : humanised(name);
  });
  return fields.length === 0 ? [] : [sentence(`it gives out ${listed(shortened(fields, MOST_NAMED))}`)];
}

function sourcesOf(value: Json, names: Names): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((item) => sourcesOf(item, names));
  if (typeof value !== 'string') return [];
  const told = templateParts(value).expressions.map(
    (expression) => valueInWords(expression, names) ?? 'something computed',
  );
  return [...new Set(told)];
}

/** What a run may spend, and what happens past that. */
export function limitsInWords({ limits }: WorkflowDefinition): string[] {
  if (limits === undefined) return [];
  const {
    max_cost_usd: cost,
    max_tokens: tokens,
    max_llm_calls: calls,
    timeout_seconds: seconds,
    on_breach: breach,
  } = limits;
  const bounds = [
    ...(cost === undefined ? [] : [`spend $${plain(String(cost), 20)}`]),
    ...(tokens === undefined ? [] : [`use ${counted(tokens, 'token')}`]),
    ...(calls === undefined ? [] : [`make ${counted(calls, 'model call')}`]),
    ...(seconds === undefined ? [] : [`take ${duration(seconds)}`]),
  ];
  if (bounds.length === 0) return [];
  const past = breach === 'ask' ? 'past that it asks a person' : 'past that it fails';
  return [sentence(`a run may ${listed(bounds)} at most; ${past}`)];
}
