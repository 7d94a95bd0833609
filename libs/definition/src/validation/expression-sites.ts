import type { Root } from '../expressions/references';
import { isJsonObject } from '../json/guards';
import { pointerTo } from '../json/pointer';
import type { Guardrail, Json, NodeDefinition, Template } from '../types';
import { typesOfSchema, type Expected } from './data-types/data-type';
import { guardedTaskShape, outputShape, type OutputShape } from './output-shape';
import { inputNamesOf, nodesOf, type Region } from './region';
import { isSecretReference } from '../schema/secret';

/** A place in a definition that holds CEL, or templates with CEL in them. */
export interface ExpressionSite {
  kind: 'expression' | 'template';
  value: Template;
  path: string;
  region: Region;
  /** The node whose upstream may be read; `undefined`: all nodes of the region, as for its output. */
  reader: string | undefined;
  /** For an edge: its source may be read as well as what is upstream of it. */
  includesReader: boolean;
  /** Names of `input.<name>`; `undefined` where `input` can't be read. */
  inputNames: readonly string[] | undefined;
  /** The roots that can be read here beside those that are everywhere. */
  roots: readonly Root[];
  /** What is known of the root `output`, where it can be read. */
  output?: OutputShape;
  /** What it must give. */
  expected?: Expected;
}

/** All places of one graph that hold expressions or templates, in its order; those in bodies are their own region's. */
export function expressionSites(region: Region): ExpressionSite[] {
  const nodes = nodesOf(region).flatMap(({ node, path }) => sitesOfNode(node, path, region));
  const shared = { region, inputNames: region.inputNames, roots: region.roots };
  const edgesPath = pointerTo(region.path, 'edges');
  const edges = (region.graph.edges ?? []).flatMap((edge, index): ExpressionSite[] => {
    if (edge.when === undefined) return [];
    const path = pointerTo(pointerTo(edgesPath, index), 'when');
    const { source: reader, when: value } = edge;
    const expected = verdict('The "when" of an edge');
    return [{ kind: 'expression', value, path, reader, includesReader: true, expected, ...shared }];
  });
  const { output: value } = region.graph;
  if (value === undefined) return [...nodes, ...edges];
  const path = pointerTo(region.path, 'output');
  return [
    ...nodes,
    ...edges,
    { kind: 'template', value, path, reader: undefined, includesReader: false, ...shared },
  ];
}

/** Those of one node, the bodies in it left out. */
export function sitesOfNode(node: NodeDefinition, path: string, region: Region): ExpressionSite[] {
  const sites = new SiteList(node, region);
  if (node.inputs !== undefined) sites.inputs(node.inputs, pointerTo(path, 'inputs'));
  addConfig(node, pointerTo(path, 'config'), sites);
  return sites.found;
}

class SiteList {
  readonly found: ExpressionSite[] = [];

  constructor(
    private readonly node: NodeDefinition,
    private readonly region: Region,
  ) {}

  /** The node's own `inputs`, which can't read themselves. */
  inputs(value: Template, path: string): void {
    this.add('template', value, path, { inputNames: this.region.inputNames });
  }

  expression(value: string | undefined, path: string, more: Partial<ExpressionSite> = {}): void {
    if (value !== undefined) this.add('expression', value, path, more);
  }

  template(value: Template | undefined, path: string, more: Partial<ExpressionSite>): void {
    if (value !== undefined) this.add('template', value, path, more);
  }

  /** The fields of `value` that are templates. */
  templates(value: object, names: readonly string[], path: string): void {
    for (const [name, item] of Object.entries(value)) {
      if (names.includes(name) && item !== undefined) this.add('template', item, pointerTo(path, name), {});
    }
  }

  /** When a loop ends: read after each round, from outside its body. */
  until(value: string, path: string): void {
    const roots: Root[] = [...this.region.roots, 'output', 'previous', 'index'];
    this.expression(value, path, { roots, output: 'any', expected: verdict('The "until" of a loop') });
  }

