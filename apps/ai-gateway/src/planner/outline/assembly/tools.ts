import type { BuiltInTool } from '@aiwf/contracts';
import { joinTokens, numberAt, type ReadInstruction } from '../../grammar';
import type { StepKind } from '../../lexicon';

const NOW =
  /\b(?:today(?:'s date)?|current (?:date|time|day|year|month)|what (?:day|date|time)|the date of today|now is|right now)\b/i;
const FOLLOWS =
  /\b(?:crawl|browse|follow(?:ing)? (?:the )?links?|linked pages?|every page|each page|sub-?pages?)\b/i;

/** The tools an agent is given: only those that every engine has, and only where there is something for them to work on. */
export function toolsFor(
  kind: StepKind,
  { tokens, verb }: ReadInstruction,
): readonly BuiltInTool[] | undefined {
  const text = joinTokens(tokens);
  const tools: BuiltInTool[] = [];
  const hasNumber = tokens.some((_, at) => numberAt(tokens, at) !== undefined);
  if (kind === 'calculate' && (hasNumber || verb !== 'count')) tools.push('calculator');
  if (tokens.some(({ type }) => type === 'url') && FOLLOWS.test(text)) tools.push('fetch_url');
  if (NOW.test(text)) tools.push('current_time');
  return tools.length > 0 ? tools : undefined;
}

/** "Search the web": nothing here can, so that it is said. */
export function wantsSearch({ tokens }: ReadInstruction): boolean {
  const text = joinTokens(tokens);
  return (
    /\b(?:search(?:es|ing)? (?:the )?(?:web|internet|online|google)|google|web search|(?:on|from|across) the (?:web|internet)|online|look(?:s|ing)? (?:it |them )?up online|bing|duckduckgo)\b/i.test(
      text,
    ) && !tokens.some(({ type }) => type === 'url')
  );
}
