export { DATA_NOUNS, GENERIC_NOUNS, PEOPLE, PLACES, type DataNoun } from './data-nouns';
export { LANGUAGES } from './languages';
export { CURRENCIES, NUMBER_WORDS, TIME_UNITS } from './numbers';
export { CHANNELS, isOutsider, isSomebody } from './people';
export { ACTIVITY_NOUNS, ARTEFACTS, PRODUCT_KINDS } from './products';
export {
  FROM_KNOWLEDGE,
  JUDGEMENTS,
  LEAVES,
  LOOKS_AGAIN,
  NEEDS_MATERIAL,
  OBJECT_IS_RESULT,
  TEXTS,
} from './step-habits';
export { STEP_KINDS, type CompositeKind, type StepKind, type VerbKind } from './step-kinds';
export { IRREGULAR_FORMS, VERB_LEXICON, VERB_PHRASES, type VerbEntry } from './verbs';
