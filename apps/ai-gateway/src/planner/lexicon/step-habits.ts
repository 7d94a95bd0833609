import type { StepKind } from './step-kinds';

const kinds = (...list: StepKind[]): ReadonlySet<StepKind> => new Set(list);

/** Kinds that speak from general knowledge unless the prompt points at particular data. */
export const FROM_KNOWLEDGE = kinds(
  'explain',
  'list',
  'research',
  'compare',
  'plan',
  'recommend',
  'draft',
  'calculate',
  'request',
);

/** Kinds that make no sense without something to look at. */
export const NEEDS_MATERIAL = kinds('classify', 'extract', 'validate', 'review', 'reply');

/** Kinds that look at the material again although steps before them have. */
export const LOOKS_AGAIN = kinds(
  'classify',
  'extract',
  'validate',
  'find',
  'reply',
  'notify',
  'rank',
  'analyse',
  'record',
  'recommend',
);

/** Kinds whose object is what comes out ("extract the dates"), so that the material is named after it. */
export const OBJECT_IS_RESULT = kinds(
  'extract',
  'reply',
  'notify',
  'report',
  'draft',
  'record',
  'plan',
  'request',
);

/** Results that stand for the material from then on, so that "it" means them. */
export const TEXTS = kinds(
  'summarise',
  'translate',
  'explain',
  'draft',
  'reply',
  'rewrite',
  'research',
  'report',
  'notify',
  'plan',
);

/** Results that speak about a text without holding it: who mends the text needs both. */
export const JUDGEMENTS = kinds('review', 'validate', 'analyse', 'classify');

/** Results meant for somebody outside: what is read after them is the material, not they. */
export const LEAVES = kinds('reply', 'notify', 'record', 'request');
