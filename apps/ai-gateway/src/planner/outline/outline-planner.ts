import type { WorkflowDefinition } from '@aiwf/definition';
import { Assembler, type Assembly } from './assembly/assemble';
import { limitSteps } from './assembly/limit-steps';
import { refine, shareObjects } from './assembly/refine';
import type { PlanItem } from './assembly/plan-items';
import { Warnings } from './assembly/warnings';
import { splitClauses } from '../grammar/clauses';
import { splitObjects } from '../grammar/coordination';
import { stripFraming } from '../grammar/framing';
import { takeFrequency } from '../grammar/frequency';
import { readInstructions } from '../grammar/instruction';
import { isForeign } from '../grammar/language';
import { readPromptText } from '../grammar/prompt-text';
import { tokenize } from '../grammar/tokens';
import { GraphBuilder } from './graph/build-graph';
import { STEP_KINDS } from '../lexicon/step-kinds';
import { asksForAnything, selfCheck } from './self-check';
import { titleOf } from './title';

/** A workflow made without a model, and what is to be known about it. */
export interface OutlinePlan {
  readonly definition: WorkflowDefinition;
  readonly warnings: string[];
}

/**
 * Reads a prompt by grammar alone and makes a workflow of it: the same prompt always yields the same one. Takes
 * prompts of any length in linear time.
 */
export function planOutline(prompt: string): OutlinePlan {
  const warnings = new Warnings();
  if (asksForAnything(prompt))
    return finish('Test Workflow', prompt, { sources: [], items: selfCheck() }, warnings);
  const { text, literals } = readPromptText(prompt);
  if (isForeign(text)) return verbatim(prompt, warnings, 'The prompt is not in English');
  const { text: once, frequency } = takeFrequency(text);
  if (frequency) {
    warnings.add(
      `Runs once each time it is executed. Proposed schedule for "${frequency.phrase}": cron "${frequency.cron}".`,
    );
  }
  const clauses = splitClauses(stripFraming(tokenize(once)));
  const instructions = shareObjects(clauses.flatMap(readInstructions).flatMap(splitObjects)).map(refine);
  if (!frequency && instructions.some(({ kind }) => kind === 'monitor')) {
    warnings.add('Looks once each time it is executed. Proposed schedule for watching: cron "*/15 * * * *".');
  }
  const assembler = new Assembler(instructions, literals, warnings);
  const assembly = limitSteps(assembler.assemble(), warnings);
  if (assembly.items.length === 0) return verbatim(prompt, warnings, 'No step was recognised in the prompt');
  return finish(titleOf(instructions), prompt, applyManners(assembly, assembler.manners), warnings);
}

/** The prompt itself becomes the one step, for whichever model runs it to make sense of. */
function verbatim(prompt: string, warnings: Warnings, why: string): OutlinePlan {
  warnings.add(
    `${why}: it is given to one general assistant as it is written. A model from a provider plans better (LLM_MODEL).`,
  );
  const source = {
    type: 'input',
    name: 'request',
    label: 'Request',
    description: 'The prompt, as it was written.',
    value: prompt,
  } as const;
  const instruction = 'Do what the request above asks. Answer in its language.';
  const item = {
    type: 'task',
    kind: 'general',
    product: 'answer',
    instruction,
    sources: [source],
    beside: false,
  } as const;
  return finish(
    prompt
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 6)
      .join(' ')
      .slice(0, 60) ?? 'Workflow',
    prompt,
    { sources: [source], items: [item] },
    warnings,
  );
}

/** What is said about the manner ("Use a friendly tone.") goes to every step that writes. */
function applyManners({ sources, items }: Assembly, manners: readonly string[]): Assembly {
  if (manners.length === 0) return { sources, items };
  const apply = (item: PlanItem): PlanItem => {
    switch (item.type) {
      case 'task':
        return STEP_KINDS[item.kind].mode === 'reads' && items.length > 1
          ? item
          : { ...item, instruction: [item.instruction, ...manners].join(' ') };
      case 'choice':
        return { ...item, then: item.then.map(apply), otherwise: item.otherwise.map(apply) };
      case 'delivery':
        return item;
      default:
        return item satisfies never;
    }
  };
  return { sources, items: items.map(apply) };
}

function finish(name: string, prompt: string, { sources, items }: Assembly, warnings: Warnings): OutlinePlan {
  if (sources.some((source) => source.type === 'input' && source.value.startsWith('Sample '))) {
    warnings.add(
      'Inputs that were not given hold samples: pass your own in "inputs" when you execute the workflow.',
    );
  }
  const description = prompt.replace(/\s+/g, ' ').trim().slice(0, 500);
  return {
    definition: { schema_version: 1, name, description, ...new GraphBuilder().build(sources, items) },
    warnings: warnings.all,
  };
}
