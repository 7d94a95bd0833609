import {
  evaluateExpression,
  findExpressionReferences,
  findReferences,
  renderTemplate,
  type Json,
  type JsonObject,
  type NodeDefinition,
  type Reference,
  type Scope,
  type Template,
} from '@aiwf/definition';

/** Expressions and templates that one estimate evaluates; each may take as long as one of a run. */
const MAX_EVALUATIONS = 64;

/** Counts what one estimate evaluates, also in graphs inside its graph. */
export class Evaluations {
  private left = MAX_EVALUATIONS;

  take(): boolean {
    this.left -= 1;
    return this.left >= 0;
  }
}

/** What is known of a run before it is started: its inputs, and what is computed from nothing but them. */
export class KnownValues {
  private readonly outputs: Scope['nodes'] = {};

  /** @param inputs with their defaults; those that are missing are not known */
  constructor(
    private readonly inputs: JsonObject,
    private readonly evaluations: Evaluations,
  ) {}

  /** The same, for a graph inside one of the nodes. */
  nested(): KnownValues {
    const nested = new KnownValues(this.inputs, this.evaluations);
    Object.assign(nested.outputs, this.outputs);
    return nested;
  }

  /** For a graph with inputs of its own. */
  withInputs(inputs: JsonObject): KnownValues {
    return new KnownValues(inputs, this.evaluations);
  }

  /** Takes in what a node gives, if that can be told. */
  learn(node: NodeDefinition): void {
    if (node.type !== 'transform' || node.inputs !== undefined) return;
    const { expression, value } = node.config;
    const output = expression === undefined ? this.template(value ?? null) : this.expression(expression);
    if (output !== undefined) this.outputs[node.id] = { output };
  }

  /** The value of a CEL expression; undefined: it is not known before the run. */
  expression(source: string): Json | undefined {
    return this.attempt(
      () => findExpressionReferences(source),
      (scope) => evaluateExpression(source, scope),
    );
  }

  /** A rendered template; undefined: it is not known before the run. */
  template(template: Template): Json | undefined {
    return this.attempt(
      () => findReferences(template),
      (scope) => renderTemplate(template, scope),
    );
  }

  private attempt(
    references: () => readonly Reference[],
    evaluate: (scope: Scope) => Json,
  ): Json | undefined {
    try {
      const read = references();
      if (!read.every((reference) => this.knows(reference)) || !this.evaluations.take()) return undefined;
      return evaluate({ inputs: this.inputs, nodes: this.outputs, execution: { id: '' } });
    } catch {
      // The run itself will tell what is wrong with it.
      return undefined;
    }
  }

  private knows({ root, path: [name] }: Reference): boolean {
    if (name === undefined) return false;
    if (root === 'inputs') return Object.hasOwn(this.inputs, name);
    return root === 'nodes' && Object.hasOwn(this.outputs, name);
  }
}
