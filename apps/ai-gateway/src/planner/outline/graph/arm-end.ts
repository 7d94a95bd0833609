import { literal, sendingText } from './expressions';
import type { Flow, Result, Sending } from './flow';

/** Where one way of a choice ends. */
export interface ArmEnd {
  /** The value of the deciding node's `branch`. */
  readonly branch: string;
  /** How its outcome begins where it made no text: "Yes". */
  readonly answer: string;
  /** What it has made. */
  readonly results: readonly Result[];
  readonly sent: readonly Sending[];
  /** Approvals that were asked for on the way. */
  readonly asked: readonly string[];
  /** Whether what it makes is sure to be there. */
  readonly isGated: boolean;
  /** Its result is a better version of what was there before. */
  readonly revises: boolean;
}

/** Reads off a laid-out way what came of it. */
export function armEnd(
  branch: string,
  answer: string,
  flow: Flow,
  context: readonly Result[],
  revises: boolean,
): ArmEnd {
  const results = flow.results.filter((result) => !context.includes(result));
  return { branch, answer, results, sent: flow.sent, asked: flow.asked, isGated: flow.isGated, revises };
}

function guardOf({ guard, node }: Result, isGated: boolean): string | undefined {
  return guard ?? (isGated && node !== '' ? `nodes.${node}.output != null` : undefined);
}

/** What is said of a way that made no text. */
function noteOf({ sent, asked, answer }: ArmEnd): string {
  const approval = asked.at(-1);
  if (sent.length === 0 && approval !== undefined)
    return `${literal(`${answer}: `)} + nodes.${approval}.output.branch + "."`;
  return sent.length === 0 ? literal(`${answer}: nothing was done.`) : sendingText(sent, answer);
}

/**
 * What came of a way, as one CEL expression of text. The words of the condition are left out: a later condition may look
 * for them.
 */
function armExpression(end: ArmEnd): string {
  const { results, sent, isGated } = end;
  if (results.length === 0) return sent.length === 0 ? noteOf(end) : `(${noteOf(end)})`;
  const guards = [...new Set(results.flatMap((result) => guardOf(result, isGated) ?? []))];
  const texts = results.map(({ path }) => path).join(' + "\\n\\n" + ');
  const whole = sent.length === 0 ? texts : `${texts} + "\\n\\n" + (${sendingText(sent)})`;
  return guards.length === 0 ? whole : `(${guards.join(' && ')} ? ${whole} : ${noteOf(end)})`;
}

/** What came of a choice, whichever way was taken: an expression where all is text, else a template. */
export function outcomeOf(
  decide: string,
  ends: readonly ArmEnd[],
): { expression: string } | { value: string } {
  const [first, second] = ends;
  const isPlain = ends.every(
    ({ results, sent }) =>
      results.every(({ isText }) => isText) || (results.length === 1 && sent.length === 0),
  );
  if (first && second && ends.length === 2 && isPlain) {
    const test = `nodes.${decide}.output.branch == ${literal(first.branch)}`;
    const expression = `${test} ? ${armExpression(first)} : ${armExpression(second)}`;
    if (expression.length <= LONGEST_EXPRESSION) return { expression };
  }
  return { value: ends.map((end) => armTemplate(decide, end)).join('') };
}

/** Well below the language's cap on the bytes and on the syntax nodes of an expression. */
const LONGEST_EXPRESSION = 900;

/** A way's outcome as substitutions that are empty where another way was taken. */
function armTemplate(decide: string, end: ArmEnd): string {
  const taken = `nodes.${decide}.output.branch == ${literal(end.branch)}`;
  const { results, sent, isGated } = end;
  if (results.length === 0) return `{{ ${taken} ? (${noteOf(end)}) : "" }}`;
  const texts = results.map(
    (result) =>
      `{{ ${[taken, guardOf(result, isGated)].filter(Boolean).join(' && ')} ? ${result.path} : "" }}`,
  );
  const note = sent.length === 0 ? '' : `{{ ${taken} ? "\\n\\n" + (${sendingText(sent)}) : "" }}`;
  return texts.join('') + note;
}
