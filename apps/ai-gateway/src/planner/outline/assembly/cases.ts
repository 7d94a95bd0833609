import { EVENTS } from '../grammar/words';
import type { ReadInstruction } from './refine';

/** Whether a "when" or an "if" tells what starts the work ("when a ticket arrives") or asks something of it. */
export function readCase({ link, tokens }: ReadInstruction): 'event' | 'condition' {
  const [first, second] = tokens;
  const aboutIt = /^(?:it|they|this|that|there|any|anything|something)$/.test(first?.lower ?? '');
  if (link === 'unless' || aboutIt || second === undefined) return 'condition';
  return tokens.slice(1).some(({ lower }) => EVENTS.test(lower)) ||
    tokens.some(({ lower }) => lower === 'new')
    ? 'event'
    : 'condition';
}
