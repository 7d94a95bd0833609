import type { WorkflowDefinition } from '@aiwf/definition';
import type { Answers, Question } from '../plan';
import { readPrompt, type PromptReading } from '../grammar';
import { STEP_KINDS } from '../lexicon';
import { Assembler } from './assembly/assembler';
import { Context } from './assembly/context';
import { Inquiry } from './assembly/inquiry';
import { limitSteps } from './assembly/limit-steps';
import { quoted, Warnings } from './assembly/warnings';
import { buildGraph, type ExtraInput } from './graph/build-graph';
import { capitalise } from './graph/template-text';
import { withLists } from './plan/children';
import type { PlanItem, PlanTree } from './plan/plan-items';
import { asksForAnything, selfCheck } from './self-check';
import { titleOf } from './title';

/** A workflow made without a model, and what is to be known about it. */
export interface OutlinePlan {
  readonly definition: WorkflowDefinition;
  readonly warnings: string[];
}

/** What may be told besides the prompt. */
export interface OutlineOptions {
  /** What was answered to {@link outlineQuestions}, by their ids; what is no answer to one of them is ignored. */
  readonly answers?: Answers;
}

/**
 * Reads a prompt by grammar alone and makes a workflow of it: the same prompt always yields the same one. Takes
 * prompts of any length in linear time. What can't be expressed is a warning, and what is missing an input.
 */
export function planOutline(prompt: string, { answers }: OutlineOptions = {}): OutlinePlan {
  return outline(prompt, new Inquiry(answers));
}

/** What a prompt leaves open that {@link planOutline} would otherwise make an input of, or guess. */
export function outlineQuestions(prompt: string): readonly Question[] {
  const inquiry = new Inquiry();
  outline(prompt, inquiry);
  return inquiry.questions;
}

function outline(prompt: string, inquiry: Inquiry): OutlinePlan {
  const warnings = new Warnings();
  if (asksForAnything(prompt)) {
    const tree = { sources: [], items: selfCheck() };
    return finish(prompt, 'Test Workflow', tree, warnings);
  }
  const reading = readPrompt(prompt);
  if (reading.isForeign) return verbatim(prompt, warnings, 'The prompt is not in English');
  warnOfTimes(reading, warnings);
  if (SECRET.test(prompt)) warnings.add(SECRET_KEPT);
  const context = new Context(reading.instructions, reading.literals, warnings, inquiry);
  const tree = limitSteps(new Assembler(context).assemble(), warnings);
  if (tree.items.length === 0 && !tree.sources.some(({ type }) => type === 'fetch'))
    return verbatim(prompt, warnings, 'No step was recognised in the prompt');
  askForMaterial(context);
  const extra = context.inputs.map(({ name, description }): ExtraInput => ({
    name,
    schema: { type: 'string', description, default: '' },
  }));
  const plan = finish(
    prompt,
    titleOf(reading.instructions) ?? firstWords(prompt),
    applyManners(tree, context.manners),
    warnings,
    extra,
  );
  return withLimits(plan, reading);
}

/** What keys of services look like, and what is called one. */
const SECRET =
  /\b(?:sk|pk|rk|ghp|gho|xox[abp]|AKIA|AIza)[-_]?[A-Za-z0-9_-]{12,}|\b(?:api[- ]?key|password|secret|access token|bearer)\b[ :=]+(?=[^\s]*\d)[^\s,;]{8,}/i;
const SECRET_KEPT =
  'The prompt holds what looks like a key or another secret: it is used in no step. Give it as a header by a secret of the engine, and change it, since prompts are stored.';

/** Nothing starts a workflow by itself: what is to be done again and again is one pass, with a schedule proposed. */
function warnOfTimes({ frequency, instructions }: PromptReading, warnings: Warnings): void {
  if (frequency) {
    warnings.add(
      `Runs once each time it is executed. Proposed schedule for "${frequency.phrase}": cron "${frequency.cron}".`,
    );
  } else if (instructions.some(({ kind }) => kind === 'monitor')) {
    warnings.add('Looks once each time it is executed. Proposed schedule for watching: cron "*/15 * * * *".');
  }
}

