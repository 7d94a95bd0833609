/**
 * How a step relates to what stands before it: `reads` looks at the source and may run beside other readers,
 * `uses` needs the result before it, `writes` produces a new text from whatever is there.
 */
export type StepMode = 'reads' | 'uses' | 'writes';

/** What is known about one kind of step: who does it and what comes out of it. */
export interface StepKindDescription {
  readonly role: string;
  readonly goal: string;
  readonly mode: StepMode;
  /** Name of the result, when the prompt gives it no better one. */
  readonly product: string;
  /** Last word of a workflow's name when this is what it is about. */
  readonly title: string;
}

const kind = (
  role: string,
  goal: string,
  mode: StepMode,
  product: string,
  title: string,
): StepKindDescription => ({
  role,
  goal,
  mode,
  product,
  title,
});

/** The kinds of step an agent carries out, by name. */
export const STEP_KINDS = {
  classify: kind('Classifier', 'Put the text into one clear category', 'reads', 'category', 'Classifier'),
  extract: kind('Information Extractor', 'Pull out the facts that matter', 'reads', 'details', 'Extractor'),
  find: kind('Investigator', 'Find exactly what is asked for', 'reads', 'findings', 'Finder'),
  summarise: kind(
    'Summary Writer',
    'Say the important things in few words',
    'reads',
    'summary',
    'Summarizer',
  ),
  translate: kind('Translator', 'Translate faithfully', 'reads', 'translation', 'Translator'),
  research: kind('Researcher', 'Gather what is known about the topic', 'reads', 'research', 'Researcher'),
  explain: kind('Teacher', 'Explain clearly and correctly', 'reads', 'explanation', 'Explainer'),
  list: kind('List Maker', 'Give a clear, complete list', 'reads', 'list', 'Lister'),
  analyse: kind('Analyst', 'See what the facts mean', 'reads', 'analysis', 'Analyzer'),
  validate: kind('Validator', 'Find what is missing or wrong', 'reads', 'validation', 'Validator'),
  calculate: kind('Calculator', 'Work out the figures step by step', 'reads', 'calculation', 'Calculator'),
  compare: kind('Comparison Writer', 'Show differences and similarities', 'uses', 'comparison', 'Comparison'),
  review: kind('Reviewer', 'Judge the text and say how to improve it', 'uses', 'review', 'Reviewer'),
  rewrite: kind('Editor', 'Make the text better without changing its meaning', 'uses', 'revision', 'Editor'),
  rank: kind('Prioritizer', 'Put things in order of importance', 'uses', 'ranking', 'Prioritizer'),
  recommend: kind('Adviser', 'Suggest what to do next', 'uses', 'recommendations', 'Adviser'),
  report: kind('Report Writer', 'Bring the results together', 'uses', 'report', 'Reporter'),
  plan: kind('Planner', 'Make a plan that can be followed', 'writes', 'plan', 'Planner'),
  draft: kind('Writer', 'Write what is asked for, ready to use', 'writes', 'draft', 'Writer'),
  reply: kind('Reply Writer', 'Answer politely and helpfully', 'writes', 'reply', 'Responder'),
  notify: kind('Alert Writer', 'Tell people what they need to know', 'writes', 'alert', 'Notifier'),
  request: kind(
    'Clerk',
    'Put what is to be done in words that whoever does it can act on',
    'writes',
    'request',
    'Requester',
  ),
  record: kind('Record Keeper', 'Note the facts in a form that can be filed', 'writes', 'record', 'Recorder'),
  general: kind('Assistant', 'Carry out the task as it is written', 'uses', 'answer', 'Workflow'),
} as const satisfies Record<string, StepKindDescription>;

/** A kind of step that an agent carries out. */
export type StepKind = keyof typeof STEP_KINDS;

/**
 * What a verb can ask for besides a step: `collect` names where the data comes from, `deliver` sends it, the
 * others stand for several steps that depend on what they are about.
 */
export type CompositeKind = 'collect' | 'deliver' | 'process' | 'monitor' | 'respond' | 'onboard';

/** What is no work of an agent: it says who agrees, when, how and how often the work is done. */
export type AsideKind = 'approve' | 'wait' | 'constrain' | 'repeat' | 'retry';

export type VerbKind = StepKind | CompositeKind | AsideKind;
