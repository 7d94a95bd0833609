import { pointerTo } from '../../json/pointer';
import { suggestion } from '../../json/suggest';
import type { CrewConfig, CrewTask } from '../../types';
import type { ValidationOptions } from '../options';
import type { ProblemList } from '../problem';
import { checkUserSchema } from './schema-rules';
import { checkTools } from './tool-rules';
import { checkUnique } from './unique';

/** The agents and tasks of a crew: who does what, and what each may see. */
export function checkCrew(
  crew: CrewConfig,
  path: string,
  options: ValidationOptions,
  problems: ProblemList,
): void {
  const agentsPath = pointerTo(path, 'agents');
  const tasksPath = pointerTo(path, 'tasks');
  checkProcess(crew, path, problems);
  checkUnique(crew.agents, 'id', agentsPath, problems);
  checkUnique(crew.tasks, 'id', tasksPath, problems);
  crew.agents.forEach((agent, i) => checkTools(agent.tools, pointerTo(agentsPath, i), options, problems));
  crew.tasks.forEach((task, index) => {
    const at = pointerTo(tasksPath, index);
    checkAgent(task, crew, at, problems);
    checkContext(task, index, crew, at, problems);
    checkUserSchema(task.output_schema, pointerTo(at, 'output_schema'), problems);
  });
}

/** Only a hierarchical crew has a manager, and with it delegation. */
function checkProcess(crew: CrewConfig, path: string, problems: ProblemList): void {
  if (crew.process === 'hierarchical') return;
  for (const field of ['manager', 'max_depth'] as const) {
    if (crew[field] === undefined) continue;
    const message = `A sequential crew delegates nothing, so it can have no "${field}".`;
    const hint = `Set "process": "hierarchical", or remove "${field}".`;
    problems.add('misplaced_field', pointerTo(path, field), message, hint);
  }
}

function checkAgent(task: CrewTask, crew: CrewConfig, path: string, problems: ProblemList): void {
  const agents = crew.agents.map((agent) => agent.id);
  if (task.agent === undefined) {
    if (crew.process === 'hierarchical') return;
    const message = `No agent is named for the task "${task.id}".`;
    problems.add('unknown_agent', path, message, `Add "agent". ${suggestion('', agents)}`);
  } else if (!agents.includes(task.agent)) {
    const message = `The crew has no agent "${task.agent}".`;
    problems.add('unknown_agent', pointerTo(path, 'agent'), message, suggestion(task.agent, agents));
  }
}

function checkContext(
  task: CrewTask,
  index: number,
  crew: CrewConfig,
  path: string,
  problems: ProblemList,
): void {
  const tasks = crew.tasks.map(({ id }) => id);
  const earlier = tasks.slice(0, index);
  (task.context ?? []).forEach((id, i) => {
    if (earlier.includes(id)) return;
    const message = tasks.includes(id)
      ? `The task "${id}" does not come before "${task.id}".`
      : `The crew has no task "${id}".`;
    const at = pointerTo(pointerTo(path, 'context'), i);
    problems.add('unknown_task', at, message, suggestion(id, earlier));
  });
}