/** Where the prompt points at something that only its writer has, it may be given instead of a sample. */
function askForMaterial({ material, inquiry }: Context): void {
  for (const source of material.pointed) {
    const { name, label } = source;
    const answer = inquiry.askText({
      id: name,
      question: `What is the ${label.toLowerCase()}? Left open, it is an input of each run.`,
      type: 'text',
      default: null,
    });
    if (answer !== undefined) source.value = answer;
  }
}

function withLimits(
  { definition, warnings }: OutlinePlan,
  { limits, lowered, boundless, foreignCurrency }: PromptReading,
): OutlinePlan {
  const beyond = boundsNotGiven({ lowered, boundless });
  if (Object.keys(limits).length === 0) return { definition, warnings: [...warnings, ...beyond] };
  const { nodes, edges = [], output, ...rest } = definition;
  const told =
    foreignCurrency === undefined
      ? []
      : [
          `Costs are counted in US dollars: the limit was given in ${foreignCurrency} and is taken for the same number of dollars.`,
        ];
  return {
    definition: { ...rest, nodes, edges, ...(output !== undefined && { output }), limits: { ...limits } },
    warnings: [...warnings, ...beyond, ...told],
  };
}

/** Bounds that were asked for and can't be given. */
function boundsNotGiven({
  lowered,
  boundless,
}: Pick<PromptReading, 'lowered'> & { readonly boundless: string | undefined }): string[] {
  const said = lowered.map((limit) => `No limit can be larger than ${limit}: it is set to that.`);
  return boundless === undefined
    ? said
    : [...said, `${quoted(boundless)}: no limit is lifted; what bounds every run also bounds this one.`];
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
  return finish(prompt, firstWords(prompt), { sources: [source], items: [item] }, warnings);
}

/** The beginning of a prompt, as a name. */
function firstWords(prompt: string): string {
  const words =
    prompt
      .replace(/https?:\S+/g, '')
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 6)
      .join(' ')
      .slice(0, 60) ?? 'Workflow';
  return capitalise(words);
}

/** What is said about the manner ("Use a friendly tone.") goes to every step that writes. */
function applyManners({ sources, items }: PlanTree, manners: readonly string[]): PlanTree {
  const said = manners.slice(0, MOST_MANNERS);
  if (said.length === 0) return { sources, items };
  const apply = (item: PlanItem): PlanItem => {
    if (item.type !== 'task') return withLists(item, (list) => list.map(apply));
    if (STEP_KINDS[item.kind].mode === 'reads' && items.length > 1) return item;
    return { ...item, instruction: [item.instruction, ...said].join(' ') };
  };
  return { sources, items: items.map(apply) };
}

const MOST_MANNERS = 3;

function finish(
  prompt: string,
  name: string,
  tree: PlanTree,
  warnings: Warnings,
  extra: readonly ExtraInput[] = [],
): OutlinePlan {
  const isSample = (value: string | readonly string[]): boolean =>
    typeof value === 'string' ? value.startsWith('Sample ') : (value[0] ?? '').startsWith('Sample ');
  if (tree.sources.some((source) => source.type === 'input' && isSample(source.value))) {
    warnings.add(
      'Inputs that were not given hold samples: pass your own in "inputs" when you execute the workflow.',
    );
  }
  for (const source of tree.sources)
    if (source.type === 'input' && source.value.length === 0)
      warnings.add(`The input "${source.name}" is an empty list: give it what is to be worked through.`);
  const description = prompt.replace(/\s+/g, ' ').trim().slice(0, 500);
  return {
    definition: { schema_version: 1, name, description, ...buildGraph(tree, extra) },
    warnings: warnings.all,
  };
}
