import { renderText } from '@aiwf/definition';
import type { AgentNode, Json } from '@aiwf/definition';
import { runAgent } from '../crew/agent-loop';
import { agentSystemPrompt, taskPrompt } from '../crew/prompts';
import type { NodeContext } from './node-context';

/** One agent, one task. */
export async function runAgentNode(node: AgentNode, context: NodeContext): Promise<Json> {
  const { prompt, expected_output, tools, max_turns, ...agent } = node.config;
  const { scope } = context;
  const text = await runAgent(context, {
    path: `nodes/${node.id}`,
    nodeId: node.id,
    retry: node.retry,
    tools: tools ?? [],
    maxTurns: max_turns,
    opening: {
      system: agentSystemPrompt(agent, scope),
      prompt: taskPrompt({
        description: renderText(prompt, scope),
        expectedOutput: expected_output === undefined ? undefined : renderText(expected_output, scope),
        inputs: scope.input,
        earlier: [],
      }),
    },
  });
  return { text };
}
