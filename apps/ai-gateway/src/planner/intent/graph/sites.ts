import { pointerTo, type Json, type NodeDefinition } from '@aiwf/definition';
import { templateParts } from './template-parts';
import { placedEdges, type PlacedNode, type Scope } from './scopes';

/**
 * A text or a number of a node and what it is: CEL; `prose`, a template that a model or a person reads; `data`, a template
 * that a machine reads; or a plain `value`, which is no template.
 */
export interface Site {
  readonly kind: 'expression' | 'prose' | 'data' | 'value';
  readonly value: string | number;
  /** JSON pointer to the value. */
  readonly path: string;
  /** Name of the nearest field, such as `when` or `seconds`. */
  readonly field: string;
  /** What stands in it as it is, and what is computed in it. */
  readonly texts: readonly string[];
  readonly expressions: readonly string[];
  /** Where it stands; absent for the output of a definition. */
  readonly placed?: PlacedNode;
}

const PERSONA = ['role', 'goal', 'backstory'];

const sitesByNode = new WeakMap<PlacedNode, readonly Site[]>();

/** What is said and counted in a node itself; what stands in its body or its sub-workflow belongs to the nodes there. */
export function sitesOf(placed: PlacedNode): readonly Site[] {
  const known = sitesByNode.get(placed);
  if (known) return known;
  const found = new SiteList(placed);
  found.add('data', placed.node.inputs, `${placed.path}/inputs`);
  addConfig(placed.node, `${placed.path}/config`, found);
  sitesByNode.set(placed, found.sites);
  return found.sites;
}

/** A text or a number by itself. */
export function siteOf(kind: Site['kind'], value: string | number, path: string): Site {
  const field = path.slice(path.lastIndexOf('/') + 1);
  return { kind, value, path, field, ...partsOf(kind, value) };
}

function partsOf(kind: Site['kind'], value: string | number): Pick<Site, 'texts' | 'expressions'> {
  if (typeof value === 'number') return { texts: [], expressions: [] };
  if (kind === 'expression') return { texts: [], expressions: [value] };
  return kind === 'value' ? { texts: [value], expressions: [] } : templateParts(value);
}

/** Conditions on edges, the outputs of bodies and of the definition. */
export function graphSites({ regions }: Scope): Site[] {
  return regions.flatMap((region) => {
    const found = new SiteList(region.holder);
    for (const { edge, path } of placedEdges(region)) found.add('expression', edge.when, `${path}/when`);
    found.add('data', region.graph.output, `${region.path}/output`);
    return found.sites;
  });
}

class SiteList {
  readonly sites: Site[] = [];

  constructor(private readonly placed: PlacedNode | undefined) {}

  /** All texts and numbers of a value. Recursion is bounded: a definition's depth is. */
  add(kind: Site['kind'], value: Json | object | undefined, path: string): void {
    if (typeof value === 'string' || typeof value === 'number') {
      this.sites.push({ ...siteOf(kind, value, path), ...(this.placed && { placed: this.placed }) });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) this.add(kind, item as Json, pointerTo(path, key));
    }
  }

  /** Fields of an object, by what they are. */
  fields(kind: Site['kind'], value: object | undefined, path: string, names: readonly string[]): void {
    for (const [name, item] of Object.entries(value ?? {}))
      if (names.includes(name)) this.add(kind, item as Json, `${path}/${name}`);
  }
}

function addGuardrail(owner: { guardrail?: object }, path: string, found: SiteList): void {
  found.fields('expression', owner.guardrail, `${path}/guardrail`, ['expression']);
  found.fields('prose', owner.guardrail, `${path}/guardrail`, ['message', 'instruction']);
}

function addConfig(node: NodeDefinition, path: string, found: SiteList): void {
  const { config } = node;
  switch (node.type) {
    case 'agent':
      found.fields('prose', config, path, [...PERSONA, 'prompt', 'expected_output']);
      found.fields('value', config, path, ['model', 'fallback_model']);
      return addGuardrail(node.config, path, found);
    case 'crew':
      for (const [list, names] of [
        ['agents', PERSONA],
        ['tasks', ['description', 'expected_output']],
      ] as const)
        node.config[list].forEach((member, index) => {
          const at = `${path}/${list}/${index}`;
          found.fields('prose', member, at, names);
          found.fields('value', member, at, ['model', 'fallback_model']);
          addGuardrail(member as { guardrail?: object }, at, found);
        });
      found.fields('prose', node.config.manager, `${path}/manager`, PERSONA);
      return found.fields('value', node.config.manager, `${path}/manager`, ['model', 'fallback_model']);
    case 'http_request':
      return found.fields('data', config, path, ['url', 'headers', 'query', 'body', 'idempotency_key']);
    case 'condition':
      node.config.branches.forEach(({ when }, index) =>
        found.add('expression', when, `${path}/branches/${index}/when`),
      );
      return;
    case 'transform':
      found.fields('expression', config, path, ['expression']);
      return found.fields('data', config, path, ['value']);
    case 'map':
      return found.fields('expression', config, path, ['items']);
    case 'loop':
      found.fields('expression', config, path, ['until']);
      return found.fields('data', config, path, ['initial']);
    case 'workflow':
      found.fields('value', config, path, ['workflow_id']);
      return found.fields('data', config, path, ['inputs']);
    case 'wait':
      return found.fields('data', config, path, ['seconds', 'until']);
    case 'approval':
      found.fields('prose', config, path, ['message']);
      found.fields('data', config, path, ['data']);
      return found.fields('value', config, path, ['approvers']);
    default:
      node satisfies never;
  }
}
