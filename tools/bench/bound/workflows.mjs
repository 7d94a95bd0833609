/**
 * The lower bound: what somebody would write by hand for one fixed graph, one activity a model call and one a tool call.
 * It records nothing beside Temporal's history: no ledger, no log, no budgets, no status.
 */
import { proxyActivities } from '@temporalio/workflow';

const { callModel, callTool } = proxyActivities({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 5 },
});

/** Agents one after another, each reading the one before it. */
export async function chain(prompts) {
  let text = '';
  for (const prompt of prompts) text = await callModel([`${prompt} ${text}`]);
  return text;
}

/** One agent, some beside one another, and one that reads them. */
export async function fan(first, beside, last) {
  const text = await callModel([first]);
  const texts = await Promise.all(beside.map((prompt) => callModel([`${prompt} ${text}`])));
  return callModel([`${last} ${texts.join(' ')}`]);
}

/** An agent that uses a tool in each of its first turns. */
export async function agentWithTools(prompt, turns) {
  const messages = [prompt];
  for (let turn = 0; turn < turns; turn += 1) {
    await callModel(messages);
    messages.push(await callTool('6*7'));
  }
  return callModel(messages);
}
