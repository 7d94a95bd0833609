import { EVENTS, type ReadInstruction } from '../../grammar';

/** Verbs of what something says or is like: whoever uses them asks a question of what is there. */
const ASKS_OF_IT =
  /^(?:mentions?|contains?|includes?|says?|states?|exceeds?|looks?|seems?|sounds?|is|are|was|has|have|asks|wants|complains|needs|does|do)$/;

/** Whether a "when" or an "if" tells what starts the work ("when a ticket arrives") or asks something of it. */
export function readCase({ link, tokens }: ReadInstruction): 'event' | 'condition' {
  const [first, second] = tokens;
  const aboutIt = /^(?:it|they|this|that|there|any|anything|something)$/.test(first?.lower ?? '');
  if (link === 'unless' || aboutIt || second === undefined) return 'condition';
  if (tokens.some(({ lower }) => ASKS_OF_IT.test(lower))) return 'condition';
  return tokens.slice(1).some(({ lower }) => EVENTS.test(lower)) ||
    tokens.some(({ lower }) => lower === 'new')
    ? 'event'
    : 'condition';
}
