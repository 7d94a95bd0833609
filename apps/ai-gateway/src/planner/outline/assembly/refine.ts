import { headNoun, nounPhrase, type Instruction } from '../../grammar/instruction';
import { PRONOUNS } from '../../grammar/words';
import { PRODUCT_KINDS } from '../../lexicon/products';
import { dataNounAt, phraseEndingAt } from './phrases';
import { STEP_KINDS, type StepKind, type VerbKind } from '../../lexicon/step-kinds';

/** An instruction with what it is about worked out. */
export interface ReadInstruction extends Instruction {
  readonly head: string;
  readonly phrase: Instruction['object'];
}

/** Whether an agent can do it as one step. */
export function isStepKind(kind: VerbKind | undefined): kind is StepKind {
  return kind !== undefined && Object.hasOwn(STEP_KINDS, kind);
}

/** "Tag and route the emails": a verb without an object of its own shares the next one's. */
export function shareObjects(instructions: readonly Instruction[]): Instruction[] {
  return instructions.map((instruction, at) => {
    const next = instructions[at + 1];
    const shares =
      at === 0 && instruction.verb !== '' && instruction.object.length === 0 && next?.link === 'and';
    return shares && next ? { ...instruction, object: next.object } : instruction;
  });
}

const SIGN_OFF = /^(?:approval|sign-off|signoff|permission|consent|confirmation)$/;

const COMPOSITE = /^(?:process|monitor|respond|onboard)$/;

/** "Prepare a summary" asks for a summary: with verbs of making and sending, the product decides. */
export function refine(instruction: Instruction): ReadInstruction {
  const { object } = instruction;
  const at = COMPOSITE.test(instruction.kind ?? '') ? dataNounAt(object) : -1;
  const phrase = at === -1 ? nounPhrase(object) : phraseEndingAt(object, at);
  const head = headNoun(phrase);
  const made = PRODUCT_KINDS.get(head);
  const isChanged = /^(?:make|turn)$/.test(instruction.verb) && PRONOUNS.has(object[0]?.lower ?? '');
  const kind = isChanged ? 'rewrite' : instruction.kind;
  const indefinite = /^(?:an?|me|us)$/.test(phrase[0]?.lower ?? '');
  const asksForProduct = kind === 'draft' || (kind === 'collect' && indefinite && head !== 'report');
  const words = instruction.tokens.map((token) => token.lower);
  if (
    (kind === undefined || kind === 'collect' || kind === 'wait') &&
    words.some((word) => SIGN_OFF.test(word))
  ) {
    return { ...instruction, phrase, head, kind: 'approve' };
  }
  return {
    ...instruction,
    phrase,
    head,
    ...(kind && { kind }),
    ...(made && asksForProduct && { kind: made }),
  };
}
