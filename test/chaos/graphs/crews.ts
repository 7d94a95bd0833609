import { saidIn, task } from '../world/mind';
import type { Block, Site } from './block';

const TASKS = ['one', 'two', 'three', 'four', 'five', 'six'] as const;

const retry = { max_attempts: 10, initial_interval_seconds: 0.2 };

/** Six tasks in order, one of them beside the others. */
export function sequentialCrew({ executionId, id, random }: Site): Block {
  const beside = random.pick(TASKS);
  const path = (name: string) => `nodes/${id}/tasks/${name}`;
  return {
    node: {
      id,
      type: 'crew',
      config: {
        agents: [{ id: 'writer', role: 'Writer', goal: 'write' }],
        tasks: TASKS.map((name) => ({
          id: name,
          description: task(executionId, path(name), 'say'),
          expected_output: 'text',
          agent: 'writer',
          ...(name === beside ? { async: true } : {}),
        })),
      },
      retry,
    },
    gives: { template: `{{ nodes.${id}.output.tasks.four.text }}`, value: saidIn(executionId, path('four')) },
    turns: Object.fromEntries(TASKS.map((name) => [`/tasks/${name}`, 1])),
  };
}

/** A manager that gives the same coworker the same work twice, then two coworkers something at once. */
export function managedCrew({ executionId, id }: Site): Block {
  const path = `nodes/${id}/tasks/page`;
  return {
    node: {
      id,
      type: 'crew',
      config: {
        process: 'hierarchical',
        agents: [
          { id: 'writer', role: 'Writer', goal: 'write' },
          { id: 'editor', role: 'Editor', goal: 'shorten' },
        ],
        tasks: [{ id: 'page', description: task(executionId, path, 'lead'), expected_output: 'a page' }],
      },
      retry,
    },
    gives: { template: `{{ nodes.${id}.output.text }}`, value: saidIn(executionId, path) },
    turns: {
      '/tasks/page': 4,
      '/tasks/page/delegations/0.0': 1,
      '/tasks/page/delegations/1.0': 1,
      '/tasks/page/delegations/2.0': 1,
      '/tasks/page/delegations/2.1': 1,
    },
  };
}
