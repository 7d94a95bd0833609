import { reply, toolCalls, waitFor } from '@aiwf/testing';
import { eq } from 'drizzle-orm';
import { executions, modelCalls } from '../../apps/workflow-engine/src/database';
import { agent, chain } from '../harness/graphs';
import { modelCallsOf, toolCallsOf } from '../harness/run-records';
import { scriptedEngine } from '../harness/scripted-engine';
import { Steering } from '../harness/steering';
import { temporalClient } from '../harness/temporal';

/** Real: engine, Temporal, PGlite. Scripted: the model, which must not be asked what is refused. */
const under = scriptedEngine();

const first = { id: 'hold', type: 'wait', config: { event: 'go' } };

it('a turn that is recorded with another request is not paid again, and fails its node', async () => {
  const { engine, model } = under;
  const steer = new Steering(engine);
  const id = await engine.start({
    name: 'mismatch',
    nodes: [first, agent('a', 'Never asked at all')],
    edges: chain('hold', 'a'),
  });
  await steer.askedOnce(id);
  await engine.database.orm.insert(modelCalls).values({
    lineage: id,
    executionId: id,
    path: 'nodes/a',
    turn: 0,
    nodeId: 'a',
    digest: 'of another request',
    opening: null,
    feedback: null,
    reply: { type: 'ai', data: { content: 'an answer to something else' } },
    model: 'openai:scripted',
    inputTokens: 1,
    outputTokens: 1,
    costUsd: null,
    durationMs: 1,
  });
  await steer.post(id, 'events', { name: 'go' });
  expect(await engine.ended(id)).toMatchObject({
    status: 'failed',
    nodes: [{}, { error_code: 'ledger_mismatch' }],
    error_message: expect.stringContaining('Turn 0 of nodes/a is recorded with another request'),
  });
  expect(model.requests('Never asked at all')).toEqual([]);
});

it('nothing is paid for a run that is closed, whatever of it still works', async () => {
  const { engine, model } = under;
  const id = await engine.start({
    name: 'closed',
    nodes: [{ id: 'w', type: 'wait', config: { seconds: 3 } }, agent('a', 'Asked too late')],
    edges: chain('w', 'a'),
  });
  await waitFor(async () => (await engine.view(id)).nodes[0]?.status === 'running', { what: 'the wait' });
  await engine.database.orm
    .update(executions)
    .set({ status: 'failed', completedAt: new Date() })
    .where(eq(executions.id, id));
  const client = await temporalClient();
  const ended = async () => (await client.workflow.getHandle(id).describe()).status.name === 'FAILED';
  await waitFor(ended, { what: 'the run to end in Temporal', timeoutMs: 30_000 });
  await client.connection.close();
  expect(model.requests('Asked too late')).toEqual([]);
  expect(await modelCallsOf(engine, id)).toEqual([]);
});

it('a turn that asks for more than 64 tools has none of them run', async () => {
  const { engine, model } = under;
  const calls = Array.from({ length: 65 }, () => ({ name: 'calculator', args: { expression: '1' } }));
  model.script('Ask for far too much', toolCalls(calls));
  const view = await engine.run({
    name: 'many',
    nodes: [agent('a', 'Ask for far too much', { tools: ['calculator'] })],
  });
  expect(view).toMatchObject({
    status: 'failed',
    nodes: [{ error_code: 'too_many_tool_calls', error_message: expect.stringContaining('64 is the most') }],
    usage: { llm_calls: 1, tool_calls: 0 },
  });
  expect(await toolCallsOf(engine, view.execution_id)).toEqual([]);
});

it('a model that this engine has no key for fails the agent that names it, unless it has another', async () => {
  const { engine, model } = under;
  model.script('Think elsewhere', reply('thought'));
  const away = { model: 'anthropic:claude-sonnet-4-5' };
  const view = await engine.run({
    name: 'models',
    nodes: [
      agent('alone', 'Nobody thinks', away, { on_error: 'continue' }),
      agent('helped', 'Think elsewhere', { ...away, fallback_model: 'openai:other' }),
    ],
  });
  expect(view).toMatchObject({
    status: 'completed',
    nodes: [{ error_code: 'model_not_configured' }, { status: 'completed' }],
  });
  expect(model.requests('Think elsewhere').map((request) => request.model)).toEqual(['other']);
});
