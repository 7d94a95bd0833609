import type { NodeDefinition } from '@aiwf/definition';
import { headNoun, joinTokens, nounPhrase, type Token } from '../../../grammar';
import { PRODUCT_KINDS, STEP_KINDS, TEXTS } from '../../../lexicon';
import { capitalise, literalTemplate } from '../../graph/template-text';
import { findNodes, kindOf } from '../find-nodes';
import { changeNodes, everyNode, type PlacedNode } from '../regions';
import { resultNode } from '../splice';
import type { Changed, ChangeRequest } from '../request';

const QUALITIES =
  /^(?:(?:more|less|very|quite|a bit|slightly|much|even|as) )*(?:short(?:er)?|long(?:er)?|brief(?:er)?|concise|formal|informal|friendly|friendlier|polite|politer|casual|professional|simple|simpler|clear(?:er)?|funny|funnier|serious|detailed|neutral|warm(?:er)?|persuasive|technical|playful|direct|kind(?:er)?|strict(?:er)?|elegant|plain(?:er)?|precise|enthusiastic|humorous|personal|readable|vivid|catchy|catchier|positive|empathetic|objective|academic)(?:(?:,| and| but) (?:(?:more|less|very|quite) )?[\w-]+)?(?: than .*)?$/i;
const SAYS_HOW =
  /\b(?:tone|style|voice|wording|language|register)\b|\b(?:in|using|with) (?:an? )?(?:\w+ ){0,2}(?:tone|style|voice|words|sentences|bullet points?|paragraphs?|english|spelling)\b|\b(?:under|below|over|above|at most|no more than|not more than|fewer than|less than|max(?:imum)?|up to|at least|exactly|within|about)\b.{0,20}\b(?:words?|sentences?|characters?|paragraphs?|lines?|bullets?|points?|pages?)\b/i;
const CONTENT =
  /^(?:please )?(?:mention|include|cover|focus on|emphasi[sz]e|stress|avoid|start with|end with|begin with|close with|refer to|address)\b|\b(?:should|must|needs? to|has to|to) (?:not |also |always |never )?(?:mention|include|cover|contain|focus on|emphasi[sz]e|avoid|start with|end with|refer to|address|have|begin with)\b/i;
const USES =
  /^(?:please )?use (?:(?:more|less|only|very|fewer) )?[\w-]+ (?:words|language|sentences|terms|english|spelling|phrases|examples|emojis?|headings?|bullets?)$/i;
/** These say when or where something is done, which is no manner. */
const NO_MANNER = /\b(?:until|unless|if|before|after|https?:)\b/i;
const ADDRESSED = /^(?:please )?(?:make|keep|write|use|be|let|have|phrase|word|give|format|say|set)\b/i;

/** Steps that write something for people. */
function writers({ definition }: ChangeRequest): PlacedNode[] {
  return everyNode(definition).filter(({ node }) => {
    const kind = kindOf(node);
    if (node.type !== 'agent' || kind === undefined) return false;
    if (/^(?:check|judge|decide|measure|read)_?\w*$/.test(node.id)) return false;
    return TEXTS.has(kind) || STEP_KINDS[kind].mode === 'writes';
  });
}

function asked(node: NodeDefinition, sentence: string): NodeDefinition {
  if (node.type !== 'agent' || node.config.prompt.includes(sentence)) return node;
  return { ...node, config: { ...node.config, prompt: `${node.config.prompt.trimEnd()} ${sentence}` } };
}

/** Whose content it is: "the post should mention …", "add … to the script". */
function subjectOf(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex(({ lower }) => /^(?:should|must|needs?|has)$/.test(lower));
  if (end !== -1) return tokens.slice(0, end);
  const to = tokens.findIndex(({ lower }) => lower === 'to');
  return /^(?:add|include|insert)$/.test(tokens[0]?.lower ?? '')
    ? tokens.slice(to + 1)
    : tokens.slice(0, Math.max(to, 0));
}

/** The step that writes what the workflow gives. */
function mainWriter(request: ChangeRequest): PlacedNode[] {
  const all = writers(request);
  const result = resultNode(request.definition)?.id;
  const main = all.find(({ node }) => node.id === result);
  return main ? [main] : all.slice(0, 1);
}

