import { DEFINITION_CAPS } from '../caps';
import { jsonDepth } from '../json/depth';
import { isJsonObject, jsonTypeName } from '../json/guards';
import type { Json, JsonObject } from '../types';
import { canonical } from './canonical';
import { SCHEMA_CAPS } from './keywords';
import { Patterns } from './patterns';
import { resolveReference } from './reference';
import { checkNumber, checkSizes, checkText, type Report } from './scalar-rules';
import { checkItems, checkProperties, type Apply } from './container-rules';
import { TooMuchWork, Work } from './work';

/** One way in which a value does not fit a schema. Its message names what the schema says, never what the value holds. */
export interface DataFault {
  /** JSON pointer into the value. */
  path: string;
  message: string;
}

/**
 * Checks a value against a JSON Schema that a user wrote, by reading the schema: no code is generated from it. Patterns
 * run on an engine whose time grows with the text alone; all other work is counted, see `SCHEMA_CAPS`. What can't be
 * checked (a pattern that does not compile, a reference to nothing, too much work) is a fault as well.
 *
 * @returns no faults when the value fits; otherwise up to `SCHEMA_CAPS.maxFaults`.
 */
export function checkSchema(schema: JsonObject, value: Json): DataFault[] {
  const { maxJsonDepth } = DEFINITION_CAPS;
  if (jsonDepth(value, maxJsonDepth) > maxJsonDepth) {
    return [{ path: '', message: `The value nests deeper than ${maxJsonDepth} levels.` }];
  }
  const faults: DataFault[] = [];
  try {
    new SchemaCheck(schema).apply(schema, value, '', 0, faults);
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return [{ path: '', message: `The value can't be checked. ${error.message}` }];
  }
  return faults.slice(0, SCHEMA_CAPS.maxFaults);
}

class SchemaCheck {
  private readonly work = new Work();
  private readonly patterns = new Patterns(this.work);

  constructor(private readonly root: JsonObject) {}

  apply(schema: Json, value: Json, path: string, depth: number, faults: DataFault[]): void {
    this.work.enter(depth);
    const report: Report = (message) => {
      if (faults.length < SCHEMA_CAPS.maxFaults) faults.push({ path, message });
    };
    if (schema === false) report('The schema allows nothing here.');
    if (!isJsonObject(schema)) return;
    if (schema.type !== undefined && !hasType(value, schema.type)) {
      report(`This is ${jsonTypeName(value)}, not ${shown(schema.type)}.`);
      return;
    }
    this.checkValues(schema, value, report);
    if (typeof value === 'string') checkText(schema, value, this.patterns, report);
    if (typeof value === 'number') checkNumber(schema, value, report);
    const inside: Apply = (child, item, at) => this.apply(child, item, at, depth + 1, faults);
    if (Array.isArray(value)) {
      checkSizes(schema, value.length, 'minItems', 'maxItems', 'entries', report);
      checkItems(schema, value, path, inside, this.work, report);
    }
    if (isJsonObject(value)) checkProperties(schema, value, path, inside, this.patterns, report);
    this.checkOthers(schema, value, path, depth, faults, report);
  }

  private checkValues(schema: JsonObject, value: Json, report: Report): void {
    if (schema.const !== undefined && !this.equal(schema.const, value)) {
      report(`This must be ${shown(schema.const)}.`);
    }
    if (Array.isArray(schema.enum) && !schema.enum.some((option) => this.equal(option, value))) {
      report(`This must be one of ${shown(schema.enum)}.`);
    }
  }

  private equal(left: Json, right: Json): boolean {
    this.work.spend(1);
    if (typeof left !== 'object' || typeof right !== 'object') return left === right;
    return canonical(left, this.work) === canonical(right, this.work);
  }

  /** What other schemas say of the same value. */
  private checkOthers(
    schema: JsonObject,
    value: Json,
    path: string,
    depth: number,
    faults: DataFault[],
    report: Report,
  ): void {
    const { $ref: reference, allOf, anyOf, oneOf, not } = schema;
    if (typeof reference === 'string') {
      const target = resolveReference(this.root, reference);
      if (target === undefined) report(`The schema refers to ${shown(reference)}, which it does not hold.`);
      else this.apply(target, value, path, depth + 1, faults);
    }
    if (Array.isArray(allOf)) for (const one of allOf) this.apply(one, value, path, depth + 1, faults);
    const trial = (one: Json): DataFault[] => {
      const found: DataFault[] = [];
      this.apply(one, value, path, depth + 1, found);
      return found;
    };
    if (Array.isArray(anyOf)) {
      const trials = anyOf.map(trial);
      if (trials.every((found) => found.length > 0)) report(noneFits(trials));
    }
    if (Array.isArray(oneOf)) {
      const trials = oneOf.map(trial);
      const fitting = trials.filter((found) => found.length === 0).length;
      if (fitting === 0) report(noneFits(trials));
      if (fitting > 1) report(`This fits ${fitting} of the alternatives, and must fit exactly one.`);
    }
    if (not !== undefined && trial(not).length === 0) report('This is what the schema rules out.');
  }
}

function hasType(value: Json, type: Json): boolean {
  const types = Array.isArray(type) ? type : [type];
  return types.some((name) => (name === 'integer' ? Number.isInteger(value) : name === jsonTypeName(value)));
}

/** Names what is wrong with the alternative that is nearest to fitting: the one that fails furthest inside. */
function noneFits(trials: readonly DataFault[][]): string {
  const steps = (fault: DataFault | undefined): number => fault?.path.split('/').length ?? 0;
  const firsts = trials.map(([first]) => first);
  const [nearest] = firsts.toSorted((left, right) => steps(right) - steps(left));
  const reason = nearest === undefined ? '' : ` The nearest fails at "${nearest.path}": ${nearest.message}`;
  return `This fits none of the ${trials.length} alternatives.${reason}`;
}

/** A part of the schema as it may stand in a message. */
function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
