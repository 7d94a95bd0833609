import { evaluateExpression, ExpressionError, type Scope } from '../index';
import fixture from './expressions.fixture.json';

/** A copy, since the type of an imported JSON file says more than `Json` can. */
const scope: Scope = JSON.parse(JSON.stringify(fixture.scope));

/** What an expression gives, or the code of its error: what the fixture holds. */
function outcome(source: string, within: Scope = scope): unknown {
  try {
    return { result: evaluateExpression(source, within) };
  } catch (error) {
    if (error instanceof ExpressionError) return { error: error.code };
    throw error;
  }
}

describe('evaluateExpression', () => {
  it('holds at least 300 expressions, each once', () => {
    expect(new Set(fixture.cases.map((item) => item.expression)).size).toBe(fixture.cases.length);
    expect(fixture.cases.length).toBeGreaterThanOrEqual(300);
  });

  it.each(fixture.cases)('$expression', ({ expression, ...expected }) => {
    expect(outcome(expression)).toStrictEqual(expected);
  });

  it.each([
    ['input', 'has "inputs"'],
    ['item', 'body of a map'],
    ['index', 'body of a map'],
    ['previous', 'body and "until" of a loop'],
    ['output', 'guardrail'],
  ])('says where %s can be read, where it can’t', (root, where) => {
    const bare: Scope = { inputs: {}, nodes: {}, execution: { id: 'exec_1' } };
    expect(() => evaluateExpression(`${root} == 1`, bare)).toThrow(
      expect.objectContaining({ code: 'unknown_name', message: expect.stringContaining(where) }),
    );
    expect(evaluateExpression(`[1].exists(${root === 'input' ? 'x' : root}, true)`, bare)).toBe(true);
  });
});
