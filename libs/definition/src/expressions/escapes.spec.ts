import {
  evaluateExpression,
  ExpressionError,
  renderTemplate,
  renderText,
  validateDefinition,
  type Scope,
} from '../index';
import payloads from './escapes.fixture.json';

/** Own properties of dangerous names, as `JSON.parse` makes them, are data like any other. */
const own: Scope['inputs'] = JSON.parse(
  '{"constructor": "own", "__proto__": {"polluted": true}, "prototype": 1, "lc": 1}',
);

function makeScope(): Scope {
  return {
    inputs: { s: 'text', xs: [1, 2], n: 1, own, lc: 1 },
    nodes: { a: { output: { text: 'out' } } },
    execution: { id: 'exec_1' },
  };
}

/** The outcome of running one payload: an error's code, or the value. */
function outcome(run: () => unknown): { error: string } | { value: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof ExpressionError) return { error: error.code };
    throw error;
  }
}

/** Whether there is no function, symbol, class instance or `undefined` anywhere in a value. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) {
    return value === null || ['boolean', 'number', 'string'].includes(typeof value);
  }
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

describe('escape payloads', () => {
  it('are at least 200 distinct ones', () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(200);
  });

  it.each(payloads)('%j yields an error or plain data', (payload) => {
    const scope = makeScope();
    const untouched = JSON.stringify(scope);
    const runs = [
      outcome(() => evaluateExpression(payload, scope)),
      outcome(() => renderTemplate(`{{ ${payload} }}`, scope)),
      outcome(() => renderTemplate({ [payload]: [payload] }, scope)),
      outcome(() => renderText(`a {{ ${payload} }} b ${payload}`, scope)),
    ];
    expect(runs.filter((run) => 'value' in run && !isPlain(run.value))).toStrictEqual([]);
    expect(JSON.stringify(scope)).toBe(untouched);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
    const prompt = {
      name: payload,
      nodes: [{ id: payload, type: 'agent', config: { prompt: `{{ ${payload} }}` } }],
    };
    expect(isPlain(validateDefinition(prompt))).toBe(true);
  });

  it.each([
    'inputs.s.constructor',
    'inputs.constructor',
    'inputs.__proto__',
    'inputs.own.__proto__',
    '[].constructor',
  ])('%s is an error', (source) => {
    expect(outcome(() => evaluateExpression(source, makeScope()))).toHaveProperty('error');
  });

  it('reads an own property of a dangerous name as the data it is', () => {
    expect(evaluateExpression('inputs.own.constructor', makeScope())).toBe('own');
  });

  it('does not render what a substitution yields', () => {
    const scope = { ...makeScope(), inputs: { s: '{{ execution.id }}' } };
    expect(renderTemplate('{{ inputs.s }}', scope)).toBe('{{ execution.id }}');
    expect(renderText('> {{ inputs.s }}', scope)).toBe('> {{ execution.id }}');
  });
});
