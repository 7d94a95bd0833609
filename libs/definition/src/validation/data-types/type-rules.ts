import { compileExpression } from '../../expressions/compile';
import type { Reference } from '../../expressions/references';
import { pointerTo } from '../../json/pointer';
import { parseTemplate } from '../../templates/parse';
import type { NodeDefinition, Template, WorkflowDefinition } from '../../types';
import type { ExpressionSite } from '../expression-sites';
import { nodeShape, schemaShape, shapeAt, type OutputShape } from '../output-shape';
import type { ProblemList } from '../problem';
import type { Region } from '../region';
import { mayBe, typeOfJson, typeOfShape, type DataType } from './data-type';
import { inferType, named, TypeMismatch } from './infer';

const HINT =
  'Convert it with string(…), double(…) or bool(…), or change the schema that says what type it has.';

/**
 * Checks what types expressions join and give, as far as schemas and node types tell: only what would fail in every run is
 * a problem.
 */
export class TypeRules {
  private readonly nodes: ReadonlyMap<string, NodeDefinition>;
  private readonly inputs: OutputShape;

  constructor(
    definition: WorkflowDefinition,
    regions: readonly Region[],
    private readonly problems: ProblemList,
  ) {
    this.nodes = new Map(regions.flatMap(({ graph }) => graph.nodes.map((node) => [node.id, node])));
    this.inputs = schemaShape(definition.inputs);
  }

  /** A site whose expressions compile and read nothing that is not there. */
  check(site: ExpressionSite): void {
    const type = this.checkValue(site, site.value, site.path);
    const { expected, path } = site;
    if (expected === undefined || mayBe(type, expected.types)) return;
    const needed = expected.types.map(named).join(' or ');
    this.problems.add('type_mismatch', path, `${expected.what} must be ${needed}, not ${named(type)}.`, HINT);
  }

  /** Recursion is bounded: the definition's depth was checked. */
  private checkValue(site: ExpressionSite, value: Template, path: string): DataType {
    if (typeof value === 'string') {
      return site.kind === 'expression'
        ? this.infer(site, value, path, 0)
        : this.checkTemplate(site, value, path);
    }
    if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) this.checkValue(site, child, pointerTo(path, key));
    }
    return typeOfJson(value);
  }

  /** A template that is one expression keeps its type; any other becomes text. */
  private checkTemplate(site: ExpressionSite, template: string, path: string): DataType {
    const parts = parseTemplate(template);
    const types = parts.map((part) =>
      'text' in part ? 'text' : this.infer(site, part.expression, path, part.position),
    );
    return types.length === 1 ? (types[0] ?? 'text') : 'text';
  }

  private infer(site: ExpressionSite, source: string, path: string, offset: number): DataType {
    try {
      return inferType(compileExpression(source).tree, (reference) => this.ofReference(site, reference));
    } catch (error) {
      if (!(error instanceof TypeMismatch)) throw error;
      const at = `(at character ${error.position + offset + 1})`;
      this.problems.add('type_mismatch', path, `${error.message} ${at}`, HINT);
      return 'any';
    }
  }

  private ofReference({ output = 'any' }: ExpressionSite, { root, path }: Reference): DataType {
    switch (root) {
      case 'inputs':
        return typeOfShape(shapeAt(this.inputs, path));
      case 'nodes': {
        const [id, ...rest] = path;
        const node = id === undefined ? undefined : this.nodes.get(id);
        return node === undefined ? 'any' : typeOfShape(shapeAt(nodeShape(node), rest));
      }
      case 'execution':
        return path[0] === 'id' ? 'text' : 'any';
      case 'index':
        return path.length === 0 ? 'number' : 'any';
      case 'output':
        return typeOfShape(shapeAt(output, path));
      case 'input':
      case 'item':
      case 'previous':
        return 'any';
      default:
        return root satisfies never;
    }
  }
}
