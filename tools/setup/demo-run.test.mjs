import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { runDemo } from './demo-run.mjs';
import { isGateway } from './gateway-client.mjs';

const node = (status, more = {}) => ({ id: 'n', name: 'Explain', type: 'agent', status, ...more });
const TIMES = { started_at: '2024-01-15T10:30:00.000Z', completed_at: '2024-01-15T10:30:01.200Z' };
const END = { execution_time_seconds: 2, usage: { llm_calls: 1, input_tokens: 10, output_tokens: 5 } };
const GENERATED = {
  workflow: { name: 'Photosynthesis', nodes: [{}] },
  ai_metadata: { planner: 'outline', model: 'embedded:small', warnings: ['a sample is used'] },
  execution: { execution_id: 'exec_1' },
};

/** A gateway that answers the start with `generated` and each question for the status with the next of `statuses`. */
async function gateway(t, { generated = { body: GENERATED }, statuses = [] }) {
  const server = createServer(({ method, url }, response) => {
    const { code = 200, body } =
      url === '/health'
        ? { body: { details: { workflow_engine: {} } } }
        : method === 'POST'
          ? generated
          : { body: statuses.shift() };
    response.writeHead(code).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

async function demo(url) {
  const lines = [];
  const { signal } = new AbortController();
  const completed = await runDemo(url, 'Explain', { signal, say: (line) => lines.push(line), pollMs: 1 });
  return { completed, text: lines.join('\n') };
}

test('tells planner, model, each node as it changes, and the output as text', async (t) => {
  const statuses = [
    { status: 'running', nodes: [node('pending')] },
    { status: 'running', nodes: [node('running')] },
    { status: 'running', nodes: [node('running')] },
    {
      status: 'completed',
      nodes: [node('completed', TIMES)],
      output_data: { result: 'Light\nfeeds plants', answer: 'Light\nfeeds plants', terms: ['light'] },
      ...END,
    },
  ];
  const { completed, text } = await demo(await gateway(t, { statuses }));
  assert.ok(completed);
  assert.match(text, /planned by outline, model embedded:small/);
  assert.match(text, /note: a sample is used/);
  assert.equal(text.match(/▸ Explain \(agent\) …/g).length, 1);
  assert.match(text, /✓ Explain \(agent\) 1\.2 s/);
  assert.match(
    text,
    /✓ completed in 2\.0 s, 1 model call, 15 tokens\n\nanswer:\nLight\nfeeds plants\n\nterms:\n\[\n  "light"\n\]$/,
  );
});

test('a failed execution is told with its reason', async (t) => {
  const failed = {
    status: 'failed',
    nodes: [node('failed', { error_message: 'refused' })],
    error_message: 'Explain: refused',
    ...END,
  };
  const { completed, text } = await demo(await gateway(t, { statuses: [failed] }));
  assert.ok(!completed);
  assert.match(text, /✗ Explain \(agent\): refused/);
  assert.match(text, /✗ failed in 2\.0 s, .*: Explain: refused/);
});

test('a refusal is the gateway’s own words', async (t) => {
  const url = await gateway(t, {
    generated: { code: 503, body: { detail: 'Workflow Service unavailable' } },
  });
  await assert.rejects(demo(url), /^SetupError: The gateway answers 503: Workflow Service unavailable$/);
});

test('only a gateway of this project is taken for one', async (t) => {
  assert.ok(await isGateway(await gateway(t, {})));
  const other = createServer((request, response) => response.end('{"details":{}}')).listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  assert.ok(!(await isGateway(`http://127.0.0.1:${other.address().port}`)));
});