  guardrail(guardrail: Guardrail | undefined, path: string, output: OutputShape): void {
    if (guardrail === undefined) return;
    const roots: Root[] = [...this.region.roots, 'output'];
    const expected = verdict('The expression of a guardrail');
    this.expression(guardrail.expression, pointerTo(path, 'expression'), { roots, output, expected });
    this.templates(guardrail, ['message', 'instruction'], path);
  }

  private add(
    kind: ExpressionSite['kind'],
    value: Template,
    path: string,
    more: Partial<ExpressionSite>,
  ): void {
    const { node, region } = this;
    this.found.push({
      kind,
      value,
      path,
      region,
      reader: node.id,
      includesReader: false,
      inputNames: inputNamesOf(node, region),
      roots: region.roots,
      ...more,
    });
  }
}

const PERSONA = ['role', 'goal', 'backstory'];

function addConfig(node: NodeDefinition, path: string, sites: SiteList): void {
  switch (node.type) {
    case 'agent':
      sites.templates(node.config, [...PERSONA, 'prompt', 'expected_output'], path);
      sites.guardrail(node.config.guardrail, pointerTo(path, 'guardrail'), outputShape(node));
      return;
    case 'crew':
      sites.templates(node.config.manager ?? {}, PERSONA, pointerTo(path, 'manager'));
      node.config.agents.forEach((agent, i) => sites.templates(agent, PERSONA, `${path}/agents/${i}`));
      node.config.tasks.forEach((task, i) => {
        const at = `${path}/tasks/${i}`;
        sites.templates(task, ['description', 'expected_output'], at);
        sites.guardrail(task.guardrail, pointerTo(at, 'guardrail'), guardedTaskShape(task));
      });
      return;
    case 'http_request': {
      const { headers = {}, query = {} } = node.config;
      sites.templates(node.config, ['url', 'body', 'idempotency_key'], path);
      sites.templates(headers, templateNames(headers), pointerTo(path, 'headers'));
      sites.templates(query, templateNames(query), pointerTo(path, 'query'));
      return;
    }
    case 'condition':
      node.config.branches.forEach(({ when }, i) => {
        sites.expression(when, `${path}/branches/${i}/when`, { expected: verdict('The "when" of a branch') });
      });
      return;
    case 'transform': {
      const expected = bySchema(node.output_schema, 'The value by its output_schema');
      sites.expression(node.config.expression, pointerTo(path, 'expression'), expected);
      sites.template(node.config.value, pointerTo(path, 'value'), expected);
      return;
    }
    case 'map':
      sites.expression(node.config.items, pointerTo(path, 'items'), {
        expected: { types: ['list'], what: 'The "items" of a map' },
      });
      return;
    case 'loop':
      sites.templates(node.config, ['initial'], path);
      sites.until(node.config.until, pointerTo(path, 'until'));
      return;
    case 'workflow': {
      const declared = node.config.definition?.inputs?.properties;
      for (const [name, value] of Object.entries(node.config.inputs ?? {})) {
        const schema = isJsonObject(declared) && Object.hasOwn(declared, name) ? declared[name] : undefined;
        const at = pointerTo(pointerTo(path, 'inputs'), name);
        sites.template(value, at, bySchema(schema, `The input "${name}" of the workflow`));
      }
      return;
    }
    case 'wait':
      sites.templates(node.config, ['seconds', 'until'], path);
      return;
    case 'approval':
      sites.templates(node.config, ['message', 'data'], path);
      return;
    default:
      node satisfies never;
  }
}

function verdict(what: string): Expected {
  return { types: ['bool'], what };
}

function bySchema(schema: Json | undefined, what: string): Partial<ExpressionSite> {
  const types = isJsonObject(schema) ? typesOfSchema(schema.type) : undefined;
  return types === undefined ? {} : { expected: { types, what } };
}

function templateNames(values: object): string[] {
  return Object.entries(values).flatMap(([name, value]) => (isSecretReference(value) ? [] : [name]));
}
