import { pointerTo } from '../json/pointer';
import { suggestion } from '../json/suggest';
import type { CrewConfig, NodeDefinition } from '../types';
import type { ProblemList } from './problem';
import { checkUrl } from './url-rules';

/** What a node's own config must agree on beyond its form. */
export function checkNode(
  node: NodeDefinition,
  path: string,
  tools: readonly string[] | undefined,
  problems: ProblemList,
): void {
  const config = pointerTo(path, 'config');
  switch (node.type) {
    case 'agent':
      checkTools(node.config.tools, config, tools, problems);
      return;
    case 'crew':
      checkCrew(node.config, config, tools, problems);
      return;
    case 'http_request':
      checkUrl(node.config.url, pointerTo(config, 'url'), problems);
      return;
    case 'condition':
      checkUnique(node.config.branches, 'name', pointerTo(config, 'branches'), problems);
      return;
    case 'transform':
      return;
    default:
      node satisfies never;
  }
}

/** Warns where running the node changes the world for good. */
export function warnOfEffect(node: NodeDefinition, path: string, warnings: ProblemList): void {
  if (node.type !== 'http_request') return;
  const { method = 'GET' } = node.config;
  if (method === 'GET' || method === 'HEAD') return;
  warnings.add(
    'irreversible_effect',
    pointerTo(path, 'config'),
    `"${node.id}" sends a ${method}, which can't be undone.`,
    'Make sure that what it sends is meant to be sent.',
  );
}

function checkTools(
  given: readonly string[] | undefined,
  path: string,
  known: readonly string[] | undefined,
  problems: ProblemList,
): void {
  if (known === undefined) return;
  (given ?? []).forEach((tool, index) => {
    if (known.includes(tool)) return;
    const at = pointerTo(pointerTo(path, 'tools'), index);
    problems.add('unknown_tool', at, `There is no tool "${tool}".`, suggestion(tool, known));
  });
}

function checkCrew(
  crew: CrewConfig,
  path: string,
  tools: readonly string[] | undefined,
  problems: ProblemList,
): void {
  const agentsPath = pointerTo(path, 'agents');
  const tasksPath = pointerTo(path, 'tasks');
  checkUnique(crew.agents, 'id', agentsPath, problems);
  checkUnique(crew.tasks, 'id', tasksPath, problems);
  crew.agents.forEach((agent, i) => checkTools(agent.tools, pointerTo(agentsPath, i), tools, problems));
  const agents = crew.agents.map((agent) => agent.id);
  const tasks = crew.tasks.map((task) => task.id);
  crew.tasks.forEach((task, index) => {
    const at = pointerTo(tasksPath, index);
    if (!agents.includes(task.agent)) {
      const message = `The crew has no agent "${task.agent}".`;
      problems.add('unknown_agent', pointerTo(at, 'agent'), message, suggestion(task.agent, agents));
    }
    (task.context ?? []).forEach((id, i) => {
      const earlier = tasks.slice(0, index);
      if (earlier.includes(id)) return;
      const message = tasks.includes(id)
        ? `The task "${id}" does not come before "${task.id}".`
        : `The crew has no task "${id}".`;
      problems.add('unknown_task', pointerTo(pointerTo(at, 'context'), i), message, suggestion(id, earlier));
    });
  });
}

function checkUnique<Key extends string>(
  items: readonly { [key in Key]: string }[],
  key: Key,
  path: string,
  problems: ProblemList,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    if (seen.has(item[key])) {
      const message = `"${item[key]}" is there twice.`;
      problems.add('duplicate_id', pointerTo(pointerTo(path, index), key), message, 'Give each its own.');
    }
    seen.add(item[key]);
  });
}
