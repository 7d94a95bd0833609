import type { VerbKind } from '../../lexicon/step-kinds';

const table: Partial<Record<VerbKind, string>> = {
  classify: 'analyse find validate rank extract',
  extract: 'find list collect rewrite research summarise',
  find: 'extract classify analyse validate list rank research review recommend compare',
  summarise: 'report',
  translate: '',
  research: 'find collect analyse explain',
  explain: 'draft reply respond analyse report list summarise research general compare',
  list: 'find extract draft summarise report recommend research',
  analyse: 'classify review validate calculate compare find rank extract research explain',
  validate: 'review analyse find compare classify calculate',
  calculate: 'analyse',
  compare: 'analyse validate rank find calculate',
  review: 'validate analyse rewrite recommend find',
  rewrite: 'draft extract list summarise report review',
  rank: 'analyse classify find compare recommend',
  recommend: 'draft list plan reply review analyse explain',
  report: 'draft summarise list compare rewrite',
  plan: 'draft list recommend rank',
  draft:
    'reply respond rewrite report summarise list plan notify recommend explain translate record extract research',
  reply: 'respond draft notify',
  respond: 'reply draft notify',
  notify: 'draft deliver reply respond report',
  record: 'extract rewrite report draft list deliver',
};

/** By what else a wish of each kind may be met: what one writer calls finding, another calls extracting. */
export const RELATED: ReadonlyMap<VerbKind, ReadonlySet<string>> = new Map(
  (Object.entries(table) as [VerbKind, string][]).map(([kind, related]) => [
    kind,
    new Set(related.split(' ')),
  ]),
);

/** Kinds that any sensible work on their object meets. */
export const COMPOSITE: ReadonlySet<VerbKind> = new Set<VerbKind>([
  'process',
  'monitor',
  'onboard',
  'general',
]);

/** Kinds that ask for nothing a node could do: how the work is to be done, or how often. */
export const ASIDES: ReadonlySet<VerbKind> = new Set<VerbKind>(['constrain']);
