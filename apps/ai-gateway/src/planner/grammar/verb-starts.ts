import { durationAt } from './durations';
import { phraseVerbAt } from './phrase-verbs';
import type { Token } from './tokens';
import { readVerb, type VerbForm } from './word-forms';
import { CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';

/** Whether a word before a verb adds nothing to what is asked. */
export function isSkippable(token: Token): boolean {
  return (
    token.type === 'word' &&
    (FILLERS.has(token.lower) || (token.lower.endsWith('ly') && !readVerb(token.lower)))
  );
}

/** "… sent to https://…": what becomes of what was spoken of. */
export function isSentAt(tokens: readonly Token[], at: number): boolean {
  const verb = readVerb(tokens[at]?.lower ?? '');
  return (
    verb?.form === 'past' && verb.kind === 'deliver' && /^(?:to|via|as)$/.test(tokens[at + 1]?.lower ?? '')
  );
}

/** Whether a verb stands here, judged by the verbs before it and by what follows. */
export function verbStartsAt(tokens: readonly Token[], at: number, mood: VerbForm | undefined): boolean {
  const token = tokens[at];
  if (token?.type !== 'word') return false;
  if (phraseVerbAt(tokens, at)) return true;
  const verb = readVerb(token.lower);
  if (verb?.form === 'past') return isSentAt(tokens, at);
  if (!verb) return false;
  if (!verb.alsoNoun) return true;
  if (mood !== undefined && verb.form !== mood) return false;
  const next = tokens[at + 1];
  if (verb.kind === 'wait')
    return next?.lower === 'for' || next?.lower === 'until' || durationAt(tokens, at + 1) !== undefined;
  if (verb.kind === 'retry')
    return next === undefined || next.type !== 'word' || !DETERMINERS.has(next.lower);
  if (next?.type === 'literal' || next?.type === 'url' || next?.type === 'email') return true;
  if (next?.type !== 'word' || CONJUNCTIONS.has(next.lower)) return false;
  if (DETERMINERS.has(next.lower) || PRONOUNS.has(next.lower) || next.lower === 'to') return true;
  return !PREPOSITIONS.has(next.lower) && readVerb(next.lower)?.alsoNoun !== false;
}

/** "Have it reviewed by legal", "let my manager decide": somebody else does it. */
export function causativeAt(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:have|get|let)$/.test(tokens[at]?.lower ?? '')) return false;
  for (let next = at + 2; next < at + 7; next += 1) {
    const token = tokens[next];
    if (token?.type !== 'word') return false;
    const verb = readVerb(token.lower);
    if (!verb || (verb.form !== 'past' && verb.form !== 'base')) continue;
    if (/^(?:approve|review|validate|analyse)$/.test(verb.kind)) return true;
    if (tokens[at]?.lower !== 'get' && verb.form === 'base' && !verb.alsoNoun) return true;
  }
  return false;
}

/** A verb in its base form that can be nothing else, or has an object of its own. */
export function commandsAt(tokens: readonly Token[], at: number): boolean {
  const verb = readVerb(tokens[at]?.lower ?? '');
  if (verb?.form !== 'base') return phraseVerbAt(tokens, at)?.verb.form === 'base';
  const next = tokens[at + 1];
  const lower = next?.lower ?? '';
  return (
    !verb.alsoNoun ||
    next?.type === 'url' ||
    next?.type === 'email' ||
    DETERMINERS.has(lower) ||
    PRONOUNS.has(lower)
  );
}
