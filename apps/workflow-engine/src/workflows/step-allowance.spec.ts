import { evaluateExpression, ExpressionError, type Scope } from '@aiwf/definition';
import { StepAllowance } from './step-allowance';

const scope: Scope = {
  inputs: {
    few: [1, 2, 3],
    many: Array.from({ length: 5_000 }, (_, index) => index),
    text: 'x'.repeat(30_000),
  },
  nodes: {},
  execution: { id: 'exec_1' },
};

const tried = (steps: StepAllowance, source: string) =>
  steps.within((budget) => evaluateExpression(source, scope, budget));

it('makes what is soon done', () => {
  expect(tried(new StepAllowance(), 'inputs.few.map(x, x + 1)')).toEqual([2, 3, 4]);
});

it.each(['inputs.many.all(x, x >= 0)', 'inputs.few.map(x, inputs.text + inputs.text)'])(
  'leaves to others what takes many steps or builds much: %s',
  (source) => {
    expect(tried(new StepAllowance(), source)).toBeUndefined();
  },
);

it('passes on what is wrong with an expression', () => {
  expect(() => tried(new StepAllowance(), '1 / 0')).toThrow(ExpressionError);
});

it('ends after many evaluations, until something was waited for', () => {
  const steps = new StepAllowance();
  let made = 0;
  while (steps.mayTake()) {
    tried(steps, 'inputs.many.exists(x, x == 300)');
    made += 1;
  }
  expect(made).toBeGreaterThan(100);
  expect(made).toBeLessThan(1_000);
  steps.renew();
  expect(steps.mayTake()).toBe(true);
});
