import { isJsonObject, type Json } from '@aiwf/definition';
import type { AskedTool, ToolCallInput, ToolCallResult } from '../activities.contract';
import type { Stored } from '../values.contract';
import { makeIrreversible } from '../lost-call';
import type { NodeContext } from '../nodes/node-context';
import { requestIdOf } from '../request-id';
import { lastOf } from '../requests';
import { askForOutcome } from '../unknown-outcome';
import type { Conversation, Delegation } from './conversation';

/** Has done what the model asked for in one turn, all at the same time; the results go to the ledger. */
export async function runToolTurn(
  context: NodeContext,
  conversation: Conversation,
  turn: number,
  asked: readonly AskedTool[],
): Promise<void> {
  const key = { lineage: context.executionId, path: conversation.path, turn };
  await Promise.all(
    asked.map((tool, position) => {
      const { tools, coworkers } = conversation;
      const known = coworkers.length === 0 ? { tools } : { tools, coworkers };
      const input = { key, position, node_id: context.nodeId, ...known };
      return runOne(context, conversation, tool, input);
    }),
  );
}

async function runOne(
  context: NodeContext,
  conversation: Conversation,
  tool: AskedTool,
  input: ToolCallInput,
): Promise<void> {
  switch (tool.kind) {
    case 'unknown':
      await context.calls.tool(input, tool);
      return;
    case 'tool':
      await (tool.needs_approval ? callApproved(context, tool, input) : call(context, tool, input));
      return;
    case 'ask_human':
      await context.calls.tool({ ...input, answer: await askHuman(context, tool, input) }, tool);
      return;
    case 'delegate':
    case 'ask':
      await context.calls.tool(
        { ...input, answer: await delegate(context, conversation, tool, input) },
        tool,
      );
      return;
    default:
      tool.kind satisfies never;
  }
}

/** Makes the call; where nobody can tell what became of it, a person is asked. */
async function call(context: NodeContext, tool: AskedTool, input: ToolCallInput): Promise<void> {
  for (let again = 0; ; again += 1) {
    const result = await send(context, tool, { ...input, again });
    if (!result.outcome_unknown) return;
    const decision = await askForOutcome(
      context,
      `the call of ${tool.name}`,
      stepOf(input, `outcome/${again}`),
    );
    if ('done' in decision) {
      await context.calls.tool({ ...input, answer: { ok: true, content: decision.done } }, tool);
      return;
    }
  }
}

function send({ calls }: NodeContext, tool: AskedTool, input: ToolCallInput): Promise<ToolCallResult> {
  if (tool.effect !== 'irreversible') return calls.tool(input, tool);
  return makeIrreversible(
    () => calls.tool(input, tool),
    () => calls.tool({ ...input, again: 0 }, tool),
  );
}

async function callApproved(context: NodeContext, tool: AskedTool, input: ToolCallInput): Promise<void> {
  const answer = await context.requests.ask({
    request_id: requestIdOf(stepOf(input, 'approval')),
    kind: 'tool_approval',
    node_id: context.nodeId,
    path: context.path,
    message: `The agent wants to call ${tool.name}`,
    decisions: ['approve', 'edit', 'reject'],
    required: 1,
    ...(tool.arguments === undefined ? {} : { data: tool.arguments }),
  });
  const said = answer.expired ? undefined : lastOf(answer.decisions);
  if (said?.decision === 'approve') return call(context, tool, input);
  if (said?.decision === 'edit' && said.data) {
    return call(context, tool, { ...input, edited: said.data });
  }
  const content = said?.comment ?? 'A person refused this call.';
  await context.calls.tool({ ...input, answer: { ok: false, content: { json: content } } }, tool);
}

async function askHuman(context: NodeContext, tool: AskedTool, input: ToolCallInput) {
  const { question } = await argumentsOf(context, tool);
  if (typeof question !== 'string' || question === '') {
    return refused('Ask with a question: {"question": "…"}.');
  }
  const answer = await context.requests.ask({
    request_id: requestIdOf(stepOf(input, 'question')),
    kind: 'question',
    node_id: context.nodeId,
    path: context.path,
    message: question,
    decisions: ['answer'],
    required: 1,
  });
  const said = answer.expired ? undefined : lastOf(answer.decisions).data;
  return { ok: true, content: said ?? { json: '' } };
}

async function delegate(
  context: NodeContext,
  conversation: Conversation,
  tool: AskedTool,
  input: ToolCallInput,
): Promise<{ ok: boolean; content: Stored }> {
  const given = await argumentsOf(context, tool);
  const kind = tool.kind === 'ask' ? 'ask' : 'delegate';
  const what = kind === 'ask' ? given.question : given.task;
  const { coworker } = given;
  const names = conversation.coworkers.map(({ id }) => id);
  if (typeof coworker !== 'string' || !names.includes(coworker)) {
    return refused(
      `There is no coworker ${JSON.stringify(coworker ?? null)}; there are ${names.join(', ')}.`,
    );
  }
  if (typeof what !== 'string' || what === '') {
    return refused(`Say in "${kind === 'ask' ? 'question' : 'task'}" what ${coworker} is asked.`);
  }
  const asked: Delegation = {
    kind,
    coworker,
    what,
    context: typeof given.context === 'string' ? given.context : undefined,
  };
  const path = `${input.key.path}/delegations/${input.key.turn}.${input.position}`;
  if (!conversation.delegate) return refused('There is nobody to turn to.');
  return conversation.delegate(asked, path);
}

async function argumentsOf({ values }: NodeContext, tool: AskedTool): Promise<{ [name: string]: Json }> {
  const given = tool.arguments === undefined ? {} : await values.load(tool.arguments);
  return isJsonObject(given) ? given : {};
}

function refused(text: string): { ok: boolean; content: Stored } {
  return { ok: false, content: { json: text } };
}

/** The path of a step of one tool call. */
function stepOf({ key, position }: ToolCallInput, step: string): string {
  return `${key.path}/calls/${key.turn}.${position}/${step}`;
}
