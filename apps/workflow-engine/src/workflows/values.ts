import { evaluateExpression, renderTemplate, renderText } from '@aiwf/definition';
import type { Json, Scope, Template } from '@aiwf/definition';
import type { Composite, EvaluateInput, StoredScope } from './activities.contract';
import type { Stored } from './values.contract';
import type { Calls } from './calls';
import { GraphFailure } from './graph-failure';
import { readsOfExpression, readsOfTemplate } from './reads';
import type { Reads, RunScope } from './run-scope';
import { isBlob } from './run-scope';

/** Characters of JSON that go through Temporal's history; larger values go to the blob store. */
const MAX_INLINE_CHARACTERS = 32 * 1024;

/** What stays inline of a scope that has grown large. */
const MAX_SMALL_CHARACTERS = 200;

/**
 * Computes with values wherever they stand: here when all that is read is at hand, by a local activity when some of it
 * stands in the blob store.
 */
export class Values {
  constructor(
    private readonly executionId: string,
    private readonly calls: Calls,
  ) {}

  /** The value of a CEL expression. */
  expression(source: string, scope: RunScope): Promise<Stored> {
    return this.compute(readsOfExpression(source), scope, { expression: source }, (plain) =>
      evaluateExpression(source, plain),
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
    return this.compute(readsOfTemplate(template), scope, { template }, (plain) =>
      renderTemplate(template, plain),
    );
  }

  /** A template rendered to text, whatever it holds. */
  text(template: string, scope: RunScope): Promise<Stored> {
    return this.compute(readsOfTemplate(template), scope, { text: template }, (plain) =>
      renderText(template, plain),
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

  /** The same scope, with its larger values in the blob store. */
  async compactScope(scope: StoredScope): Promise<StoredScope> {
    const { inputs, nodes, input, item, previous } = scope;
    const small = async (value: Stored | undefined) =>
      value && !isBlob(value) ? this.keep(value.json, MAX_SMALL_CHARACTERS) : value;
    const compacted: StoredScope = { ...scope, inputs: (await small(inputs)) ?? inputs, nodes: {} };
    for (const [id, node] of Object.entries(nodes)) {
      compacted.nodes[id] = { ...node, output: (await small(node.output)) ?? node.output };
    }
    for (const [name, value] of Object.entries({ input, item, previous })) {
      const kept = await small(value);
      if (kept) compacted[name as 'input'] = kept;
    }
    return compacted;
  }

  /** The value itself. @throws ApplicationFailure `output_too_large` past 1.5 Mi characters */
  async load(value: Stored): Promise<Json> {
    if (!isBlob(value)) return value.json;
    return this.calls.local('loadValue', { execution_id: this.executionId, value });
  }

  /** Puts a value where it belongs by its size. */
  async keep(json: Json, maxInline = MAX_INLINE_CHARACTERS): Promise<Stored> {
    if (JSON.stringify(json).length <= maxInline) return { json };
    const [stored] = await this.calls.local('storeValues', {
      execution_id: this.executionId,
      values: [json],
      max_inline: maxInline,
    });
    return stored as Stored;
  }

  private async compute(
    reads: Reads,
    scope: RunScope,
    program: EvaluateInput['programs'][number],
    here: (plain: Scope) => Json,
  ): Promise<Stored> {
    const plain = scope.plain(reads);
    if (plain) return this.keep(here(plain));
    const [result] = await this.calls.local('evaluate', {
      execution_id: this.executionId,
      programs: [program],
      scope: scope.stored(reads),
    });
    return result as Stored;
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
    const isObject = typeof whole === 'object' && whole !== null && !Array.isArray(whole);
    return whole === undefined || isObject ? whole : { result: whole };
  }
  const parts = ('list' in value ? value.list : value.text).map(wholeOf);
  if (!parts.every((part) => part !== undefined)) return undefined;
  return 'list' in value ? parts : parts.map(asText).join('');
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
