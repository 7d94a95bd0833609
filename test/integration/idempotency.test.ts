import type { EngineExecutionStarted, ErrorBody } from '@aiwf/contracts';
import { newExecutionId } from '@aiwf/contracts';
import { reply } from '@aiwf/testing';
import { eq } from 'drizzle-orm';
import { executions, idempotencyKeys } from '../../apps/workflow-engine/src/database';
import type { Graph } from '../harness/engine';
import { agent, compute } from '../harness/graphs';
import { post } from '../harness/http';
import { scriptedEngine } from '../harness/scripted-engine';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model. */
const under = scriptedEngine();

const USER = 'tester';

const execute = <Body = EngineExecutionStarted>(
  key: string,
  workflow_data: Graph,
  fields: Record<string, unknown> = {},
) =>
  post<Body>(
    `${under.engine.url}/workflow/execute`,
    { workflow_data, user_id: USER, ...fields },
    { 'Idempotency-Key': key },
  );

const sum: Graph = { name: 'sum', nodes: [compute('a', '1 + 1')] };

describe('a start with an Idempotency-Key', () => {
  it('starts one run, sent a hundred times at once and again after its end', async () => {
    under.model.script('With a key', reply('done'));
    const graph = { name: 'once', nodes: [agent('a', 'With a key')] };
    const answers = await Promise.all(Array.from({ length: 100 }, () => execute('rush', graph)));
    const [first] = answers;
    if (!first) throw new Error('no answer');
    await under.engine.ended(first.body.execution_id);
    answers.push(await execute('rush', graph));

    expect(first).toMatchObject({ status: 200, body: { status: 'running', completed_at: null } });
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    expect(under.model.requests('With a key')).toHaveLength(1);
    const runs = await under.engine.database.orm
      .select({ id: executions.id })
      .from(executions)
      .where(eq(executions.userId, USER));
    expect(runs).toEqual([{ id: first.body.execution_id }]);
  });

  it.each<[string, Graph, Record<string, unknown>]>([
    ['definition', { ...sum, name: 'difference' }, {}],
    ['inputs', sum, { inputs: {} }],
    ['execution_id', sum, { execution_id: newExecutionId() }],
  ])('is refused when the key came with another %s', async (what, graph, fields) => {
    const { body } = await execute(`other-${what}`, sum);
    expect(await execute<ErrorBody>(`other-${what}`, graph, fields)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused', detail: expect.stringContaining('with a new key') },
    });
    await under.engine.ended(body.execution_id);
  });

  it('is another user’s own, though the key is the same', async () => {
    const mine = await execute('shared', sum);
    const theirs = await execute('shared', sum, { user_id: 'other' });
    expect(theirs.status).toBe(200);
    expect(theirs.body.execution_id).not.toBe(mine.body.execution_id);
    await under.engine.ended(mine.body.execution_id);
  });

  it('may be corrected under the same key after it was refused', async () => {
    expect(await execute<ErrorBody>('corrected', { name: 'sum' })).toMatchObject({ status: 422 });
    const { status, body } = await execute('corrected', sum);
    expect(status).toBe(200);
    expect(await under.engine.ended(body.execution_id)).toMatchObject({ output_data: { result: 2 } });
  });

  it('is started by its repeat when the engine died between the claim and the start', async () => {
    const before = await execute('healed', sum);
    await under.engine.ended(before.body.execution_id);
    // As such a crash leaves it: the key stands for an execution that there is not.
    const execution_id = newExecutionId();
    await under.engine.database.orm
      .update(idempotencyKeys)
      .set({ claimed: { execution_id } })
      .where(eq(idempotencyKeys.claimed, { execution_id: before.body.execution_id }));
    expect((await execute('healed', sum)).body.execution_id).toBe(execution_id);
    expect(await under.engine.ended(execution_id)).toMatchObject({ status: 'completed' });
  });

  it('is refused with a key that is none', async () => {
    expect(await execute<ErrorBody>('two words', sum)).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', errors: [{ path: '/Idempotency-Key' }] },
    });
  });
});
