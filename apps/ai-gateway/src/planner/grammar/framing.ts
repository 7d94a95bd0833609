import { ARTEFACTS } from '../lexicon';
import { FILLERS } from './words';
import type { Token } from './tokens';
import { readVerb } from './word-forms';

const MAKING = new Set(
  'create build make design generate set develop write construct give implement produce up setup me us start run test'.split(
    ' ',
  ),
);
const CONNECTING = new Set('that which to for where who whose designed capable able in of'.split(' '));
/** Words for a workflow only where a clause says which one. With its article, since "process that ticket" is a step. */
const VAGUE_ARTEFACT =
  /^(?:(?:an?|some|the) (?:process|procedure|thing|program|machine)|\S* (?:something|anything)) (?:that|which)$/;
const LONGEST_OPENING = 16;

/**
 * Takes "Please create a … workflow that" off the front: it asks for a workflow, it is no step of one. What stood
 * before the word ("a customer support workflow") is kept when nothing follows it.
 */
export function stripFraming(tokens: readonly Token[]): readonly Token[] {
  const isArtefact = (token: Token, at: number): boolean =>
    token.type === 'word' && (ARTEFACTS.has(token.lower) || isVagueArtefact(tokens, at));
  const artefact = tokens.slice(0, LONGEST_OPENING).findIndex(isArtefact);
  if (artefact === -1) return tokens;
  const opening = tokens.slice(0, artefact);
  if (opening.some((token) => token.type === 'stop' || token.type === 'literal' || token.type === 'url'))
    return tokens;
  // "Write three ideas, rank them and write a script": what comes last there is no workflow.
  const goesOn = (token: Token, at: number): boolean =>
    (token.type === 'comma' || /^(?:and|then)$/.test(token.lower)) &&
    readVerb(opening[at + 1]?.lower ?? '') !== undefined;
  if (opening.some(goesOn)) return tokens;
  const content = opening.filter((token) => token.type === 'word' && !FILLERS.has(token.lower));
  const rest = tokens.slice(artefact + 1);
  const next = rest[0];
  const connects =
    !next ||
    next.type !== 'word' ||
    CONNECTING.has(next.lower) ||
    FILLERS.has(next.lower) ||
    readVerb(next.lower)?.form === 'gerund';
  if (!connects) return tokens;
  const topic = content.filter(
    (token) =>
      !MAKING.has(token.lower) && !/^(?:an?|the|my|our|new|simple|small|short|quick)$/.test(token.lower),
  );
  if (topic.some((token) => readVerb(token.lower)?.alsoNoun === false)) return tokens;
  let from = 0;
  while (
    rest[from] &&
    (rest[from]?.type !== 'word'
      ? rest[from]?.type === 'colon' || rest[from]?.type === 'comma'
      : CONNECTING.has(rest[from]?.lower ?? ''))
  ) {
    from += 1;
  }
  const asked = rest.slice(from);
  return asked.some((token) => token.type !== 'stop') ? asked : topic;
}

function isVagueArtefact(tokens: readonly Token[], at: number): boolean {
  const around = [at - 1, at, at + 1].map((index) => {
    const token = tokens[index];
    return token?.type === 'word' ? token.lower : '';
  });
  return VAGUE_ARTEFACT.test(around.join(' '));
}
