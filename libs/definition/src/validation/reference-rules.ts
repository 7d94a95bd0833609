import { compileExpression } from '../expressions/compile';
import { ExpressionError } from '../expressions/expression.error';
import { READABLE_AT, type Reference } from '../expressions/references';
import { isJsonObject } from '../json/guards';
import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import { parseTemplate } from '../templates/parse';
import type { Template, WorkflowDefinition } from '../types';
import { expressionSites, type ExpressionSite } from './expression-sites';
import { TypeRules } from './data-types/type-rules';
import { NodeRules } from './node-references';
import { checkPath } from './output-rules';
import type { ProblemList } from './problem';
import type { Region } from './region';

/** Expressions and templates: that they compile, that all they read is there when they are evaluated, and what they give. */
export function checkReferences(
  definition: WorkflowDefinition,
  regions: readonly Region[],
  problems: ProblemList,
): void {
  const checker = new ReferenceChecker(definition, regions, problems);
  const types = new TypeRules(definition, regions, problems);
  for (const region of regions) {
    for (const site of expressionSites(region)) {
      if (problems.full) return;
      const before = problems.items.length;
      checker.checkSite(site, site.value, site.path);
      if (problems.items.length === before) types.check(site);
    }
  }
}

class ReferenceChecker {
  private readonly nodes: NodeRules;
  private readonly inputNames: readonly string[];
  private readonly openInputs: boolean;

  constructor(
    definition: WorkflowDefinition,
    regions: readonly Region[],
    private readonly problems: ProblemList,
  ) {
    this.nodes = new NodeRules(regions, problems);
    const { properties, additionalProperties } = definition.inputs ?? {};
    this.inputNames = isJsonObject(properties) ? Object.keys(properties) : [];
    this.openInputs = additionalProperties !== undefined && additionalProperties !== false;
  }

  /** Recursion is bounded: the definition's depth was checked. */
  checkSite(site: ExpressionSite, value: Template, path: string): void {
    if (typeof value === 'string') {
      this.guard(site.kind, path, () => {
        if (site.kind === 'expression') this.checkExpression(site, value, path);
        else this.checkTemplate(site, value, path);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) this.checkSite(site, child, pointerTo(path, key));
    }
  }

  private checkTemplate(site: ExpressionSite, template: string, path: string): void {
    for (const part of parseTemplate(template)) {
      if ('text' in part) continue;
      this.guard('template', path, () => this.checkExpression(site, part.expression, path), part.position);
    }
  }

  private checkExpression(site: ExpressionSite, source: string, path: string): void {
    for (const reference of compileExpression(source).references) this.checkReference(site, reference, path);
  }

  private guard(kind: ExpressionSite['kind'], path: string, check: () => void, offset = 0): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const at = error.position === undefined ? '' : ` (at character ${error.position + offset + 1})`;
      this.problems.add(
        kind === 'expression' ? 'invalid_expression' : 'invalid_template',
        path,
        `${error.message}${at}`,
        'Expressions are CEL over inputs.<name>, nodes.<id>.output, input.<name> and execution.id.',
      );
    }
  }

  private checkReference(site: ExpressionSite, { root, path }: Reference, at: string): void {
    const [first] = path;
    switch (root) {
      case 'nodes':
        this.nodes.check(site, path, at);
        return;
      case 'inputs':
        if (first !== undefined && !this.openInputs && !this.inputNames.includes(first)) {
          const hint = `Declare it under /inputs/properties. ${suggestion(first, this.inputNames)}`;
          this.problems.add('unknown_reference', at, `inputs.${first} is not declared.`, hint);
        }
        return;
      case 'input':
        this.checkInput(site, first, at);
        return;
      case 'execution':
        if (first !== undefined && first !== 'id') {
          this.problems.add(
            'unknown_reference',
            at,
            `execution.${first} does not exist.`,
            'Only execution.id does.',
          );
        }
        return;
      case 'item':
      case 'index':
      case 'previous':
      case 'output':
        if (!site.roots.includes(root)) {
          const hint = `It is there ${READABLE_AT[root]}; here, read inputs.<name> or nodes.<id>.output.`;
          this.problems.add('unknown_reference', at, `"${root}" can't be read here.`, hint);
        } else if (root === 'output' && site.output !== undefined) {
          checkPath(site.output, root, path, at, this.problems);
        }
        return;
      default:
        root satisfies never;
    }
  }

  private checkInput(site: ExpressionSite, name: string | undefined, at: string): void {
    if (site.inputNames === undefined) {
      const hint = 'Read inputs.<name> or nodes.<id>.output; input.<name> is for the config of a node.';
      this.problems.add('unknown_reference', at, '"input" can’t be read here.', hint);
    } else if (name !== undefined && !site.inputNames.includes(name)) {
      const hint = `Add it to the node's "inputs". ${suggestion(name, site.inputNames)}`;
      this.problems.add('unknown_reference', at, `The node has no input "${name}".`, hint);
    }
  }
}
