import { estimatedPromptTokens } from '@aiwf/models';
import { range, ZERO, type Range } from './range';

/** What is assumed where nothing better is known. Tokens are counted on the safe side: English has some four characters a token. */
export const ASSUMED = {
  /** Tokens of an answer in free text, the longest that is allowed aside. */
  answer: 250,
  /** Tokens of a turn in which a model asks for tools. */
  toolRequest: range(10, 60, 400),
  /** Tokens of what the tools of one turn say: a result has 8,000 characters at most, and a few may be asked at once. */
  toolResults: range(5, 400, 8_000),
  /** Tokens that one tool's description adds to each prompt. */
  toolDescription: range(20, 120, 800),
  /** Turns of an agent that has tools, its `max_turns` aside. */
  turnsWithTools: 3,
  /** Tokens of what a manager tells a coworker. */
  delegation: range(10, 150, 1_500),
  /** Tokens of an input that is not known yet. */
  unknownInput: range(0, 100, 4_000),
  /** Tokens of what an HTTP server answers, as far as a prompt shows it. */
  httpAnswer: range(0, 500, 16_000),
  /** Tokens of what a judge says. */
  verdict: 40,
  /** Tokens of what an agent is told about an answer that was not accepted. */
  feedback: range(10, 60, 600),
  /** Items of a list that is not known yet. */
  items: range(0, 5, 50),
  /** Rounds of a loop, its `max_iterations` aside. */
  rounds: 3,
  /** Seconds of a step that calls nobody. */
  step: range(0.005, 0.03, 0.5),
  /** Seconds of an HTTP request. */
  httpSeconds: range(0.05, 0.5, 30),
} as const;

/** Tokens of a text as part of a prompt. */
export function tokensOf(characters: number): Range {
  if (characters === 0) return ZERO;
  return range(characters / 6, characters / 4, characters / 2);
}

/** Tokens that messages cost beside their text. */
export function overheadOf(messages: number): Range {
  return range(0, 4 * messages, estimatedPromptTokens(Array<string>(messages).fill('')));
}

/** How fast a model is: seconds before it begins, and tokens a second that it reads and writes. */
interface Pace {
  begin: Range;
  reads: { slow: number; likely: number };
  writes: { slow: number; likely: number; fast: number };
}

/** Of a provider's model. */
const REMOTE: Pace = {
  begin: range(0.1, 0.8, 5),
  reads: { slow: 500, likely: 5_000 },
  writes: { slow: 15, likely: 60, fast: 400 },
};

/** Of the embedded model, on the processors of this machine. */
const EMBEDDED: Pace = {
  begin: range(0.02, 0.2, 3),
  reads: { slow: 40, likely: 300 },
  writes: { slow: 6, likely: 30, fast: 200 },
};

/** Seconds of one call. */
export function callSeconds(embedded: boolean, input: Range, output: Range, timeoutSeconds: number): Range {
  const { begin, reads, writes } = embedded ? EMBEDDED : REMOTE;
  const most = begin.high + input.high / reads.slow + output.high / writes.slow;
  return range(
    begin.low + output.low / writes.fast,
    begin.likely + input.likely / reads.likely + output.likely / writes.likely,
    Math.min(most, timeoutSeconds),
  );
}
