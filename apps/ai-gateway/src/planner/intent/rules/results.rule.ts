import { leafNodes } from '@aiwf/definition';
import { acts } from '../graph/effects';
import { ParallelNodes } from '../graph/parallel';
import { readersOf, referencesOf } from '../graph/readers';
import type { PlacedNode, Region, Scope } from '../graph/scopes';
import { graphSites, sitesOf } from '../graph/sites';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { IntentContext, Rule } from './rule';

/**
 * What nodes make is used: read by another node or given out. Results of steps that run side by side come together, in a
 * node that reads them or in the output.
 */
export const resultsAreUsed: Rule = (context) =>
  context.scopes.flatMap((scope) => {
    const readers = readersOf(scope);
    if (readers.everyNode) return [];
    const givenOut = new Set(
      scope.regions.flatMap(({ graph }) => (graph.output === undefined ? leafNodes(graph) : [])),
    );
    const parallel = new Map<Region, ParallelNodes>();
    return scope.nodes.flatMap((placed) => {
      const { node, region } = placed;
      if (readers.nodes.has(node.id) || givenOut.has(node.id) || !makes(placed, scope, context)) return [];
      if (isUndoing(placed)) return [];
      const beside = parallel.get(region) ?? new ParallelNodes(region);
      parallel.set(region, beside);
      return [unused(placed, beside)];
    });
  });

/** What the workflow gives out comes from its nodes. */
export const outputIsMade: Rule = ({ scopes, tools }) =>
  scopes.flatMap((scope) => {
    const { definition, path, nodes } = scope;
    const works = nodes.some((placed) => acts(placed, tools) || MAKERS.has(placed.node.type));
    if (definition.output === undefined || !works) return [];
    if (readsNodes(scope)) return [];
    const message = 'The output names no result of any node, so what was asked for does not come out.';
    const hint =
      'Let "output" read what the last nodes give, such as {"result": "{{ nodes.<id>.output.text }}"}.';
    return [problem('output_missing', `${path}/output`, message, hint)];
  });

const MAKERS: ReadonlySet<string> = new Set([
  'agent',
  'crew',
  'http_request',
  'map',
  'loop',
  'workflow',
  'transform',
]);

function readsNodes(scope: Scope): boolean {
  return graphSites(scope)
    .filter(({ path }) => path.startsWith(`${scope.path}/output`))
    .some((site) => referencesOf(site).some(({ root }) => root === 'nodes'));
}

/** Whether a node makes something that would be lost. */
function makes(placed: PlacedNode, scope: Scope, { tools }: IntentContext): boolean {
  const { node } = placed;
  if (acts(placed, tools)) return false;
  switch (node.type) {
    case 'agent':
    case 'crew':
    case 'http_request':
      return true;
    case 'transform':
      return (
        !onlyReports(placed, scope, tools) &&
        sitesOf(placed).some((site) => referencesOf(site).some(({ root }) => root === 'nodes'))
      );
    case 'map':
    case 'loop':
      return !scope.nodes.some(
        (inner) => isInside(inner, placed) && (acts(inner, tools) || WAITS.has(inner.node.type)),
      );
    case 'workflow':
    case 'condition':
    case 'wait':
    case 'approval':
      return false;
    default:
      return node satisfies never;
  }
}

/** Says only whether something was sent: that is done, whoever reads of it. */
function onlyReports(placed: PlacedNode, scope: Scope, tools: IntentContext['tools']): boolean {
  const read = sitesOf(placed).flatMap((site) =>
    referencesOf(site).flatMap(({ root, path: [id] }) =>
      root === 'nodes' && typeof id === 'string' ? [id] : [],
    ),
  );
  const acting = new Set(scope.nodes.filter((one) => acts(one, tools)).map(({ node }) => node.id));
  return read.length > 0 && read.every((id) => acting.has(id));
}

const WAITS: ReadonlySet<string> = new Set(['wait', 'approval', 'workflow']);

function isInside({ path }: PlacedNode, { path: holder }: PlacedNode): boolean {
  return path.startsWith(`${holder}/`);
}

/** What undoes a step gives nothing to anybody. */
function isUndoing({ node, region }: PlacedNode): boolean {
  return (region.graph.edges ?? []).some(({ target, kind }) => target === node.id && kind === 'compensation');
}

function unused({ node, path, region }: PlacedNode, parallel: ParallelNodes): IntentProblem {
  const what = quoted(node.name ?? node.id);
  const beside = parallel.hasFanOut ? parallel.besides(node.id) : [];
  if (beside.length > 0) {
    const message = `${what} runs beside ${beside.slice(0, 3).map(quoted).join(', ')}, but what it gives is never brought together with theirs.`;
    const hint = `Add an edge from "${node.id}" to a node that reads {{ nodes.${node.id}.output }} with the others, or name it in the output.`;
    return problem('fan_out_without_join', path, message, hint);
  }
  const isLast = leafNodes(region.graph).includes(node.id);
  const message = `What ${what} gives is read by no node and is not in the output.`;
  const hint = isLast
    ? `Name {{ nodes.${node.id}.output }} in the output.`
    : `Read {{ nodes.${node.id}.output }} in a later node or in the output, or remove the node.`;
  return problem(isLast ? 'output_missing' : 'result_unused', path, message, hint);
}
