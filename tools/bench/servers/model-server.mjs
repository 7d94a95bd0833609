/**
 * A model provider for measurements, a process of its own: speaks OpenAI's chat completions, whole or streamed, answers at
 * once or after the time that the prompt names, and asks for tools as often as the prompt says. Nothing is random.
 *
 * In any message: `latency=300` waits as many milliseconds, `tools=3` asks for three turns of the calculator first.
 * `GET /seen` tells how many requests there were, when the last answer went out and how many milliseconds that took; `GET /bytes?count=5` answers a text.
 */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

let requests = 0;
let lastAnswer = 0;
let lastTook = 0;

const server = createServer((request, response) => void answer(request, response));

async function answer(request, response) {
  if (request.method === 'GET') return send(response, answerTo(new URL(request.url, 'http://localhost')));
  const startedAt = performance.now();
  const { messages, tools, response_format: format, stream } = await json(request);
  requests += 1;
  const text = messages.map(({ content }) => (typeof content === 'string' ? content : '')).join('\n');
  const latency = Number(/latency=(\d+)/.exec(text)?.[1] ?? 0);
  if (latency > 0) await delay(latency);
  lastAnswer = Date.now();
  (stream ? sendStreamed : send)(response, completion(replyTo(messages, text, tools, format)));
  lastTook = performance.now() - startedAt;
}

function answerTo({ pathname, searchParams }) {
  if (pathname === '/bytes') return 'x'.repeat(Number(searchParams.get('count')));
  return { requests, last_answer: lastAnswer, last_took: lastTook };
}

function replyTo(messages, text, tools, format) {
  const planned = plannedWorkflow(tools, format);
  if (planned) return planned;
  const wanted = Number(/tools=(\d+)/.exec(text)?.[1] ?? 0);
  const had = messages.filter(({ role }) => role === 'tool').length;
  if (tools?.length > 0 && had < wanted)
    return toolCall(`call_${had}`, tools[0].function.name, { expression: '6*7' });
  return { role: 'assistant', content: `Answer ${had}.` };
}

/** What a planner is answered with, in the form it asks for; undefined for other callers. */
function plannedWorkflow(tools, format) {
  const workflow = {
    name: 'Measured',
    nodes: [
      { id: 'reply', type: 'agent', name: 'Summarise', config: { prompt: 'Summarise {{ inputs.text }}' } },
    ],
    edges: [],
    inputs: { type: 'object', properties: { text: { type: 'string', default: 'Sample text' } } },
    output: { summary: '{{ nodes.reply.output.text }}' },
  };
  if (format?.type === 'json_schema') return { role: 'assistant', content: JSON.stringify(workflow) };
  const form = tools?.find(({ function: { name } }) => name === 'workflow');
  return form && toolCall('call_plan', 'workflow', workflow);
}

function toolCall(id, name, args) {
  const call = { id, type: 'function', function: { name, arguments: JSON.stringify(args) } };
  return { role: 'assistant', content: null, tool_calls: [call] };
}

function completion(message) {
  return {
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 0,
    model: 'bench',
    choices: [{ index: 0, message, finish_reason: message.tool_calls ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 },
  };
}

function send(response, body) {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** The same answer as server-sent events: the message, its end, what it used. */
function sendStreamed(response, { choices: [{ message, finish_reason }], usage, ...head }) {
  const calls = message.tool_calls?.map((call, index) => ({ index, ...call }));
  const delta = { ...message, ...(calls && { tool_calls: calls }) };
  const chunks = [
    { choices: [{ index: 0, delta, finish_reason: null }] },
    { choices: [{ index: 0, delta: {}, finish_reason }] },
    { choices: [], usage },
  ].map((chunk) => ({ ...head, object: 'chat.completion.chunk', ...chunk }));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(
    [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''),
  );
}

server.listen(Number(process.env.PORT), '127.0.0.1');
