import { readApproval } from './approval';
import { isCase, type Clause } from './clause';
import { splitClauses } from './clauses';
import { splitObjects } from './coordination';
import { stripFraming } from './framing';
import { takeFrequency, type Frequency } from './frequency';
import { readInstructions } from './instruction';
import { splitDoers } from './doers';
import { ungap } from './gapping';
import { isForeign } from './language';
import { asksForNoBounds, capLimits } from './limit-caps';
import { takeLimits, type LimitReading } from './limits';
import { orderInstructions } from './order';
import { readPromptText } from './prompt-text';
import { refineInstruction, shareWords, type ReadInstruction } from './read-instruction';
import { joinTokens, tokenize } from './tokens';

/** A prompt, read as English. */
export interface PromptReading {
  /** In the order in which they are to be done; conditions and the like stand as clauses of their own. */
  readonly instructions: readonly ReadInstruction[];
  /** Data that the prompt holds, quoted or after a colon; one for each token of type `literal`, in order. */
  readonly literals: readonly string[];
  /** How often the whole is to be done. */
  readonly frequency?: Frequency;
  /** Bounds on the whole. */
  readonly limits: LimitReading;
  /** Bounds larger than a workflow may have, lowered to the largest there are: "100000 model calls". */
  readonly lowered: readonly string[];
  /** What asks for no bounds at all, as it is written. */
  readonly boundless?: string;
  /** The currency of a bound that was not given in US dollars. */
  readonly foreignCurrency?: string;
  /** Not in English: there are no instructions then. */
  readonly isForeign: boolean;
}

type Bounds = Pick<PromptReading, 'limits' | 'lowered' | 'boundless' | 'foreignCurrency'> & {
  readonly clauses: readonly Clause[];
};

/** Takes bounds on the whole out of clauses that are no conditions and ask for nothing by that. */
function takeBounds(all: readonly Clause[]): Bounds {
  let limits: LimitReading = {};
  let foreignCurrency: string | undefined;
  let boundless: string | undefined;
  const clauses = all.flatMap((clause) => {
    const waits = /^(?:wait|pause)\b/i.test(joinTokens(clause.tokens.slice(0, 2)));
    if (isCase(clause.link) || waits || readApproval(clause.tokens)) return [clause];
    const taken = takeLimits(clause.tokens);
    limits = { ...limits, ...taken.limits };
    foreignCurrency ??= taken.foreignCurrency;
    if (asksForNoBounds(clause.tokens)) {
      boundless ??= joinTokens(clause.tokens);
      return [];
    }
    return taken.tokens.length === 0 && clause.tokens.length > 0 ? [] : [{ ...clause, tokens: taken.tokens }];
  });
  return {
    clauses,
    ...capLimits(limits),
    ...(boundless !== undefined && { boundless }),
    ...(foreignCurrency !== undefined && { foreignCurrency }),
  };
}

function readClauses(clauses: readonly Clause[]): ReadInstruction[] {
  return shareWords(splitDoers(ungap(clauses)).flatMap(readInstructions).flatMap(splitObjects)).map(
    refineInstruction,
  );
}

/** An instruction to change a workflow, read as English: its clauses in the order of the text. */
export function readChange(text: string): PromptReading {
  const { text: plain, literals } = readPromptText(text);
  if (isForeign(plain)) return { instructions: [], literals, limits: {}, lowered: [], isForeign: true };
  const { text: once, frequency } = takeFrequency(plain);
  const { clauses, ...bounds } = takeBounds(splitClauses(tokenize(once)));
  return {
    instructions: readClauses(clauses),
    literals,
    isForeign: false,
    ...bounds,
    ...(frequency && { frequency }),
  };
}

/**
 * Reads a prompt by grammar alone: its clauses, their order, their conditions and what they are about. Deterministic,
 * and linear in the prompt's length.
 */
export function readPrompt(prompt: string): PromptReading {
  const { text, literals } = readPromptText(prompt);
  if (isForeign(text)) return { instructions: [], literals, limits: {}, lowered: [], isForeign: true };
  const { text: once, frequency } = takeFrequency(text);
  const { clauses, ...bounds } = takeBounds(splitClauses(stripFraming(tokenize(once))));
  const instructions = orderInstructions(readClauses(clauses));
  return { instructions, literals, isForeign: false, ...bounds, ...(frequency && { frequency }) };
}
