import { headNoun, nounPhrase, type Instruction } from '../grammar/instruction';
import { PRODUCT_KINDS } from '../lexicon/products';
import { STEP_KINDS, type StepKind, type VerbKind } from '../lexicon/step-kinds';

/** An instruction with what it is about worked out. */
export interface ReadInstruction extends Instruction {
  readonly head: string;
  readonly phrase: Instruction['object'];
}

/** Whether an agent can do it as one step. */
export function isStepKind(kind: VerbKind | undefined): kind is StepKind {
  return kind !== undefined && Object.hasOwn(STEP_KINDS, kind);
}

const SIGN_OFF = /^(?:approval|sign-off|signoff|permission|consent|confirmation)$/;

/** "Prepare a summary" asks for a summary: with verbs of making and sending, the product decides. */
export function refine(instruction: Instruction): ReadInstruction {
  const phrase = nounPhrase(instruction.object);
  const head = headNoun(phrase);
  const made = PRODUCT_KINDS.get(head);
  const { kind } = instruction;
  const indefinite = /^(?:an?|me|us)$/.test(phrase[0]?.lower ?? '');
  const asksForProduct = kind === 'draft' || (kind === 'collect' && indefinite && head !== 'report');
  const words = instruction.tokens.map((token) => token.lower);
  if (
    (kind === undefined || kind === 'collect' || kind === 'wait') &&
    words.some((word) => SIGN_OFF.test(word))
  ) {
    return { ...instruction, phrase, head, kind: 'approve' };
  }
  return { ...instruction, phrase, head, ...(made && asksForProduct && { kind: made }) };
}
