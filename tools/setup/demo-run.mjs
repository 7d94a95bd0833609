/**
 * One prompt from sentence to result, told as it happens.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { generateAndExecute, readStatus } from './gateway-client.mjs';
import { formatDuration } from './progress.mjs';

const USER = 'demo';
const POLL_MS = 300;
const MARKS = { running: '▸', completed: '✓', failed: '✗', skipped: '–', cancelled: '✗' };

/**
 * Generates, executes, tells each node as it changes, and prints what came out.
 *
 * @param say receives each line
 * @returns whether the execution completed
 */
export async function runDemo(gatewayUrl, prompt, { signal, say, pollMs = POLL_MS }) {
  say(`Prompt: ${prompt}\n`);
  const {
    workflow,
    ai_metadata: made,
    execution,
  } = await generateAndExecute(gatewayUrl, prompt, USER, signal);
  say(
    `Workflow "${workflow.name}": ${count(workflow.nodes.length, 'node')}, planned by ${made.planner}, model ${made.model}`,
  );
  for (const warning of made.warnings ?? []) say(`  note: ${warning}`);
  say(`Execution ${execution.execution_id}\n`);

  const told = new Map();
  for (;;) {
    const status = await readStatus(gatewayUrl, execution.execution_id, USER, signal);
    for (const node of status.nodes ?? []) {
      if (told.get(node.id) !== node.status && node.status in MARKS) say(describeNode(node));
      told.set(node.id, node.status);
    }
    if (status.status !== 'running') {
      say(describeEnd(status));
      return status.status === 'completed';
    }
    await delay(pollMs, undefined, { signal });
  }
}

/** `✓ Draft (agent) 1.2 s` */
function describeNode({ name, type, status, started_at: from, completed_at: to, error_message: error }) {
  const took = from && to ? ` ${formatDuration(new Date(to) - new Date(from))}` : '';
  const end = status === 'running' ? ' …' : status === 'skipped' ? ' skipped' : '';
  return `  ${MARKS[status]} ${name} (${type})${took}${end}${error ? `: ${error}` : ''}`;
}

function describeEnd({
  status,
  execution_time_seconds: seconds,
  output_data: output,
  error_message: error,
  usage,
}) {
  const spent = usage
    ? `, ${count(usage.llm_calls, 'model call')}, ${usage.input_tokens + usage.output_tokens} tokens`
    : '';
  const time = seconds === null ? '' : ` in ${formatDuration(seconds * 1000)}`;
  const heading = `\n${status === 'completed' ? '✓' : '✗'} ${status}${time}${spent}${error ? `: ${error}` : ''}`;
  return status === 'completed' ? `${heading}\n\n${readable(output)}` : heading;
}

/** Text as text, a set of texts with headings (one that merely repeats another is left out), anything else as JSON. */
function readable(output) {
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return asText(output);
  const entries = Object.entries(output).map(([name, value]) => [name, asText(value)]);
  const named = new Map(entries.map(([name, text]) => [text, name]));
  return [...named].map(([text, name]) => `${name}:\n${text}`).join('\n\n');
}

const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
