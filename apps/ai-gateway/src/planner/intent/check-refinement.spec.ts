import { validateDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { REFINEMENTS } from './corpus/refinements.fixture';
import { checkRefinement } from './index';

type Change = (graph: WorkflowDefinition) => WorkflowDefinition;

const applied = (before: WorkflowDefinition, changes: readonly Change[]): WorkflowDefinition => {
  const after = changes.reduce((graph, change) => change(graph), before);
  expect(validateDefinition(after)).toMatchObject({ valid: true });
  return after;
};

describe('a version that is what the instruction asks for', () => {
  it.each(REFINEMENTS.map(({ instruction, before, right }) => [instruction, before, right] as const))(
    'has no problem: %s',
    (instruction, before, right) => {
      expect(checkRefinement(instruction, before, applied(before, right))).toEqual([]);
    },
  );
});

describe('a version that is something else', () => {
  const wrongs = REFINEMENTS.flatMap(({ instruction, before, wrong }) =>
    wrong.map(([code, what, ...changes]) => [[code].flat(), what, instruction, before, changes] as const),
  );

  it.each(wrongs)('%s: %s (%s)', (codes, _what, instruction, before, changes) => {
    const problems = checkRefinement(instruction, before, applied(before, changes));
    expect([...new Set(problems.map((problem) => problem.code))]).toEqual(codes);
  });
});
