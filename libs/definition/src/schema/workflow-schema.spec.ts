import { Validator } from '@cfworker/json-schema';
import { NODE_TYPES, validateDefinition, WORKFLOW_SCHEMA, type Problem } from '../index';
import { MALFORMED } from '../validation/corpus/malformed.fixture';
import { UNSOUND } from '../validation/corpus/unsound.fixture';
import { VALID } from '../validation/corpus/valid.fixture';

const validator = new Validator(WORKFLOW_SCHEMA, '2020-12');

describe('WORKFLOW_SCHEMA', () => {
  it.each(VALID)('accepts %s', (_, candidate) => {
    expect(validator.validate(candidate)).toMatchObject({ valid: true });
  });

  it.each(MALFORMED)('refuses %s', (_, candidate) => {
    expect(validator.validate(candidate)).toMatchObject({ valid: false });
  });

  it.each(UNSOUND)('leaves to the validator: %s', (_, candidate) => {
    expect(validator.validate(candidate)).toMatchObject({ valid: true });
  });

  it('is plain JSON Schema 2020-12', () => {
    expect(WORKFLOW_SCHEMA.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.parse(JSON.stringify(WORKFLOW_SCHEMA))).toStrictEqual(WORKFLOW_SCHEMA);
  });

  it('agrees with the validator on every field taken away, and on every value exchanged', () => {
    const disagreements: unknown[] = [];
    for (const [, candidate] of VALID) {
      for (const mutant of mutants(candidate)) {
        const bySchema = validator.validate(mutant).valid;
        const outcome = validateDefinition(mutant);
        // What only the validator checks comes after the form, so form problems are the ones to agree on.
        const byForm = outcome.valid || !outcome.problems.some(isOfForm);
        if (bySchema !== byForm) disagreements.push({ mutant: JSON.stringify(mutant), bySchema, outcome });
      }
    }
    expect(disagreements).toStrictEqual([]);
  });
});

const FORM: ReadonlySet<string> = new Set([
  'wrong_type',
  'missing_field',
  'unknown_field',
  'not_allowed',
  'out_of_range',
  'too_long',
  'too_short',
  'bad_format',
  'bad_id',
  'unknown_node_type',
]);

/** The names of inputs are the one thing inside `inputs` that is judged by a form, and only by the validator. */
function isOfForm(problem: Problem): boolean {
  return FORM.has(problem.code) && !problem.path.startsWith('/inputs/');
}

/** Copies of a value with one thing changed somewhere: a field removed, added, or replaced by a value of another kind. */
function mutants(value: unknown): unknown[] {
  const replacements: unknown[] = [null, true, -1, 1.5, '', 'a b', [], {}, [{}]];
  if (typeof value !== 'object' || value === null) return replacements;
  if (Array.isArray(value)) {
    const changed = value.flatMap((item, index) => mutants(item).map((mutant) => value.with(index, mutant)));
    return [...replacements, ...changed];
  }
  const entries = Object.entries(value);
  const changed = entries.flatMap(([key, item]) =>
    mutants(item).map((mutant) => ({ ...value, [key]: mutant })),
  );
  const removed = entries.map(([key]) => Object.fromEntries(entries.filter(([other]) => other !== key)));
  return [...replacements, ...changed, ...removed, { ...value, unknown_field: 1 }];
}

describe('NODE_TYPES', () => {
  it.each(NODE_TYPES.map((entry) => [entry.type, entry] as const))(
    '%s has an example that is valid alone',
    (type, entry) => {
      expect(entry.example.type).toBe(type);
      expect(validateDefinition({ name: 'Example', nodes: [entry.example] })).toMatchObject({ valid: true });
      expect(new Validator(entry.config_schema, '2020-12').validate(entry.example.config)).toMatchObject({
        valid: true,
      });
    },
  );
});
