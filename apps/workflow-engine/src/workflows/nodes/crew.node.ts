import { renderText } from '@aiwf/definition';
import type { CrewAgent, CrewNode, Json } from '@aiwf/definition';
import { runAgent } from '../crew/agent-loop';
import { agentSystemPrompt, taskPrompt } from '../crew/prompts';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from './node-context';

/**
 * A sequential crew: its tasks one after another, each by its agent. A task sees the outputs of the tasks its
 * `context` names, or of the one before it.
 */
export async function runCrewNode(node: CrewNode, context: NodeContext): Promise<Json> {
  const { scope } = context;
  const agents = new Map(node.config.agents.map((agent) => [agent.id, agent]));
  const outputs = new Map<string, string>();
  let previous: string[] = [];
  for (const task of node.config.tasks) {
    const agent = agentOf(agents, task.agent);
    const text = await runAgent(context, {
      path: `nodes/${node.id}/tasks/${task.id}`,
      nodeId: node.id,
      retry: node.retry,
      tools: agent.tools ?? [],
      maxTurns: agent.max_turns,
      opening: {
        system: agentSystemPrompt(agent, scope),
        prompt: taskPrompt({
          description: renderText(task.description, scope),
          expectedOutput: renderText(task.expected_output, scope),
          inputs: scope.input,
          earlier: (task.context ?? previous).map((id) => ({ task: id, text: outputs.get(id) ?? '' })),
        }),
      },
    });
    outputs.set(task.id, text);
    previous = [task.id];
  }
  const tasks = Object.fromEntries([...outputs].map(([id, text]) => [id, { text }]));
  return { text: outputs.get(previous[0] ?? '') ?? '', tasks };
}

function agentOf(agents: Map<string, CrewAgent>, id: string): CrewAgent {
  const agent = agents.get(id);
  if (!agent) throw new GraphFailure('unknown_agent', `No agent of this crew is called "${id}"`);
  return agent;
}
