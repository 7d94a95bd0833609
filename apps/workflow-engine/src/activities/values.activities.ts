import { Injectable } from '@nestjs/common';
import { ApplicationFailure } from '@temporalio/common';
import {
  ExpressionError,
  evaluateExpression,
  renderTemplate,
  renderText,
  type Json,
  type Scope,
} from '@aiwf/definition';
import { checkSchema } from '@aiwf/definition/data-schema';
import { Values } from '../blobs';
import type { Composite, EvaluateInput, LocalActivities, Stored } from '../workflows';

/** What workflow code may read into itself. */
const MAX_LOADED_CHARACTERS = 1.5 * 1024 * 1024;

/** Characters of a value that is made of several. */
const MAX_COMPOSED_CHARACTERS = 64 * 1024 * 1024;

/** Items of a list that stay as they are when a part of it is read. */
const MAX_ITEM_CHARACTERS = 1024;

const MAX_PROBLEMS = 20;

type ValueActivity = 'storeValues' | 'composeValue' | 'sliceList' | 'evaluate' | 'checkValue' | 'loadValue';
type Input<Name extends ValueActivity> = Parameters<LocalActivities[Name]>[0];

/** Computes with values that workflow code knows by reference. */
@Injectable()
export class ValuesActivities implements Pick<LocalActivities, ValueActivity> {
  constructor(private readonly values: Values) {}

  async storeValues({ execution_id, values, max_inline }: Input<'storeValues'>): Promise<Stored[]> {
    const stored: Stored[] = [];
    for (const value of values) stored.push(await this.values.keep(execution_id, value, max_inline));
    return stored;
  }

  async composeValue({ execution_id, value }: Input<'composeValue'>): Promise<Stored> {
    const budget = { left: MAX_COMPOSED_CHARACTERS };
    return this.values.keep(execution_id, await this.whole(execution_id, value, budget));
  }

  async sliceList({ execution_id, list, from, count }: Input<'sliceList'>) {
    const whole = await this.values.load(execution_id, list);
    if (!Array.isArray(whole)) {
      throw ApplicationFailure.nonRetryable('The "items" of the map must be a list', 'expression_type');
    }
    const items: Stored[] = [];
    for (const item of whole.slice(from, from + count)) {
      items.push(await this.values.keep(execution_id, item, MAX_ITEM_CHARACTERS));
    }
    return { items, length: whole.length };
  }

  async evaluate({ execution_id, programs, scope: stored }: EvaluateInput): Promise<Stored[]> {
    const scope = await this.values.scope(execution_id, stored);
    const results: Stored[] = [];
    for (const program of programs) {
      results.push(await this.values.keep(execution_id, resultOf(program, scope)));
    }
    return results;
  }

  async checkValue({ execution_id, schema, value }: Input<'checkValue'>): Promise<string[]> {
    const problems = checkSchema(schema, await this.values.load(execution_id, value));
    return problems.slice(0, MAX_PROBLEMS).map(({ path, message }) => `${path || '/'}: ${message}`);
  }

  async loadValue({ execution_id, value }: Input<'loadValue'>): Promise<Json> {
    if ('blob' in value && value.size > MAX_LOADED_CHARACTERS) {
      throw ApplicationFailure.nonRetryable(
        `A value of ${value.size} characters is too large here; ${MAX_LOADED_CHARACTERS} is the most`,
        'output_too_large',
      );
    }
    return this.values.load(execution_id, value);
  }

  /** Recursion is bounded: workflow code nests what it composes a few levels deep. */
  private async whole(executionId: string, value: Composite, budget: { left: number }): Promise<Json> {
    if ('json' in value || 'blob' in value) {
      const part = await this.values.load(executionId, value);
      budget.left -= 'blob' in value ? value.size : JSON.stringify(part).length;
      if (budget.left >= 0) return part;
      throw ApplicationFailure.nonRetryable(
        `It is larger than ${MAX_COMPOSED_CHARACTERS} characters`,
        'output_too_large',
      );
    }
    if ('object' in value) {
      const fields: [string, Json][] = [];
      for (const [name, part] of Object.entries(value.object)) {
        fields.push([name, await this.whole(executionId, part, budget)]);
      }
      return Object.fromEntries(fields);
    }
    if ('result' in value) {
      const result = await this.whole(executionId, value.result, budget);
      const isObject = typeof result === 'object' && result !== null && !Array.isArray(result);
      return isObject ? result : { result };
    }
    const parts: Json[] = [];
    for (const part of 'list' in value ? value.list : value.text) {
      parts.push(await this.whole(executionId, part, budget));
    }
    if ('list' in value) return parts;
    return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
  }
}

function resultOf(program: EvaluateInput['programs'][number], scope: Scope): Json {
  try {
    if ('expression' in program) return evaluateExpression(program.expression, scope);
    return 'text' in program ? renderText(program.text, scope) : renderTemplate(program.template, scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, error.code);
  }
}
