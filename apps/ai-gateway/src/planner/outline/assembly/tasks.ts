import { beforeLanguage, comparedSides, type ReadInstruction, readVerb } from '../../grammar';
import { FROM_KNOWLEDGE, LANGUAGES, STEP_KINDS, type StepKind } from '../../lexicon';
import type { Source, Task } from '../plan/plan-items';
import type { Inquiry } from './inquiry';
import { fieldsIn, optionsIn } from './given';
import { toolsFor } from './tools';
import { aboutOf, namedIn, productOf, sentenceOf } from './wording';

const MOST_LANGUAGES = 5;
/** Kinds whose verbs are many, and say more than the kind. */
const NAMING = /^(?:analyse|validate|review|rewrite|find|extract|classify|calculate|rank|recommend|plan)$/;

/** One translation a language, side by side. */
function translations(instruction: ReadInstruction, base: Pick<Task, 'sources' | 'beside'>): Task[] {
  const languages = instruction.object.filter(({ lower }) => LANGUAGES.has(lower)).slice(0, MOST_LANGUAGES);
  if (languages.length < 2) return [];
  const object = beforeLanguage(instruction.object, LANGUAGES);
  const sentence = sentenceOf('translate', { ...instruction, object }).slice(0, -1);
  return languages.map(({ text }, at) => ({
    ...base,
    type: 'task',
    kind: 'translate',
    product: `${text} translation`,
    about: `into ${text}`,
    instruction: `${sentence} into ${text}.`,
    beside: at > 0 || base.beside,
  }));
}

/** "into French" */
function languageOf(kind: StepKind, { object }: ReadInstruction): string | undefined {
  const language = kind === 'translate' ? object.find(({ lower }) => LANGUAGES.has(lower)) : undefined;
  return language && `into ${language.text}`;
}

/** A translation of which the prompt does not say into what. */
function intoAnswered(task: Task, inquiry: Inquiry): Task {
  const answer = inquiry.askText({
    id: 'language',
    question: 'Which language is it translated into?',
    type: 'text',
    default: 'English',
  });
  const language = (answer ?? 'English').replace(/[^\p{L}\p{N} ()-]/gu, '').slice(0, 40);
  const about = `into ${language}`;
  return { ...task, about, instruction: `${task.instruction.replace(/\.$/, '')} ${about}.` };
}

/** What is known of each side, side by side, before they are compared. */
function comparison(instruction: ReadInstruction, whole: Task): Task[] {
  const sides = comparedSides(instruction.object);
  if (!sides) return [];
  const described = sides.map((side, at): Task => ({
    ...whole,
    kind: 'research',
    product: side,
    about: undefined,
    instruction: `Describe ${side} in three sentences.`,
    beside: at > 0,
  }));
  return [...described, { ...whole, beside: false }];
}

/** The tasks that one instruction stands for: several for several languages or for a comparison of two things. */
export function tasksFor(
  kind: StepKind,
  instruction: ReadInstruction,
  base: Pick<Task, 'sources' | 'beside' | 'rereads'> & { readonly isFirst: boolean },
  inquiry: Inquiry,
): Task[] {
  const { sources, beside, rereads } = base;
  const gives =
    kind === 'classify' ? optionsIn(instruction) : kind === 'extract' ? fieldsIn(instruction) : undefined;
  const tools = toolsFor(kind, instruction);
  const product = gives?.type === 'fields' ? STEP_KINDS.extract.product : productOf(kind, instruction);
  const whole: Task = {
    type: 'task',
    kind,
    sources,
    beside,
    rereads,
    product,
    about: languageOf(kind, instruction) ?? aboutOf(kind, product, namedIn(kind, instruction)),
    instruction: sentenceOf(kind, instruction, gives !== undefined),
    ...(NAMING.test(kind) && readVerb(instruction.verb)?.kind === kind && { verb: instruction.verb }),
    ...(gives && { gives }),
    ...(tools && { tools }),
  };
  if (
    kind === 'translate' &&
    !instruction.object.some(({ lower }) => LANGUAGES.has(lower) || /^(?:into|to)$/.test(lower))
  )
    return [intoAnswered(whole, inquiry)];
  const several =
    kind === 'translate'
      ? translations(instruction, { sources, beside })
      : kind === 'compare' && base.isFirst && sources.length === 0
        ? comparison(instruction, whole)
        : [];
  return several.length > 0 ? several : [whole];
}

/** Whether two tasks in a row may run at the same time: both read, or both write, and neither builds on the other. */
export function isIndependent(
  kind: StepKind,
  { head, object }: ReadInstruction,
  sources: readonly Source[],
  last: Task,
): boolean {
  const { mode } = STEP_KINDS[kind];
  if (mode === 'uses' || STEP_KINDS[last.kind].mode !== mode) return false;
  if (mode === 'writes' && (kind === last.kind || sources.length > 0)) return true;
  if (mode === 'writes') return false;
  if (sources.length > 0 && last.sources.length > 0) return true;
  const isOwnTopic = head !== '' && !/^(?:the|why|how|which|what)$/.test(object[0]?.lower ?? '');
  return isOwnTopic && FROM_KNOWLEDGE.has(kind) && FROM_KNOWLEDGE.has(last.kind);
}
