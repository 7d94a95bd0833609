import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { IntentContext, Rule } from './rule';

const AGAIN =
  /\b(?:repeat\w*|keep (?!it\b|them\b|the\b|a\b|an\b|your\b|track\b|an eye\b|in mind\b)\w+ing|again and again|over and over|retry|try again|iterate\w*|loop)\b[^.;\n]{0,200}\b(?:until|till|up to|at most|times|as long as)\b|\buntil (?:it|the \w+|they|the result|everything|all|both)\s+(?:is|are|has|have|reach\w*|pass\w*|gets?|scores?|looks?)\b/i;
const EACH = /\b(?:each|every|all|one by one|list|per|individually|any|them|items?|several)\b/i;
const UNTIL = /\b(?:until|again|repeat|revise|iterate|improve)\b/i;
/** What no agent can do for several things in one go. */
const ALONE: ReadonlySet<string> = new Set(['deliver', 'wait', 'approve']);

/** Work on each of several things, and work that goes on until something holds, is laid out so. */
export const repetitionIsThere: Rule = (context) => [...eachIsThere(context), ...againIsThere(context)];

function eachIsThere({ request, nodes }: IntentContext): IntentProblem[] {
  const repeated = request.wanted.filter(({ isRepeated }) => isRepeated);
  if (nodes.some(({ node }) => node.type === 'map' || node.type === 'loop')) return [];
  const needsMap = repeated.find(({ kind }) => ALONE.has(kind));
  if (needsMap === undefined && speak(nodes, EACH)) return [];
  const [wish] = needsMap ? [needsMap] : repeated;
  if (wish === undefined) return [];
  const message = `The request says ${quoted(`${wish.verb} ${wish.object}`)} for each of several things, but the graph does it once.`;
  const hint = 'Put it into the body of a map node whose "items" is the list, and read "item" there.';
  return [problem('repetition_missing', '/nodes', message, hint)];
}

function againIsThere({ request, nodes }: IntentContext): IntentProblem[] {
  const again = request.isEnglish ? AGAIN.exec(request.text) : null;
  if (!again || isWaiting(request.text, again.index)) return [];
  const loops = nodes.some(({ node }) => node.type === 'loop' || node.type === 'wait');
  const guarded = nodes.some(({ node }) => JSON.stringify(node.config).includes('"guardrail"'));
  if (loops || guarded || nodes.some(({ node }) => node.retry !== undefined) || speak(nodes, UNTIL))
    return [];
  const message = `The request says ${quoted(again[0])}, but nothing in the graph is done again.`;
  const hint = 'Put what is repeated into the body of a loop node, and say in "until" when it ends.';
  return [problem('repetition_missing', '/nodes', message, hint)];
}

/** "Wait until it is approved" waits; it repeats nothing. */
function isWaiting(text: string, at: number): boolean {
  return /\b(?:wait|waits|hold|pause)\b[^.;]*$/i.test(text.slice(Math.max(0, at - 40), at));
}

function speak(nodes: IntentContext['nodes'], words: RegExp): boolean {
  return nodes.some(({ node }) => {
    if (node.type === 'agent')
      return words.test(`${node.name ?? ''} ${node.config.goal ?? ''} ${node.config.prompt}`);
    return node.type === 'crew' && node.config.tasks.some(({ description }) => words.test(description));
  });
}
