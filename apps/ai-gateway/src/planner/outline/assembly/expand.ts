import { plural } from '../../grammar';
import type { CompositeKind, DataNoun, StepKind } from '../../lexicon';
import { aboutOf } from './wording';
import type { Choice, PlanItem, Source, Task } from '../plan/plan-items';

/** What a composite verb is about. */
export interface Subject {
  /** What it is called in the instructions: "customer support ticket". */
  readonly topic: string;
  readonly many: boolean;
  readonly noun?: DataNoun;
  readonly sources: readonly Source[];
  /** How it is to be done, in the writer's words: "in a friendly tone". */
  readonly manner: string;
}

class Steps {
  constructor(readonly subject: Subject) {}

  get it(): string {
    return `${this.subject.many ? 'these' : 'this'} ${this.topic}`;
  }

  get topic(): string {
    const { many, topic } = this.subject;
    return many ? plural(topic) : topic;
  }

  task(kind: StepKind, product: string, instruction: string, beside = false): Task {
    const { sources, topic, many } = this.subject;
    const about = many ? plural(topic) : topic;
    return {
      type: 'task',
      kind,
      product,
      instruction,
      beside,
      sources,
      about: aboutOf(kind, product, about),
    };
  }

  written(kind: StepKind, product: string, instruction: string): Task {
    const { manner } = this.subject;
    return this.task(kind, product, manner === '' ? instruction : `${instruction} Do it ${manner}.`);
  }

  choice(
    { question, condition, keywords = [] }: { question: string; condition: string; keywords?: string[] },
    then: PlanItem[],
    otherwise: PlanItem[],
  ): Choice {
    const { sources } = this.subject;
    return { type: 'choice', question, condition, keywords, then, otherwise, sources };
  }
}

const URGENT = ['urgent', 'asap', 'immediately'];

function processMessage(steps: Steps): PlanItem[] {
  return [
    steps.task(
      'classify',
      'category',
      `Name the category of ${steps.it} in one word: question, problem, request, complaint or praise.`,
    ),
    steps.task(
      'extract',
      'key facts',
      `List the key facts of ${steps.it}: who writes, what it is about, what they want.`,
      true,
    ),
    steps.choice(
      { question: `Is ${steps.it} urgent?`, condition: 'it is urgent', keywords: URGENT },
      [
        steps.written(
          'reply',
          'reply',
          `Draft a short, polite reply to ${steps.it}. Say that it is handled first.`,
        ),
      ],
      [steps.written('reply', 'reply', `Draft a short, helpful reply to ${steps.it}.`)],
    ),
    steps.task(
      'summarise',
      'summary',
      `Write two sentences for the file: what ${steps.it} is about and what the reply says.`,
    ),
  ];
}

function processRecord(steps: Steps, confirmation: string): PlanItem[] {
  return [
    steps.task('validate', 'validation', `Check ${steps.it}. Name every field that is empty or looks wrong.`),
    steps.task('extract', 'details', `List the fields of ${steps.it} with their values, one a line.`, true),
    steps.choice(
      { question: `Is something missing or wrong in ${steps.it}?`, condition: 'it is incomplete' },
      [
        steps.written(
          'draft',
          'message',
          `Write a short, friendly message that asks for what is missing or wrong in ${steps.it}.`,
        ),
      ],
      [steps.written('draft', 'message', `Write a short, friendly ${confirmation} for ${steps.it}.`)],
    ),
    steps.task(
      'record',
      'record',
      `Write one paragraph for the records: what ${steps.it} says and what the message answers.`,
    ),
  ];
}

function processDocument(steps: Steps): PlanItem[] {
  return [
    steps.task('summarise', 'summary', `Summarize ${steps.it} in three sentences.`),
    steps.task('extract', 'key points', `List the names, dates, amounts and duties in ${steps.it}.`, true),
    steps.written('recommend', 'next steps', `Suggest the next three steps that follow from ${steps.it}.`),
  ];
}

