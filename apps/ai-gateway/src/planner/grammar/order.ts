import type { ReadInstruction } from './read-instruction';
import { readVerb } from './word-forms';
import { PRONOUNS } from './words';

const TELLS = /^(?:deliver|notify|reply|respond)$/;
const MAKES = /^(?:draft|write|compose|create|generate|prepare|produce|make)$/;
const SENDS = /^(?:deliver|notify)$/;

/** Whether two instructions are of one kind: sending, telling and answering are. */
function isAlike(one: ReadInstruction, other: ReadInstruction): boolean {
  if (one.kind === undefined || other.kind === undefined) return false;
  const isWritten = MAKES.test(one.verb) || MAKES.test(other.verb);
  return one.kind === other.kind || (!isWritten && TELLS.test(one.kind) && TELLS.test(other.kind));
}

/** Whether an instruction only names another one again: "before sending it". */
function restates(again: ReadInstruction, earlier: ReadInstruction): boolean {
  if (!isAlike(again, earlier)) return false;
  const first = again.object[0]?.lower ?? '';
  if (again.object.length === 0 || PRONOUNS.has(first) || again.kind === 'deliver') return true;
  return again.head === earlier.head || /^(?:anything|anybody|anyone|everything)$/.test(first);
}

/** One instruction takes another's place in the sentence. */
function inPlaceOf(
  moved: ReadInstruction,
  { link, opensSentence, pause, listItem }: ReadInstruction,
): ReadInstruction {
  return {
    ...moved,
    link: moved.link === 'after' ? 'after' : link,
    opensSentence,
    pause,
    listItem,
    trails: false,
  };
}

function displaced(instruction: ReadInstruction): ReadInstruction {
  return { ...instruction, link: 'then', opensSentence: false, pause: 0 };
}

/** Where the sentence of an instruction begins to be about what stands right before it. */
function startOfActs(list: readonly ReadInstruction[], at: number): number {
  let from = at;
  while (
    from > 0 &&
    list[from]?.link === 'and' &&
    list[from]?.opensSentence === false &&
    SENDS.test(list[from]?.kind ?? '') &&
    SENDS.test(list[from - 1]?.kind ?? '') &&
    readVerb(list[from - 1]?.verb ?? '')?.kind !== 'draft'
  )
    from -= 1;
  return from;
}

/** "Send the report after summarising the tickets": what is done first comes first. */
function putFirst(list: readonly ReadInstruction[]): ReadInstruction[] {
  const ordered: ReadInstruction[] = [];
  for (const instruction of list) {
    if (instruction.link !== 'after') {
      ordered.push(instruction);
      continue;
    }
    if (
      ordered.some(
        (earlier) =>
          instruction.object.length > 0 &&
          earlier.head === instruction.head &&
          restates(instruction, earlier),
      )
    )
      continue;
    const at = startOfActs(ordered, ordered.length - 1);
    const before = ordered[at];
    if (!instruction.trails || !before) ordered.push(instruction);
    else ordered.splice(at, 1, inPlaceOf(instruction, before), displaced(before));
  }
  return ordered;
}

/** "Before sending it to https://…, … otherwise send it": only the first one says where to. */
function namesMore({ object }: ReadInstruction, later: ReadInstruction): boolean {
  const hasUrl = (tokens: ReadInstruction['object']): boolean => tokens.some(({ type }) => type === 'url');
  return hasUrl(object) && !hasUrl(later.object);
}

/** "Before sending it, translate it": what is done afterwards comes afterwards, or is named already. */
function putLast(list: readonly ReadInstruction[]): ReadInstruction[] {
  const ordered: ReadInstruction[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const instruction = list[at] as ReadInstruction;
    if (instruction.link !== 'before') {
      ordered.push(instruction);
      continue;
    }
    const leads = instruction.opensSentence;
    const next = list[at + 1];
    const first = leads && next && !next.opensSentence ? next : undefined;
    if (first) at += 1;
    const named = ordered.findIndex(
      (earlier) => earlier !== ordered.at(-1) && restates(instruction, earlier),
    );
    const before = ordered[named];
    const isNamedLater = list
      .slice(at + 1)
      .some(
        (later) => later.kind !== undefined && restates(instruction, later) && !namesMore(instruction, later),
      );
    if (before) {
      const moved = first ?? ordered.pop();
      if (moved) ordered.splice(named, 1, inPlaceOf(moved, before), displaced(before));
    } else {
      if (first) ordered.push(inPlaceOf(first, instruction));
      if (!isNamedLater) ordered.push(first || !leads ? displaced(instruction) : instruction);
    }
  }
  return ordered;
}

/** Puts instructions into the order in which they are done, which "before" and "after" may turn round. */
export function orderInstructions(list: readonly ReadInstruction[]): ReadInstruction[] {
  return putLast(putFirst(list));
}