/** What is to be said to the steps: "Use a friendly tone." */
function sentenceOf(text: string, quality: string | undefined): string {
  const tone =
    /\bmake (?:the |its |their )?(?:tone|style|voice|wording|language)s? (?:of (?:the |it |them )?.*? )?((?:more |less |a bit |very |slightly )*[\w-]+)$/i.exec(
      text,
    );
  if (tone)
    return `Use a ${tone[1]} tone.`
      .replace(/ a ([aeiou])/i, ' an $1')
      .replace(/^Use an? (more|less)/i, 'Use a $1');
  if (quality !== undefined) return `Make it ${quality}.`;
  const content = /\b(?:should|must|needs? to|has to|like .* to|want .* to)\s+(.*)$/i.exec(text)?.[1];
  if (content !== undefined) return `${capitalise(content.replace(/^not /i, 'do not '))}.`;
  return `${capitalise(text.replace(/^please /i, ''))}.`;
}

/** The words that say how: from the first word of quality on. */
function qualityIn(tokens: readonly Token[]): { readonly at: number; readonly text: string } | undefined {
  for (let at = 1; at < tokens.length; at += 1) {
    const text = joinTokens(tokens.slice(at));
    if (QUALITIES.test(text)) return { at, text };
  }
  return undefined;
}

/** "Make the tone friendly", "keep it under 100 words", "the summary should be shorter". */
export function changeManner(request: ChangeRequest): Changed {
  const { definition, tokens, text, warnings } = request;
  const quality = qualityIn(tokens);
  const isAboutForm = SAYS_HOW.test(text);
  const isShort = tokens.length <= LONGEST;
  if (NO_MANNER.test(text) || tokens.some(({ type }) => type === 'url')) return undefined;
  const isContent = CONTENT.test(text) || addsContent(tokens);
  const isSaid =
    isContent ||
    USES.test(text) ||
    (ADDRESSED.test(text) && (quality || isAboutForm)) ||
    (quality && /\bshould (?:be|sound)\b/i.test(text)) ||
    (isAboutForm && isShort && !startsStep(text)) ||
    (tokens.length <= 3 && QUALITIES.test(text));
  if (!isSaid) return undefined;
  const named = quality ? tokens.slice(0, quality.at) : tokens;
  const who = (isContent && !quality ? subjectOf(tokens) : named).filter(
    ({ lower }) =>
      !/^(?:make|keep|use|write|be|let|have|it|them|tone|style|voice|should|sound|in|of|and|a|an|please|everything|all|text|texts)$/.test(
        lower,
      ),
  );
  const found = findNodes(definition, who, ({ type }) => type === 'agent');
  const targets = found.length > 0 ? found : isContent ? mainWriter(request) : writers(request);
  if (targets.length === 0) {
    warnings.add(`No step writes a text that "${text}" could be about: nothing was changed.`);
    return { definition };
  }
  const sentence = literalTemplate(
    sentenceOf(text, quality && !/\b(?:tone|style|voice|wording)\b/i.test(text) ? quality.text : undefined),
  );
  return {
    definition: changeNodes(definition, targets, (node) => asked(node, sentence)),
  };
}

const LONGEST = 16;

/** "Add a call to action": something in the text, not a step of its own. */
function addsContent(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ lower }) => !/^(?:please|also)$/.test(lower));
  if (!/^(?:add|include|insert)$/.test(words[0]?.lower ?? '')) return false;
  const phrase = nounPhrase(words.slice(1));
  const isStep = phrase.some(({ lower }) =>
    /^(?:steps?|nodes?|tasks?|approvals?|wait|delay|pause|versions?|branch|condition|loop|review|sign-off|check|limit)$/.test(
      lower,
    ),
  );
  return !isStep && !PRODUCT_KINDS.has(headNoun(phrase)) && headNoun(phrase) !== '';
}

/** "Write a poem in a friendly tone" asks for a step, "write in a friendly tone" for a manner. */
function startsStep(text: string): boolean {
  return (
    /^(?:please |also |then )*(?:write|draft|create|summari[sz]e|translate|list|explain|add|send|post|research)\b/i.test(
      text,
    ) && !/^(?:please )?write (?:in|with|using|more|less|it|them)\b/i.test(text)
  );
}
