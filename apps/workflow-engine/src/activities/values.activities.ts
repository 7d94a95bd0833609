import { Injectable } from '@nestjs/common';
import { ApplicationFailure } from '@temporalio/common';
import {
  isJsonObject,
  ExpressionError,
  evaluateExpression,
  renderTemplate,
  renderText,
  type Json,
  type Scope,
} from '@aiwf/definition';
import { checkSchema } from '@aiwf/definition/data-schema';
import { BlobRepository, Values } from '../blobs';
import type { Composite, EvaluateInput, LocalActivities, Program, Stored, StoredBlob } from '../workflows';
import { compact, valuesOfCheckpoint, valuesOfScope } from './compaction';
import { Turns } from './turns';

/** Bytes of a stored value that workflow code reads at once; Temporal warns of payloads over 256 KB. */
const MAX_PART_BYTES = 128 * 1024;

/** Characters of a value that is made of several. */
const MAX_COMPOSED_CHARACTERS = 32 * 1024 * 1024;

/** Items of a list that are read at once, and characters of one that stays as it is. */
const MAX_ITEMS = 50;
const MAX_ITEM_CHARACTERS = 1024;

const MAX_PROBLEMS = 20;
const MAX_PROBLEM_CHARACTERS = 500;

/** Values that are worked on at the same time: each may take many times its size in memory. */
const MAX_AT_ONCE = 4;

type ValueActivity =
  | 'storeValue'
  | 'keepCheckpoint'
  | 'keepFrame'
  | 'composeValue'
  | 'sliceList'
  | 'evaluate'
  | 'checkValue'
  | 'readValue';
type Input<Name extends ValueActivity> = Parameters<LocalActivities[Name]>[0];

/** Computes with values that workflow code knows by reference. */
@Injectable()
export class ValuesActivities implements Pick<LocalActivities, ValueActivity> {
  private readonly turns = new Turns(MAX_AT_ONCE);

  constructor(
    private readonly values: Values,
    private readonly blobs: BlobRepository,
  ) {}

  storeValue({ execution_id, value }: Input<'storeValue'>): Promise<StoredBlob> {
    return this.turns.during(() => this.blobs.put(execution_id, value));
  }

  keepCheckpoint({ execution_id, state }: Input<'keepCheckpoint'>): Promise<StoredBlob> {
    return this.keepCompact(execution_id, state, valuesOfCheckpoint(state));
  }

  keepFrame({ execution_id, beginning }: Input<'keepFrame'>): Promise<StoredBlob> {
    return this.keepCompact(execution_id, beginning, valuesOfScope(beginning.scope));
  }

  composeValue({ execution_id, value }: Input<'composeValue'>): Promise<Stored> {
    return this.turns.during(async () => {
      const budget = { left: MAX_COMPOSED_CHARACTERS };
      return this.values.keep(execution_id, await this.whole(execution_id, value, budget));
    });
  }

  sliceList({ execution_id, list, from, count }: Input<'sliceList'>) {
    return this.turns.during(async () => {
      const whole = await this.values.load(execution_id, list);
      if (!Array.isArray(whole)) {
        throw ApplicationFailure.nonRetryable('The "items" of the map must be a list', 'expression_type');
      }
      const items: Stored[] = [];
      for (const item of whole.slice(from, from + Math.min(count, MAX_ITEMS))) {
        items.push(await this.values.keep(execution_id, item, MAX_ITEM_CHARACTERS));
      }
      return { items, length: whole.length };
    });
  }

  evaluate({ execution_id, program, scope }: EvaluateInput): Promise<Stored> {
    return this.turns.during(async () => {
      const result = resultOf(program, await this.values.scope(execution_id, scope));
      return this.values.keep(execution_id, result);
    });
  }

  checkValue({ execution_id, schema, value }: Input<'checkValue'>): Promise<string[]> {
    return this.turns.during(async () => {
      const problems = checkSchema(schema, await this.values.load(execution_id, value));
      return problems
        .slice(0, MAX_PROBLEMS)
        .map(({ path, message }) => `${path || '/'}: ${message}`.slice(0, MAX_PROBLEM_CHARACTERS));
    });
  }

  async readValue({ execution_id, value, from }: Input<'readValue'>): Promise<Uint8Array> {
    const bytes = await this.blobs.read(execution_id, value);
    return bytes.subarray(from, from + MAX_PART_BYTES);
  }

  private keepCompact(executionId: string, whole: object, values: readonly Stored[]): Promise<StoredBlob> {
    return this.turns.during(async () => {
      await compact(whole, values, (json) => this.blobs.put(executionId, json));
      return this.blobs.put(executionId, whole as Json);
    });
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
      return isJsonObject(result) ? result : { result };
    }
    const parts: Json[] = [];
    for (const part of 'list' in value ? value.list : value.text) {
      parts.push(await this.whole(executionId, part, budget));
    }
    if ('list' in value) return parts;
    return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
  }
}

function resultOf(program: Program, scope: Scope): Json {
  try {
    if ('expression' in program) return evaluateExpression(program.expression, scope);
    return 'text' in program ? renderText(program.text, scope) : renderTemplate(program.template, scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, error.code);
  }
}
