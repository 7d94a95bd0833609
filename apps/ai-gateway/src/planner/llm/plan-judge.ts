import type { ErrorItem } from '@aiwf/contracts';
import { validateDefinition, type NodeDefinition, type WorkflowDefinition } from '@aiwf/definition';
import type { PlanningTool } from '../ground';
import type { Fields } from './answer/json-access';
import { containmentProblems, type Sources } from './containment';
import { placedNodes } from './containment/placed-nodes';
import { MAX_PLANNED_NODES } from './prompt/rules';
import type { Verdict } from './repair-rounds';

/** A definition that holds, and what the validator warns of. */
export interface Judged {
  readonly definition: WorkflowDefinition;
  readonly warnings: readonly string[];
}

/** What a plan is judged by. */
export interface Standards {
  readonly sources: Sources;
  /** The tools that were offered. */
  readonly tools: readonly PlanningTool[];
  /** All that there are, those that the workflow to change may have among them. */
  readonly known: readonly PlanningTool[];
  /** Whether it does what was asked. */
  readonly checkIntent: (definition: WorkflowDefinition) => readonly ErrorItem[];
  /** The workflow that it changes: what that has, it may keep. */
  readonly before?: WorkflowDefinition;
}

/**
 * Judges what the model planned: that it can run, that it does nothing beyond what its user may have meant, and that it does
 * what was asked.
 */
export function judgePlan(
  candidate: Fields,
  { sources, tools, known, checkIntent, before }: Standards,
): Verdict<Judged> {
  const names = [...tools.map(({ name }) => name), ...(before ? toolsOf(before) : [])];
  const checked = validateDefinition(candidate, {
    tools: names,
    mcpTools: names,
    storedWorkflows: before !== undefined,
  });
  if (!checked.valid) return { problems: checked.problems };
  const { definition } = checked;
  const bounds = boundProblems(definition, before);
  if (bounds.length > 0) return { problems: bounds };
  const standing = new Set(before ? containmentProblems(before, sources, known).map(sameness) : []);
  const beyond = containmentProblems(definition, sources, known).filter(
    (problem) => !standing.has(sameness(problem)),
  );
  const problems = [...beyond, ...checkIntent(definition)];
  if (problems.length > 0) return { problems };
  return { result: { definition, warnings: checked.warnings.map(({ message }) => message) } };
}

/** The same problem, wherever its node stands. */
const sameness = ({ code, message }: ErrorItem): string => `${code} ${message}`;

function boundProblems(definition: WorkflowDefinition, before: WorkflowDefinition | undefined): ErrorItem[] {
  const nodes = placedNodes(definition);
  const kept = new Set<NodeDefinition>(before ? placedNodes(before).map(({ node }) => node) : []);
  const count = nodes.length;
  const most = Math.max(MAX_PLANNED_NODES, kept.size);
  if (count < 1 || count > most) {
    const message = `The workflow has ${count} nodes.`;
    return [{ code: 'out_of_range', path: '/nodes', message, hint: `Plan 1 to ${most} nodes.` }];
  }
  return nodes.flatMap(({ node, path }) => {
    if (node.type !== 'workflow' || kept.has(node)) return [];
    const message = 'Other workflows are not planned with.';
    return [{ code: 'unknown_node_type', path: `${path}/type`, message, hint: 'Plan the steps themselves.' }];
  });
}

function toolsOf(definition: WorkflowDefinition): string[] {
  return placedNodes(definition).flatMap(({ node }) => {
    if (node.type === 'agent') return node.config.tools ?? [];
    return node.type === 'crew' ? node.config.agents.flatMap(({ tools = [] }) => tools) : [];
  });
}
