import { validateDefinition } from '@aiwf/definition';
import { outlineQuestions, planOutline, refineOutline } from './index';

/** The most characters that a prompt may have. */
const LONGEST = 20_000;

const REPEATED = {
  'one word': 'and ',
  verbs: 'classify ',
  steps: 'Summarise the report, then list the risks. ',
  conditions: 'if it is urgent, reply, otherwise ',
  'nested conditions': 'otherwise if it is urgent, reply, ',
  'trailing conditions': 'post it to https://example.com/x if it mentions a and ',
  'open quotations': '"',
  braces: '{',
  dots: '.',
  commas: ',',
  colons: 'classify this ticket : ',
  lines: '\n',
  fillers: 'please ',
  rhythms: 'every ',
  spaces: ' ',
  'one long word': 'x',
  markers: '1) ',
  addresses: 'https://example.com/a ',
  'what comes after': 'after summarising it ',
  'what comes before': 'Send it before sending it. ',
  'ends of loops': 'improve it until it is good, ',
  repetitions: 'for each ticket, reply to it. ',
  'nested repetitions': 'for each ticket, ',
  approvals: 'ask my manager for approval, ',
  decisions: 'if it is approved, post it to https://a.example.com/x, otherwise revise it. ',
  pauses: 'wait two days, ',
  events: 'wait until the customer replies. ',
  failures: 'if it fails, notify the team. ',
  'attempts again': 'fetch it, retry it three times. ',
  'things at once': 'in parallel, ',
  cases: 'classify it into a, b or c. a: reply. b: translate it. ',
  limits: 'spend at most $2 and ',
  numbers: '1 2 3 4 five six seven days ',
  amounts: 'if the amount is over 500 EUR, reply, ',
  people: 'my my my manager legal ',
  names: 'Anna Smith ',
} as const;

const prompts = Object.entries(REPEATED).map(([what, text]): [string, string] => {
  const end = ' list the tides';
  return [what, `${text.repeat(Math.ceil(LONGEST / text.length)).slice(0, LONGEST - end.length)}${end}`];
});

describe('a prompt as long as it may be', () => {
  it.each(prompts)('is planned and asked about before the test times out: %s', (_what, prompt) => {
    const { definition } = planOutline(prompt);
    outlineQuestions(prompt);
    expect(validateDefinition(definition).valid).toBe(true);
  });
});

describe('an instruction as long as it may be', () => {
  const { definition } = planOutline('Summarise the report and post it to https://example.com/x');

  it.each(prompts)('changes a workflow into a valid one, or not at all: %s', (_what, instruction) => {
    const refined = refineOutline(definition, instruction);
    expect(validateDefinition(refined.definition).valid).toBe(true);
  });
});
