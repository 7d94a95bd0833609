import { proxyActivities } from '@temporalio/workflow';
import type { RetryPolicy } from '@aiwf/definition';
import type { Activities, ConversationOpening } from '../activities.contract';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from '../nodes/node-context';
import { retryOf } from '../retry';

const DEFAULT_MAX_TURNS = 10;
const LLM_ATTEMPTS = 5;
const TOOL_ATTEMPTS = 3;

/** Tool calls of one turn, which run at the same time. */
const MAX_TOOL_CALLS = 64;

/** A tool's own bound; built-in tools end well before it. */
const TOOL_TIMEOUT_MS = 60_000;

/** One conversation of one agent. */
export interface AgentTask {
  /** Names the conversation in the ledger. */
  path: string;
  nodeId: string;
  opening: ConversationOpening;
  tools: string[];
  maxTurns: number | undefined;
  retry: RetryPolicy | undefined;
}

/**
 * The agent loop: asks the model, runs the tools it asks for in parallel, and asks again until it answers. Every model
 * call and every tool call is an activity of its own, so a worker that dies loses at most the calls in flight.
 *
 * @returns the answer's text
 * @throws GraphFailure `max_turns` when the model still asks for tools at its last turn, `too_many_tool_calls` past 64
 */
export async function runAgent(context: NodeContext, task: AgentTask): Promise<string> {
  const { executionId, settings, budget, outbox, progress } = context;
  const { llmCall } = proxyActivities<Pick<Activities, 'llmCall'>>({
    taskQueue: settings.llm.task_queue,
    startToCloseTimeout: settings.llm.timeout_ms,
    heartbeatTimeout: settings.heartbeat_ms,
    retry: retryOf(task.retry, LLM_ATTEMPTS),
  });
  const { toolCall } = proxyActivities<Pick<Activities, 'toolCall'>>({
    startToCloseTimeout: TOOL_TIMEOUT_MS,
    heartbeatTimeout: settings.heartbeat_ms,
    retry: retryOf(undefined, TOOL_ATTEMPTS),
  });
  const maxTurns = task.maxTurns ?? DEFAULT_MAX_TURNS;
  await progress.flush();

  for (let turn = 0; turn < maxTurns; turn += 1) {
    budget.reserve();
    const key = { lineage: executionId, path: task.path, turn };
    const reply = await outbox.send(llmCall, {
      key,
      node_id: task.nodeId,
      tools: task.tools,
      ...(turn === 0 ? { opening: task.opening } : {}),
    });
    if (reply.tool_calls.length === 0) return reply.text;
    if (reply.tool_calls.length > MAX_TOOL_CALLS) {
      throw new GraphFailure(
        'too_many_tool_calls',
        `The agent asked for ${reply.tool_calls.length} tools in one turn; ${MAX_TOOL_CALLS} is the most`,
      );
    }
    // No turn is left to read what the tools would say.
    if (turn + 1 === maxTurns) break;
    await Promise.all(
      reply.tool_calls.map((_, position) =>
        toolCall({ key, position, node_id: task.nodeId, tools: task.tools }),
      ),
    );
  }
  throw new GraphFailure('max_turns', `The agent still asked for tools after ${maxTurns} turns (max_turns)`);
}
