import { DEFINITE, isPlural, PRONOUNS, type ReadInstruction } from '../../grammar';
import { JUDGEMENTS, PRODUCT_KINDS } from '../../lexicon';
import type { Material } from './material';
import type { Delivery, Task } from '../plan/plan-items';

/** What there is to send when an instruction sends something. */
interface Before {
  readonly material: Material;
  readonly hasMade: boolean;
  readonly last: Task | undefined;
}

const WHOLE = /^(?:result|output|all|both|everything|rest)s?$/;
/** What a step was given, as opposed to what it made of it. */
const ORIGINAL = /^(?:original|source|material)s?$/;

/** What is sent: something made or given before. Absent where it has to be written first. */
export function contentOf(
  instruction: ReadInstruction,
  hasUrl: boolean,
  { material, hasMade, last }: Before,
): Delivery['content'] | undefined {
  const { kind, head, phrase } = instruction;
  if (kind === 'notify' && !material.isProduced('alert')) return undefined;
  const hasGiven = material.all.length > 0;
  if (!hasMade && material.known(head)?.type === 'item') return 'material';
  // "Write to the CFO": what is written is new, whatever was written before.
  if (kind === 'deliver' && /^(?:write|draft|compose)$/.test(instruction.verb)) return undefined;
  const product = hasMade ? material.productOf(head) : undefined;
  if (product !== undefined) return { product };
  if (hasUrl && hasGiven && ORIGINAL.test(head)) return 'material';
  if (WHOLE.test(head)) return hasMade ? 'result' : hasUrl && hasGiven ? 'material' : undefined;
  if (head === '' || PRONOUNS.has(phrase[0]?.lower ?? '')) {
    if (hasGiven && last && JUDGEMENTS.has(last.kind)) return 'judged';
    if (!hasMade && !hasGiven && PRONOUNS.has(phrase[0]?.lower ?? '')) {
      material.presumeText();
      return 'material';
    }
    return hasMade ? 'result' : hasUrl && hasGiven ? 'material' : undefined;
  }
  const isDefinite = hasUrl && kind === 'deliver' && phrase.some(({ lower }) => DEFINITE.has(lower));
  return isDefinite ? givenAs(instruction, { material, hasMade, last }) : undefined;
}

/** "The menu": something the writer has, unless it is a product or may be the last step's. */
function givenAs(
  instruction: ReadInstruction,
  { material, hasMade }: Before,
): Delivery['content'] | undefined {
  const { head, phrase } = instruction;
  if (PRODUCT_KINDS.has(head)) return undefined;
  if (material.presumeSubject(phrase, isPlural(phrase))) return 'material';
  if (hasMade || material.all.length > 0) return undefined;
  material.presumeUnknown(instruction);
  return 'material';
}
