import type { EdgeDefinition, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import type { ErrorItem } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';

/** How deep workflows may stand in one another, the outermost not counted. */
const MAX_DEPTH = 8;

/** Characters that a definition may come to; the engine takes bodies of 4 MiB, and each character may have three bytes. */
const MAX_CHARACTERS = 1024 * 1024;

/** Finds a stored workflow of the user; undefined when there is none. */
export type FindWorkflow = (workflowId: string) => Promise<WorkflowDefinition | undefined>;

/** Where in the outermost definition something stands. */
interface Place {
  path: string;
  /** Workflows around it, the outermost not counted. */
  depth: number;
  /** The stored workflows through which it was reached. */
  chain: readonly string[];
}

/**
 * A definition that stands alone: each node that names a stored workflow has that workflow's definition in it, also
 * inside maps, loops and other workflows. A definition without such nodes comes back as it is.
 *
 * @throws HttpProblem 422 `invalid_workflow` that names the node, when the user has no such workflow or workflows stand
 * more than 8 deep in one another, with the chain; 413 `workflow_too_large` when all together are too large
 */
export async function inlineWorkflows(
  definition: WorkflowDefinition,
  find: FindWorkflow,
): Promise<WorkflowDefinition> {
  const chain = definition.id === undefined ? [] : [definition.id];
  return new Inlining(find).graph(definition, { path: '', depth: 0, chain });
}

class Inlining {
  private readonly found = new Map<string, WorkflowDefinition | undefined>();
  private characters = 0;

  constructor(private readonly find: FindWorkflow) {}

  /** A definition's, or a body's, nodes; the same object where nothing is put in. */
  async graph<Graph extends { nodes: NodeDefinition[]; edges?: EdgeDefinition[] }>(
    graph: Graph,
    place: Place,
  ): Promise<Graph> {
    const nodes: NodeDefinition[] = [];
    for (const [index, node] of graph.nodes.entries()) {
      nodes.push(await this.node(node, below(place, `nodes/${index}/config`)));
    }
    return nodes.every((node, index) => node === graph.nodes[index]) ? graph : { ...graph, nodes };
  }

  private async node(node: NodeDefinition, place: Place): Promise<NodeDefinition> {
    switch (node.type) {
      case 'map': {
        const body = await this.graph(node.config.body, below(place, 'body'));
        return body === node.config.body ? node : { ...node, config: { ...node.config, body } };
      }
      case 'loop': {
        const body = await this.graph(node.config.body, below(place, 'body'));
        return body === node.config.body ? node : { ...node, config: { ...node.config, body } };
      }
      case 'workflow': {
        const { workflow_id, ...config } = node.config;
        const named = workflow_id === undefined ? config.definition : await this.stored(workflow_id, place);
        if (named === undefined) return node;
        const chain = workflow_id === undefined ? place.chain : [...place.chain, workflow_id];
        const depth = place.depth + 1;
        if (depth > MAX_DEPTH) throw tooDeep(place, chain);
        const definition = await this.graph(named, { ...below(place, 'definition'), depth, chain });
        return definition === config.definition ? node : { ...node, config: { ...config, definition } };
      }
      default:
        return node;
    }
  }

  private async stored(workflowId: string, place: Place): Promise<WorkflowDefinition> {
    if (!this.found.has(workflowId)) this.found.set(workflowId, await this.find(workflowId));
    const definition = this.found.get(workflowId);
    if (definition === undefined) {
      throw refused({
        path: `${place.path}/workflow_id`,
        message: `There is no workflow "${workflowId}" of yours`,
        hint: 'Name a workflow that GET /ai/workflows lists, or put its definition here as "definition"',
        code: 'unknown_workflow',
      });
    }
    this.characters += JSON.stringify(definition).length;
    if (this.characters > MAX_CHARACTERS) {
      throw new HttpProblem('workflow_too_large', {
        detail: `The workflows it calls have more than ${MAX_CHARACTERS.toLocaleString('en')} characters together: call fewer, or smaller ones`,
      });
    }
    return definition;
  }
}

function below(place: Place, field: string): Place {
  return { ...place, path: `${place.path}/${field}` };
}

function tooDeep({ path }: Place, chain: readonly string[]): HttpProblem {
  return refused({
    path,
    message: `Workflows stand more than ${MAX_DEPTH} deep in one another: ${chain.join(' → ')}`,
    hint: 'Call fewer workflows inside workflows; one must not call itself',
    code: 'too_deep',
  });
}

function refused(error: ErrorItem): HttpProblem {
  return new HttpProblem('invalid_workflow', {
    detail: `Invalid workflow definition: ${error.message}`,
    errors: [error],
  });
}
