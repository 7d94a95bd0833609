import type { WorkflowDefinition } from '@aiwf/definition';
import { inputsInWords, limitsInWords, outputInWords } from './frame';
import { effectsInWords, errorsInWords } from './hazards';
import { namesIn } from './names';
import { stepsByName, stepsInOrder } from './steps';
import { counted, label } from './wording';

/** Characters of an explanation at most. */
const LONGEST = 2_000;
/** Sentences about the steps that are still read; a graph that needs more is told by the names of its steps. */
const MOST_STEPS = 14;
/** Names of steps that are told one by one, tried in this order until the explanation is short enough. */
const NAMED_STEPS = [60, 30, 15, 8];

/**
 * Says in plain English what a workflow takes in, does and gives out: its steps in their order with branches,
 * repetitions, waits and approvals, what is sent where, what happens on errors, and its limits. Made of the graph alone,
 * so that it says what will run, whoever drew it. At most 2,000 characters; the same graph always yields the same text.
 *
 * @param definition - Valid by `validateDefinition`.
 */
export function explain(definition: WorkflowDefinition): string {
  const names = namesIn(definition);
  const title = label(definition.name);
  if (definition.nodes.length === 0) return `${title} has no steps and completes at once.`;
  const before = [
    `${title} takes ${inputsInWords(definition)} and has ${counted(definition.nodes.length, 'step')}.`,
  ];
  const after = [
    ...effectsInWords(definition, names),
    ...errorsInWords(definition, names),
    ...limitsInWords(definition),
    ...outputInWords(definition, names),
  ];
  const told = stepsInOrder(definition, names);
  const steps = [
    ...(told.length <= MOST_STEPS ? [told] : []),
    ...NAMED_STEPS.map((most) => stepsByName(definition, most)),
  ];
  for (const each of steps) {
    const text = [...before, ...each, ...after].join(' ');
    if (text.length <= LONGEST) return text;
  }
  const text = [...before, ...(steps.at(-1) ?? []), ...after].join(' ');
  return `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}
