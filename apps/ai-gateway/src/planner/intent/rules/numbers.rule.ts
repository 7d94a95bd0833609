import { graphSites, sitesOf, type Site } from '../graph/sites';
import { stringsOf, withoutStrings } from '../graph/template-parts';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { PromptNumbers } from '../prompt/numbers';
import type { Rule } from './rule';

/** Numbers that decide, wait or are sent are the prompt's own: thresholds, counts, seconds, amounts. */
export const numbersAreGiven: Rule = ({ request, scopes }) => {
  const { numbers } = request;
  return scopes.flatMap((scope) =>
    [...scope.nodes.flatMap(sitesOf), ...graphSites(scope)].flatMap((site) => checkSite(site, numbers)),
  );
};

function checkSite(site: Site, given: PromptNumbers): IntentProblem[] {
  const { kind, value, path, field, texts, expressions } = site;
  if (kind === 'value' || (typeof value === 'string' && !/\d/.test(value))) return [];
  if (typeof value === 'number')
    return PAGING.test(field) || isGiven(value, given) ? [] : [notGiven(value, path, field)];
  const inCode = expressions.flatMap((expression) => numbersIn(expression, given));
  const inProse =
    kind === 'prose' ? texts.flatMap((text) => thresholdsIn(text, given)) : timesIn(field, texts, given);
  return [...inCode, ...inProse].map((number) => notGiven(number, path, field));
}

/** Query fields that only say how much is fetched at a time. */
const PAGING = /^(?:page|per_?page|page_?size|limit|offset|count|size|top|first|max_?results|rows)$/i;

/** 0 and 1 say "none", "any" and "the first"; nobody has to ask for them. */
function isGiven(value: number, given: PromptNumbers): boolean {
  return Math.abs(value) <= 1 && Number.isInteger(value) ? true : given.has(value);
}

/** An index, what is cut off a text, and the rounds of a loop so far are structure. */
const STRUCTURE =
  /\[\s*\d+\s*\]|\.(?:substring|split|indexOf|lastIndexOf|join)\([^()]*\)|\bindex\s*(?:[<>]=?|==|!=|%)\s*(?:10|\d)\b|\bindex\s*[+-]\s*\d\b/g;
/** A list of consecutive numbers counts; only how far it counts is said by anybody. */
const COUNTING = /\[\s*(?:[01]\s*,\s*)(?:\d+\s*,\s*)*(\d+)\s*\]/g;
const NUMBER = /(?<![\w.])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** What turns one unit into another where it stands beside a multiplication. */
const CONVERSION: ReadonlySet<number> = new Set([60, 3_600, 86_400, 1_000, 24, 7, 100, 1_024, 10, 2]);

/** Numbers of an expression that the prompt doesn't give. */
function numbersIn(expression: string, given: PromptNumbers): number[] {
  const plain = withoutStrings(expression).replace(COUNTING, ' $1 ').replace(STRUCTURE, ' ');
  const bare = [...plain.matchAll(NUMBER)].flatMap((match): number[] => {
    const value = Number(match[0]);
    const before = plain.slice(0, match.index).trimEnd();
    const after = plain.slice(match.index + match[0].length).trimStart();
    const converts = CONVERSION.has(value) && /[*/%]/.test(before.slice(-1) + after.slice(0, 1));
    return isGiven(value, given) || converts || isNeighbour(value, before, given) ? [] : [value];
  });
  const durations = stringsOf(expression).flatMap((text) => {
    const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
    const seconds = Number(amount) * ({ ms: 0.001, s: 1, m: 60, h: 3_600 }[unit] ?? 1);
    return amount === undefined || given.has(seconds) ? [] : [Number(amount)];
  });
  return [...bare, ...durations];
}

/** "More than 100" may have become "at least 101", and "at least 8" "more than 7". */
function isNeighbour(value: number, before: string, given: PromptNumbers): boolean {
  if (!Number.isInteger(value)) return false;
  const [operator] = /[<>]=?$/.exec(before) ?? [];
  if (operator === '>=' || operator === '<') return given.has(value - 1);
  return (operator === '>' || operator === '<=') && given.has(value + 1);
}

const WRITTEN = /(?<![\d.,])\d(?:[\d.,]{0,20}\d)?/g;
const SETS_BAR =
  /(?:\b(?:above|below|over|under|exceeds?|exceeding|more than|less than|greater than|lower than|higher than|fewer than|at least|at most|up to|no more than)|[<>]=?)\s*(?:[$€£]\s?)?$/i;
/** How long a text is to be is up to whoever has it written. */
const OF_TEXT =
  /^\s*(?:words?|sentences?|characters?|chars?|letters?|paragraphs?|bullets?|lines?|items?|points?|pages?|tokens?|examples?|key\b|ideas?|questions?|options?|facts?|steps?|sections?)/i;
const CURRENCY_BEFORE = /[$€£]\s?$/;
const CURRENCY_AFTER = /^\s?(?:[$€£]|(?:usd|eur|gbp|dollars?|euros?)\b)/i;
/** Scales that a writer may choose: "from 1 to 10". */
const SMALL_SCALE = 10;
const NEAR = 24;

/** Numbers that a prompt or a message makes a bar: amounts of money, and what something is to be above or below. */
function thresholdsIn(text: string, given: PromptNumbers): number[] {
  return [...text.matchAll(WRITTEN)].flatMap((match) => {
    const [written] = match;
    const end = match.index + written.length;
    const before = text.slice(Math.max(0, match.index - NEAR), match.index);
    const after = text.slice(end, end + NEAR);
    const value = Number(written.replaceAll(',', ''));
    const other = Number(written.replaceAll('.', '').replace(',', '.'));
    const isMoney = CURRENCY_BEFORE.test(before) || CURRENCY_AFTER.test(after);
    const isBar = SETS_BAR.test(before) && !OF_TEXT.test(after) && value > SMALL_SCALE;
    if (Number.isNaN(value) || !(isMoney || isBar)) return [];
    return isGiven(value, given) || given.has(other) ? [] : [value];
  });
}

/** A date that is written out is one that the prompt names. */
function timesIn(field: string, texts: readonly string[], given: PromptNumbers): number[] {
  if (field !== 'until') return [];
  return texts.flatMap((text) => {
    const day = Number(/^\d{4}-\d{2}-(\d{2})T/.exec(text)?.[1] ?? Number.NaN);
    return Number.isNaN(day) || given.has(day) ? [] : [day];
  });
}

function notGiven(value: number, path: string, field: string): IntentProblem {
  const message = `The number ${value} (${quoted(field)}) is not in the request.`;
  const hint =
    'Use the number that the request gives, or declare an input for it, with a default if one is sensible, and read {{ inputs.<name> }} here.';
  return problem('literal_not_in_prompt', path, message, hint);
}
