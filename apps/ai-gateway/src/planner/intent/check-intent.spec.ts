import { validateDefinition } from '@aiwf/definition';
import { INTENT_CASES } from './corpus/cases.fixture';
import { asCrews, asSubWorkflow, reversed, withPlainIds } from './corpus/variants.fixture';
import { agent, flow, takes } from './corpus/builders.fixture';
import { checkIntent, type IntentOptions } from './index';

const codes = (prompt: string, graph: (typeof INTENT_CASES)[number]['right']): string[] => [
  ...new Set(checkIntent(prompt, graph).map(({ code }) => code)),
];

describe('a graph that does what was asked', () => {
  it.each(INTENT_CASES.map(({ prompt, right }) => [prompt, right] as const))(
    'has no problem: %s',
    (prompt, right) => {
      expect(validateDefinition(right)).toMatchObject({ valid: true });
      expect(checkIntent(prompt, right)).toEqual([]);
    },
  );
});

describe('the same graph drawn otherwise', () => {
  const variants = { withPlainIds, asCrews, asSubWorkflow, reversed };

  it.each(Object.entries(variants))('has no problem either: %s', (_name, vary) => {
    for (const { prompt, right } of INTENT_CASES) {
      const drawn = vary(right);
      expect([prompt, validateDefinition(drawn)]).toMatchObject([prompt, { valid: true }]);
      expect([prompt, checkIntent(prompt, drawn)]).toEqual([prompt, []]);
    }
  });

  it.each(Object.entries(variants))('is as wrong as it was: %s', (_name, vary) => {
    for (const { prompt, wrong = [] } of INTENT_CASES)
      for (const { what, code, graph } of wrong)
        expect([what, codes(prompt, vary(graph))]).toEqual([what, [code]]);
  });
});

describe('a graph that does something else', () => {
  const wrongs = INTENT_CASES.flatMap(({ prompt, wrong = [] }) =>
    wrong.map(({ what, code, graph }) => [code, what, prompt, graph] as const),
  );

  it.each(wrongs)('%s: %s (%s)', (code, _what, prompt, graph) => {
    expect(validateDefinition(graph)).toMatchObject({ valid: true });
    expect(codes(prompt, graph)).toEqual([code]);
  });
});

describe('tools of agents', () => {
  const graph = flow(
    [agent('tell', 'Tell the team about {{ inputs.news }}', { tools: ['mcp:chat/post'] })],
    '',
    {
      inputs: takes({ news: null }),
    },
  );
  const tool = (effect: 'read' | 'irreversible', needsApproval: boolean): IntentOptions => ({
    tools: new Map([['mcp:chat/post', { effect, needsApproval }]]),
  });

  it.each([
    ['asks by itself', tool('irreversible', true), []],
    ['asks nobody', tool('irreversible', false), ['effect_without_approval']],
    ['is not known', {}, ['effect_without_approval']],
  ])('an irreversible one that %s', (_name, options, expected) => {
    const problems = checkIntent('Tell the team about the news through our chat', graph, options);
    expect(problems.map(({ code }) => code)).toEqual(expected);
  });

  it('that only read send nothing', () => {
    const problems = checkIntent('Send the news to the team', graph, tool('read', false));
    expect(problems.map(({ code }) => code)).toEqual(['verb_not_covered']);
  });
});
