import { isStepKind, joinTokens, onlyAnnounces, PRONOUNS, type ReadInstruction } from '../../../grammar';

/** Instructions that are done at the same time. */
export interface ParallelGroup {
  /** Each way, with its first instruction. */
  readonly members: ReadonlySet<ReadInstruction>;
  readonly first: ReadInstruction;
  /** Done beside what stands before it, rather than beside one another. */
  readonly besideLast: boolean;
  /** "Summarise it and translate it in parallel": each is a way, although all are about the same. */
  readonly isShared: boolean;
}

/** Says by itself only that something is done at the same time. */
const isBare = ({ tokens, kind }: ReadInstruction): boolean =>
  tokens.length === 0 || ((kind === undefined || kind === 'general') && onlyAnnounces(joinTokens(tokens)));

/** The instructions of the sentence that begins at one, and, where it announces a list, of the list. */
function sentenceFrom(instructions: readonly ReadInstruction[], at: number): ReadInstruction[] {
  const found: ReadInstruction[] = [];
  for (const [index, instruction] of instructions.slice(at).entries()) {
    if (index > 0 && instruction.opensSentence) break;
    found.push(instruction);
  }
  const next = at + found.length;
  if (!found.at(-1)?.announces || (instructions[next]?.listItem ?? 0) === 0) return found;
  for (const instruction of instructions.slice(next)) {
    if (instruction.listItem === 0) break;
    found.push(instruction);
  }
  return found;
}

/** What is joined by "and" to an instruction that is done at the same time. */
function joinedTo(sentence: readonly ReadInstruction[], marked: ReadInstruction): ReadInstruction[] {
  const at = sentence.indexOf(marked);
  // "Fetch it, check it for this and for that in parallel": the parts of one verb are side by side anyway.
  if (sentence[at + 1]?.sharesVerb === true) return [marked];
  let from = at;
  while (from > 0 && sentence[from]?.link === 'and' && sentence[from - 1]?.announces !== true) from -= 1;
  // What is read comes before what is done with it.
  while (from < at && sentence[from]?.kind === 'collect' && marked.kind !== 'collect') from += 1;
  let to = at + 1;
  // "Research A and B in parallel and compare them": what is said after it comes afterwards.
  if (marked.modifiers.parallel === 'leading') while (sentence[to]?.link === 'and') to += 1;
  return sentence.slice(from, to);
}

/** Finds what a prompt wants done at the same time. */
export function parallelGroups(
  instructions: readonly ReadInstruction[],
): ReadonlyMap<ReadInstruction, ParallelGroup> {
  const groups = new Map<ReadInstruction, ParallelGroup>();
  for (let at = 0; at < instructions.length;) {
    const sentence = sentenceFrom(instructions, at);
    at += Math.max(1, sentence.length);
    const marked = sentence.find(({ modifiers }) => modifiers.parallel !== undefined);
    if (!marked) continue;
    const opening = sentence.find(({ link }) => link !== 'for');
    const bare = opening === marked && isBare(marked);
    const alike = marked.modifiers.parallel === 'trailing' ? alikeUpTo(sentence, marked) : [];
    const isShared = alike.length > 1;
    const joined = isShared ? alike : joinedTo(sentence, marked);
    const members = bare ? sentence.filter((one) => one !== marked) : joined;
    const [first] = members;
    const isAlone = !isShared && members.filter((one) => !pointsBack(one)).length < 2;
    if (!first || (isAlone && marked.modifiers.parallel === 'trailing')) continue;
    groups.set(marked === opening && bare ? marked : first, {
      members: new Set(members),
      first,
      besideLast: isAlone,
      isShared,
    });
  }
  return groups;
}

const isAboutIt = ({ object, link, kind }: ReadInstruction): boolean =>
  isStepKind(kind) && /^(?:and|then)$/.test(link) && PRONOUNS.has(object[0]?.lower ?? '');

/** What is done with the same thing up to an instruction, that included. */
function alikeUpTo(sentence: readonly ReadInstruction[], marked: ReadInstruction): ReadInstruction[] {
  const at = sentence.indexOf(marked);
  const before = sentence.slice(0, at + 1).findLastIndex((one) => !isAboutIt(one));
  return sentence.slice(before + 1, at + 1);
}

/** Whether an instruction goes on with what the one before it made. */
export function pointsBack({ object, link, listItem }: ReadInstruction): boolean {
  if (listItem > 0) return false;
  return (
    PRONOUNS.has(object[0]?.lower ?? '') ||
    link === 'if' ||
    link === 'unless' ||
    link === 'otherwise' ||
    link === 'until'
  );
}
