import type { CrewNode } from '@aiwf/definition';
import type { Composite } from '../activities.contract';
import type { Stored } from '../values.contract';
import { asObject } from '../crew/accepted-answer';
import { CrewTasks } from '../crew/crew-tasks';
import type { NodeContext } from './node-context';

/** A crew: its tasks in their order, those marked `async` beside the ones that follow. */
export async function runCrewNode(node: CrewNode, context: NodeContext): Promise<Stored> {
  const answers = await new CrewTasks(node, context).run();
  const answerAt = (index: number): Composite => {
    const answer = answers[index];
    return answer === undefined ? { json: null } : asObject(answer);
  };
  const results = node.config.tasks.map(({ id }, index) => [id, answerAt(index)] as const);
  const last = answers[answers.length - 1];
  return context.values.compose({
    object: {
      text: last?.text ?? { json: '' },
      ...(last?.data === undefined ? {} : { data: last.data }),
      tasks: { object: Object.fromEntries(results) },
    },
  });
}
