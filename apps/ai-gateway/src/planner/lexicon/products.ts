import type { StepKind, VerbKind } from './step-kinds';

/** What is to come out decides more than the verb: "prepare a summary" is a summary, "send an alert" an alert. */
export const PRODUCT_KINDS: ReadonlyMap<string, StepKind> = new Map(
  Object.entries({
    summarise: 'summary recap overview digest synopsis abstract tldr summarisation summarization',
    translate: 'translation',
    classify: 'classification category categorization categorisation',
    extract: 'extraction',
    analyse: 'analysis assessment evaluation',
    compare: 'comparison',
    explain: 'explanation',
    list: 'list bullet checklist',
    plan: 'plan schedule agenda itinerary roadmap timetable',
    recommend: 'recommendation suggestion advice',
    reply: 'reply response answer acknowledgement acknowledgment apology',
    notify: 'alert notification warning reminder ping alarm',
    report: 'report',
  } satisfies Partial<Record<StepKind, string>>).flatMap(([kind, nouns]) =>
    nouns.split(' ').map((noun): [string, StepKind] => [noun, kind as StepKind]),
  ),
);

/** Nouns that name an activity: "ticket triage", "order processing", "an email auto-responder". */
export const ACTIVITY_NOUNS: ReadonlyMap<string, VerbKind> = new Map(
  (
    [
      [
        'process',
        'processing processor handling handler management manager automation administration intake triage moderation',
      ],
      ['monitor', 'monitoring monitor tracking tracker watcher watch surveillance observer'],
      [
        'respond',
        'responder auto-responder autoresponder responding auto-reply autoreply replier answering response responses reply replies',
      ],
      ['onboard', 'onboarding registration enrolment enrollment signup sign-up'],
      [
        'classify',
        'classification classifier categorisation categorization routing sorting tagging labelling labeling',
      ],
      ['extract', 'extraction extractor parsing parser'],
      [
        'summarise',
        'summary summaries summarisation summarization summarizer summariser summarizing digest recap',
      ],
      ['translate', 'translation translator'],
      ['analyse', 'analysis analyser analyzer assessment evaluation screening scoring qualification'],
      ['review', 'review reviewer proofreading'],
      ['validate', 'validation validator verification checker'],
      ['notify', 'alert alerts alerting notification notifications'],
      ['report', 'report reporting'],
      ['research', 'research researcher'],
      ['rank', 'prioritisation prioritization ranking'],
      ['plan', 'planning planner'],
      ['compare', 'comparison'],
      ['draft', 'writer generator generation drafting'],
    ] as const
  ).flatMap(([kind, nouns]) => nouns.split(' ').map((noun): [string, VerbKind] => [noun, kind])),
);

/** What a workflow is called by those who ask for one. */
export const ARTEFACTS: ReadonlySet<string> = new Set(
  'workflow workflows automation pipeline flow system agent agents bot chatbot assistant tool app script solution service routine crew'.split(
    ' ',
  ),
);