function processDataset(steps: Steps): PlanItem[] {
  return [
    steps.task(
      'analyse',
      'analysis',
      `Say in three sentences what ${steps.it} ${steps.subject.many ? 'show' : 'shows'}.`,
    ),
    steps.task('find', 'unusual points', `Name anything unusual in ${steps.it}.`, true),
    steps.written('report', 'report', 'Write a short report from the analysis and the unusual points above.'),
  ];
}

function processAnything(steps: Steps): PlanItem[] {
  return [
    steps.task('analyse', 'analysis', `Say in two sentences what ${steps.it} is about and what it needs.`),
    steps.task('extract', 'key facts', `List the key facts of ${steps.it}.`, true),
    steps.written('recommend', 'next steps', `Suggest what to do with ${steps.it}, step by step.`),
    steps.task('summarise', 'summary', 'Summarize the steps above in two sentences.'),
  ];
}

function process(steps: Steps, noun: DataNoun | undefined): PlanItem[] {
  const family = noun?.family;
  switch (family) {
    case 'message':
      return processMessage(steps);
    case 'record':
      return processRecord(steps, noun?.confirmation ?? 'confirmation');
    case 'document':
      return processDocument(steps);
    case 'dataset':
      return processDataset(steps);
    case undefined:
      return processAnything(steps);
    default:
      return family satisfies never;
  }
}

function respond(steps: Steps): PlanItem[] {
  return [
    steps.task('analyse', 'request', `Say in one sentence what the writer of ${steps.it} wants.`),
    steps.task(
      'classify',
      'tone',
      `Name the tone of ${steps.it} in one word: friendly, neutral, worried or angry.`,
      true,
    ),
    {
      ...steps.written(
        'reply',
        'first draft',
        `Draft a short, polite reply to ${steps.it} that answers what is asked.`,
      ),
      about: aboutOf('reply', 'reply', steps.topic),
    },
    steps.task(
      'rewrite',
      'reply',
      'Improve the first draft above: clear, polite and correct. Give only the reply.',
    ),
  ];
}

function monitor(steps: Steps, noun: DataNoun | undefined): PlanItem[] {
  const mood = noun === undefined || noun.family === 'message';
  return [
    steps.task(
      'analyse',
      mood ? 'mood' : 'analysis',
      mood
        ? `Is the mood of ${steps.it} positive, neutral or negative? Say why in one sentence.`
        : `Say in three sentences what ${steps.it} ${steps.subject.many ? 'show' : 'shows'}.`,
    ),
    steps.task(
      'find',
      'points to note',
      `Which parts of ${steps.it} need attention? Name them and say why.`,
      true,
    ),
  ];
}

/** Puts an alert behind the question whether there is anything to alert to. */
export function alertWhenNeeded(subject: Pick<Subject, 'topic' | 'sources'>, alert: PlanItem[]): Choice {
  return {
    type: 'choice',
    question: `Is there a problem in the ${subject.topic} that somebody must know about now?`,
    condition: 'there is a problem to know about',
    keywords: [],
    isPresumed: true,
    sources: subject.sources,
    then: alert,
    otherwise: [
      {
        type: 'task',
        kind: 'explain',
        product: 'alert',
        about: 'why no alert is needed',
        instruction: 'Write one sentence that says that no alert is needed and why.',
        sources: [],
        beside: false,
      },
    ],
  };
}

/** What a composite verb stands for, given what it is about. Every item is new, so a caller may leave some out. */
export function expand(kind: Exclude<CompositeKind, 'collect' | 'deliver'>, subject: Subject): PlanItem[] {
  const steps = new Steps(subject);
  switch (kind) {
    case 'process':
      return process(steps, subject.noun);
    case 'onboard':
      return processRecord(steps, 'welcome message');
    case 'respond':
      return respond(steps);
    case 'monitor':
      return [
        ...monitor(steps, subject.noun),
        steps.written('report', 'report', `Write a short report on ${steps.it} from the notes above.`),
      ];
    default:
      return kind satisfies never;
  }
}
