import { DATA_NOUNS } from '../lexicon';
import { readVerb, singular } from './word-forms';
import { CONJUNCTIONS, DETERMINERS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';

const OTHER_LANGUAGES = new Set(
  'le la les un une des du et est pour dans avec qui que ce cette der die das und ist für mit ein eine einen nicht zu den dem el los las una para con por y es del il lo gli di per che e um uma não os as em og det som på av att och är en het een van voor niet'.split(
    ' ',
  ),
);
/** Words of both English and one of the others; they prove nothing. */
const SHARED = new Set('a an is in on to die as den en me us or all at'.split(' '));
const SAMPLE = 200;

function isEnglish(word: string): boolean {
  if (SHARED.has(word)) return false;
  const functional = FILLERS.has(word) || DETERMINERS.has(word) || PREPOSITIONS.has(word);
  return (
    functional ||
    PRONOUNS.has(word) ||
    CONJUNCTIONS.has(word) ||
    readVerb(word) !== undefined ||
    DATA_NOUNS.has(singular(word))
  );
}

/** Whether the text is plainly in another language than the grammar's, judged by its script and its small words. */
export function isForeign(text: string): boolean {
  const letters = text.slice(0, 4000).match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  if (latin < letters.length / 2) return true;
  const words = (
    text
      .slice(0, 4000)
      .toLowerCase()
      .match(/[\p{L}'-]+/gu) ?? []
  ).slice(0, SAMPLE);
  const english = words.filter(isEnglish).length;
  const other = words.filter((word) => OTHER_LANGUAGES.has(word) && !SHARED.has(word)).length;
  return other > english;
}
