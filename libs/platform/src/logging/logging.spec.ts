import { Logger } from '@nestjs/common';
import { type RunningApp, startApp } from '../http/http-app.fixture';
import { redactLine } from './redaction';

const SECRET = 'sk-very-secret-key-123';
const PROMPT = 'my private plan for the merger';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp({ LOG_LEVEL: 'INFO', LLM_MODEL: 'openai:gpt-4o', OPENAI_API_KEY: SECRET });
});

afterAll(() => running.app.close());

async function lineOf(requestId: string | null) {
  const found = () =>
    running.log().find((line) => line.event === 'http.request' && line.request_id === requestId);
  // The line is written when the connection's side of the response is done, which the client may see first.
  while (found() === undefined) await new Promise(setImmediate);
  return found();
}

describe('the line of a request', () => {
  it('tells who asked for what and how it went', async () => {
    const { headers } = await running.post('/things/wf_1/execute', {
      user_id: 'ann',
      inputs: { plan: PROMPT },
    });
    expect(await lineOf(headers.get('x-request-id'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      event: 'http.request',
      msg: 'http.request',
      request_id: headers.get('x-request-id'),
      method: 'POST',
      path: '/things/wf_1/execute',
      route: '/things/:workflow_id/execute',
      status: 200,
      duration_ms: expect.any(Number),
      user_id: 'ann',
      workflow_id: 'wf_1',
    });
  });

  it('is written for a request that was refused before any route', async () => {
    const { headers } = await running.send('/things/engine', { method: 'POST', body: '{}' });
    expect(await lineOf(headers.get('x-request-id'))).toMatchObject({
      status: 415,
      route: 'unmatched',
      path: '/things/engine',
    });
  });

  it('stands beside the line of the execution, which has the same request id', async () => {
    const { headers } = await running.post('/things/wf_2/execute', { user_id: 'ann' });
    const request_id = headers.get('x-request-id');
    expect(running.log()).toContainEqual(
      expect.objectContaining({
        event: 'execution.request',
        request_id,
        user_id: 'ann',
        workflow_id: 'wf_2',
      }),
    );
  });
});

it('says what an error was, and what was behind it', () => {
  const error = new Error('No worker', { cause: Object.assign(new Error('refused'), { params: [PROMPT] }) });
  new Logger('there').warn({ msg: 'It is not running', error });
  expect(running.log().at(-1)).toMatchObject({
    msg: 'It is not running',
    error: {
      type: 'Error',
      message: 'No worker',
      stack: expect.stringContaining('logging.spec'),
      cause: { message: 'refused', params: '[redacted]' },
    },
  });
});

it('holds no prompt, input, credential or key, whatever comes in', async () => {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${SECRET}`,
    cookie: `sid=${SECRET}`,
    'x-api-key': SECRET,
  };
  const send = (path: string, body: object) =>
    running.send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  await send('/things/generate', { prompt: PROMPT, user_id: 'ann' });
  await send('/things/generate', { prompt: PROMPT, user_id: 7 });
  const last = await send('/things/wf_1/execute', { user_id: 'ann', inputs: { plan: PROMPT } });
  await lineOf(last.headers.get('x-request-id'));
  expect(running.rawLog()).not.toContain(PROMPT);
  expect(running.rawLog()).not.toContain(SECRET);
});

describe('redaction of a line', () => {
  const redacted = (record: object) =>
    JSON.parse(redactLine(JSON.stringify(record), [SECRET])) as Record<string, unknown>;

  it('leaves a line that holds nothing of the kind as it is', () => {
    const line = '{"level":"info", "user_id":"ann", "note":"a \\"word\\" or two"}\n';
    expect(redactLine(line, [SECRET])).toBe(line);
  });

  it('finds a value that JSON writes in another way', () => {
    const secret = 'pass"word\\1';
    const line = redactLine(`${JSON.stringify({ level: 'info', note: `with ${secret}!` })}\n`, [secret]);
    expect(JSON.parse(line)).toEqual({ level: 'info', note: 'with [redacted]!' });
  });

  it('takes secrets by the name of their key, at any depth and level', () => {
    const config = {
      headers: { Authorization: 'a', 'Set-Cookie': ['b'], 'x-api-key': 'c' },
      OPENAI_API_KEY: 'd',
      apiKey: 'e',
    };
    const line = redacted({ level: 'debug', err: { cause: [{ config }] } });
    expect(line).toEqual({
      level: 'debug',
      err: {
        cause: [
          {
            config: {
              headers: { Authorization: '[redacted]', 'Set-Cookie': '[redacted]', 'x-api-key': '[redacted]' },
              OPENAI_API_KEY: '[redacted]',
              apiKey: '[redacted]',
            },
          },
        ],
      },
    });
  });

  it('takes known secrets out of any text', () => {
    expect(redacted({ level: 'error', msg: `401 for ${SECRET}` }).msg).toBe('401 for [redacted]');
  });

  it('leaves prompts and inputs to debug lines only', () => {
    const entry = { prompt: PROMPT, body: { inputs: { a: 1 } } };
    expect(redacted({ level: 'info', ...entry })).toMatchObject({
      prompt: '[redacted]',
      body: { inputs: '[redacted]' },
    });
    expect(redacted({ level: 'debug', ...entry })).toMatchObject(entry);
  });

  it('leaves what a failed query was to write to debug lines only', () => {
    const message = `Failed query: insert into runs values ($1)\nparams: ${PROMPT}\nin two lines: disk full`;
    const failed = { err: { message, stack: `Error: ${message}\n    at run`, params: [PROMPT] } };
    const text = JSON.stringify(redacted({ level: 'error', ...failed }));
    expect(text).not.toContain(PROMPT);
    expect(text).toContain('insert into runs values ($1)\\n[redacted]');
    expect(redacted({ level: 'debug', ...failed })).toMatchObject(failed);
  });

  it('leaves counts of tokens alone', () => {
    expect(redacted({ level: 'info', input_tokens: 5, output_tokens: 6 })).toMatchObject({
      input_tokens: 5,
      output_tokens: 6,
    });
  });
});
