import { evaluateExpression, isJsonObject, renderTemplate, renderText } from '@aiwf/definition';
import type { Budget, Json, Scope, Template } from '@aiwf/definition';
import type { Composite, Program } from './activities.contract';
import type { Stored } from './values.contract';
import type { Calls } from './calls';
import { GraphFailure } from './graph-failure';
import { readsOfExpression, readsOfTemplate } from './reads';
import type { Reads, RunScope } from './run-scope';
import { isBlob } from './run-scope';
import { StepAllowance } from './step-allowance';

/** Characters of JSON that go through Temporal's history; larger values go to the blob store. */
export const MAX_INLINE_CHARACTERS = 32 * 1024;

/** Characters of an answer that comes to another workflow. */
const MAX_ANSWER_CHARACTERS = 8 * 1024;

/** Characters of what workflow code reads into itself when a graph asks for it. */
const MAX_LOADED_CHARACTERS = 1.5 * 1024 * 1024;

/** A value that workflow code has read into itself, and what that put into the history. */
export interface ReadValue {
  json: Json;
  parts: number;
  bytes: number;
}

/**
 * Computes with values wherever they stand: here when all that is read is at hand and it is soon done, by a local
 * activity when some of it stands in the blob store or it takes long.
 */
export class Values {
  private readonly steps = new StepAllowance();
  private readonly kept = new WeakMap<Stored, Promise<Stored>>();

  constructor(
    private readonly executionId: string,
    private readonly calls: Calls,
  ) {}

  /** The value of a CEL expression. */
  expression(source: string, scope: RunScope): Promise<Stored> {
    return this.compute(readsOfExpression(source), scope, { expression: source }, (plain, budget) =>
      evaluateExpression(source, plain, budget),
    );
  }

  /**
   * Whether a CEL expression is true.
   *
   * @param what it is, for the error
   * @throws GraphFailure `expression_type` when it is neither true nor false
   */
  async verdict(source: string, scope: RunScope, what: string): Promise<boolean> {
    const value = await this.expression(source, scope);
    if (!isBlob(value) && typeof value.json === 'boolean') return value.json;
    const given = isBlob(value) ? 'a large value' : JSON.stringify(value.json).slice(0, 200);
    throw new GraphFailure('expression_type', `${what} must be true or false, but it gave ${given}`);
  }

  /** A rendered template. */
  template(template: Template, scope: RunScope): Promise<Stored> {
    return this.compute(readsOfTemplate(template), scope, { template }, (plain, budget) =>
      renderTemplate(template, plain, budget),
    );
  }

  /** A template rendered to text, whatever it holds. */
  text(template: string, scope: RunScope): Promise<Stored> {
    return this.compute(readsOfTemplate(template), scope, { text: template }, (plain, budget) =>
      renderText(template, plain, budget),
    );
  }

  /**
   * As {@link text}, for texts that must be at hand, such as addresses.
   *
   * @throws GraphFailure `too_large` past 32 Ki characters
   */
  async shortText(template: string, scope: RunScope, what: string): Promise<string> {
    const text = await this.text(template, scope);
    if (isBlob(text)) {
      throw new GraphFailure('too_large', `${what} is larger than ${MAX_INLINE_CHARACTERS} characters`);
    }
    return text.json as string;
  }

  /** One value built of several. */
  compose(value: Composite): Promise<Stored> {
    const whole = wholeOf(value);
    if (whole !== undefined) return this.keep(whole);
    return this.calls.local('composeValue', { execution_id: this.executionId, value });
  }

  /**
   * The value itself.
   *
   * @throws GraphFailure `output_too_large` past 1.5 Mi characters
   */
  async load(value: Stored): Promise<Json> {
    if (!isBlob(value)) return value.json;
    if (value.size <= MAX_LOADED_CHARACTERS) return (await this.read(value)).json;
    throw new GraphFailure(
      'output_too_large',
      `A value of ${value.size} characters is too large here; ${MAX_LOADED_CHARACTERS} is the most`,
    );
  }

  /** As {@link load}, of any size. It comes into the history in parts that Temporal doesn't warn of. */
  async read(value: Stored): Promise<ReadValue> {
    if (!isBlob(value)) return { json: value.json, parts: 0, bytes: 0 };
    const decoder = new TextDecoder();
    let text = '';
    let bytes = 0;
    for (let parts = 1; ; parts += 1) {
      const input = { execution_id: this.executionId, value, from: bytes };
      const part = await this.calls.local('readValue', input);
      if (part.length === 0) throw new Error(`The value ${value.blob} ends after ${bytes} bytes`);
      text += decoder.decode(part, { stream: true });
      bytes += part.length;
      if (text.length >= value.size) return { json: JSON.parse(text) as Json, parts, bytes };
    }
  }

  /** Puts a value where it belongs by its size. */
  async keep(json: Json, maxInline = MAX_INLINE_CHARACTERS): Promise<Stored> {
    if (JSON.stringify(json).length <= maxInline) return { json };
    return this.calls.local('storeValue', { execution_id: this.executionId, value: json });
  }

  /** The same value where it belongs by its size, stored once however often it is asked for. */
  keptOnce(value: Stored): Promise<Stored> {
    const known = this.kept.get(value);
    if (known) return known;
    const kept = isBlob(value) ? Promise.resolve(value) : this.keep(value.json);
    this.kept.set(value, kept);
    return kept;
  }

  /** The same value, by reference past 8 Ki characters: for what comes to a history that is not asked first. */
  async small(value: Stored): Promise<Stored> {
    return isBlob(value) ? value : this.keep(value.json, MAX_ANSWER_CHARACTERS);
  }

  private async compute(
    reads: Reads,
    scope: RunScope,
    program: Program,
    here: (plain: Scope, budget: Budget) => Json,
  ): Promise<Stored> {
    const plain = this.steps.mayTake() ? scope.plain(reads) : undefined;
    const value = plain && this.steps.within((budget) => here(plain, budget));
    if (value !== undefined) return this.keep(value);
    const result = await this.calls.local('evaluate', {
      execution_id: this.executionId,
      program,
      scope: scope.stored(reads),
    });
    this.steps.renew();
    return result;
  }
}

/** The value as it is, when all its parts are at hand. */
function wholeOf(value: Composite): Json | undefined {
  if ('json' in value) return value.json;
  if ('blob' in value) return undefined;
  if ('object' in value) {
    const fields = Object.entries(value.object).map(([name, part]) => [name, wholeOf(part)] as const);
    return fields.some(([, part]) => part === undefined) ? undefined : (Object.fromEntries(fields) as Json);
  }
  if ('result' in value) {
    const whole = wholeOf(value.result);
    return whole === undefined || isJsonObject(whole) ? whole : { result: whole };
  }
  const parts = ('list' in value ? value.list : value.text).map(wholeOf);
  if (!parts.every((part) => part !== undefined)) return undefined;
  return 'list' in value ? parts : parts.map(asText).join('');
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
