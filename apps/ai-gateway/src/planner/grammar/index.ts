export {
  saysUndecided,
  readApproval,
  readDecision,
  waivesApproval,
  type ApprovalReading,
  type Decision,
} from './approval';
export { isCase } from './clause';
export { durationAt, findDuration } from './durations';
export { readMeasure, type MeasureReading } from './measures';
export { asksForNothing, forbidsAllSending, onlyAnnounces, onlyTells, readsAsNegated } from './negation';
export { headNoun, nounPhrase } from './noun-phrases';
export { numberAt } from './numbers';
export { personAt } from './people';
export {
  beforeLanguage,
  comparedSides,
  dataNounAt,
  dataNounOf,
  isModifier,
  isPlural,
  mannerAfter,
  phraseEndingAt,
  topicOf,
} from './phrases';
export { readChange, readPrompt, type PromptReading } from './prompt-reading';
export { LITERAL_MARK } from './prompt-text';
export { isStepKind, type ReadInstruction } from './read-instruction';
export { joinTokens, tokenize, type Token } from './tokens';
export { eventProduct, readEventCondition, readTime, readWait, takeDelay, type WaitReading } from './waiting';
export { plural, readVerb, singular } from './word-forms';
export { CONJUNCTIONS, DEFINITE, DETERMINERS, EVENTS, FILLERS, PREPOSITIONS, PRONOUNS } from './words';
