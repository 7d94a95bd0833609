import { isJsonObject } from '../json/guards';
import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import type { Json, JsonObject } from '../types';
import { SCHEMA_CAPS, SCHEMA_KEYWORDS, SCHEMA_TYPES, type KeywordKind } from './keywords';
import { resolveReference } from './reference';

/** One thing wrong with a schema. */
export interface SchemaFault {
  /** JSON pointer into the schema. */
  path: string;
  message: string;
  /** What to change. */
  hint: string;
}

/**
 * Checks that a schema which a user wrote for an output or a form is one, in the part of JSON Schema 2020-12 that is
 * supported. Patterns are only bounded here; whether one compiles shows when data is checked. The schema's depth must
 * be bounded.
 */
export function checkSchemaItself(schema: JsonObject): SchemaFault[] {
  const checker = new SchemaChecker(schema);
  checker.visit(schema, '');
  return checker.faults;
}

class SchemaChecker {
  readonly faults: SchemaFault[] = [];
  private schemas = 0;

  constructor(private readonly root: JsonObject) {}

  visit(schema: Json, path: string): void {
    this.schemas += 1;
    if (this.schemas > SCHEMA_CAPS.maxSchemas) {
      if (this.schemas === SCHEMA_CAPS.maxSchemas + 1) {
        this.add('', `The schema holds more than ${SCHEMA_CAPS.maxSchemas} schemas.`, 'Make it smaller.');
      }
      return;
    }
    if (typeof schema === 'boolean') return;
    if (!isJsonObject(schema)) {
      this.add(path, 'This is no schema.', 'Write an object such as {"type": "string"}, or true or false.');
      return;
    }
    for (const [keyword, value] of Object.entries(schema)) {
      const at = pointerTo(path, keyword);
      const kind = Object.hasOwn(SCHEMA_KEYWORDS, keyword) ? SCHEMA_KEYWORDS[keyword] : undefined;
      if (kind === undefined) {
        const known = suggestion(keyword, Object.keys(SCHEMA_KEYWORDS));
        this.add(at, `"${keyword.slice(0, 60)}" is no keyword that is known here.`, `Remove it. ${known}`);
      } else this.checkKeyword(keyword, kind, value, at);
    }
  }

  private checkKeyword(keyword: string, kind: KeywordKind, value: Json, path: string): void {
    const need = (fits: boolean, what: string): void => {
      if (!fits) this.add(path, `"${keyword}" must be ${what}.`, `Give ${what}.`);
    };
    switch (kind) {
      case 'type': {
        const types = Array.isArray(value) ? value : [value];
        const known = types.every((type) => typeof type === 'string' && SCHEMA_TYPES.includes(type));
        need(known && types.length > 0, `one or several of ${SCHEMA_TYPES.join(', ')}`);
        return;
      }
      case 'schema':
        this.visit(value, path);
        return;
      case 'schemas':
        need(isJsonObject(value), 'an object of schemas');
        for (const [name, child] of Object.entries(isJsonObject(value) ? value : {})) {
          if (keyword === 'patternProperties') this.checkPattern(name, path);
          this.visit(child, pointerTo(path, name));
        }
        return;
      case 'schema list':
        need(Array.isArray(value) && value.length > 0, 'a list of schemas');
        (Array.isArray(value) ? value : []).forEach((child, i) => this.visit(child, pointerTo(path, i)));
        return;
      case 'count':
        need(Number.isSafeInteger(value) && Number(value) >= 0, 'a whole number from 0');
        return;
      case 'number':
        need(typeof value === 'number', 'a number');
        return;
      case 'positive number':
        need(typeof value === 'number' && value > 0, 'a number above 0');
        return;
      case 'names':
        need(Array.isArray(value) && value.every((name) => typeof name === 'string'), 'a list of names');
        return;
      case 'list':
        need(Array.isArray(value) && (keyword !== 'enum' || value.length > 0), 'a list of values');
        return;
      case 'text':
        need(typeof value === 'string', 'text');
        return;
      case 'boolean':
        need(typeof value === 'boolean', 'true or false');
        return;
      case 'pattern':
        need(typeof value === 'string', 'a regular expression');
        if (typeof value === 'string') this.checkPattern(value, path);
        return;
      case 'reference':
        this.checkReference(value, path);
        return;
      case 'any':
        return;
      default:
        kind satisfies never;
    }
  }

  private checkPattern(pattern: string, path: string): void {
    if (pattern.length <= SCHEMA_CAPS.maxPatternLength) return;
    const message = `The pattern has ${pattern.length} characters.`;
    this.add(path, message, `Keep it to ${SCHEMA_CAPS.maxPatternLength}.`);
  }

  private checkReference(value: Json, path: string): void {
    if (typeof value === 'string' && resolveReference(this.root, value) !== undefined) return;
    this.add(
      path,
      'The reference names no schema in this one.',
      'Write "#/$defs/name", and define that name.',
    );
  }

  private add(path: string, message: string, hint: string): void {
    if (this.faults.length < SCHEMA_CAPS.maxFaults) this.faults.push({ path, message, hint });
  }
}
