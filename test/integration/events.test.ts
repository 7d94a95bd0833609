import { setTimeout as delay } from 'node:timers/promises';
import { hang, reply, status, toolCalls, waitFor } from '@aiwf/testing';
import { EventLogRepository } from '../../apps/workflow-engine/src/events';
import { scriptedEngine } from '../harness/scripted-engine';
import { agent, chain, compute } from '../harness/graphs';
import { eventsOf } from '../harness/run-records';

/** Real: engine, Temporal, PGlite. Scripted: the model. */
const under = scriptedEngine();

type Events = Awaited<ReturnType<typeof eventsOf>>;

const label = ({ type, nodeId }: Events[number]) => (nodeId === null ? type : `${type} ${nodeId}`);

/** Numbers without gaps from 1, one beginning, one end, and nothing after it. */
function expectSoundLog(events: Events, closing: string): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const types = events.map(({ type }) => type);
  expect(types[0]).toBe('execution.started');
  expect(types.filter((type) => type.startsWith('execution.'))).toEqual(['execution.started', closing]);
  expect(types.at(-1)).toBe(closing);
}

it('tell a run in the order of cause and effect', async () => {
  under.model.script('Add', toolCalls([{ name: 'calculator', args: { expression: '1+1' } }]), reply('two'));
  const view = await under.engine.run({
    name: 'line',
    nodes: [compute('start', '1'), agent('add', 'Add', { tools: ['calculator'] }), compute('end', '3')],
    edges: chain('start', 'add', 'end'),
  });
  const events = await eventsOf(under.engine, view.execution_id);
  expectSoundLog(events, 'execution.completed');
  expect(events.map(label)).toEqual([
    'execution.started',
    'node.started start',
    'node.completed start',
    'node.started add',
    'llm.call add',
    'tool.call add',
    'llm.call add',
    'node.completed add',
    'node.started end',
    'node.completed end',
    'execution.completed',
  ]);
  expect(events[4]?.data).toMatchObject({ turn: 0, model: 'openai:scripted', input_tokens: 10 });
  expect(events[5]?.data).toMatchObject({ name: 'calculator', ok: true });
  expect(events[7]?.data).toMatchObject({ preview: '{"text":"two"}' });
});

it('stand in the log before the call that comes after them is made', async () => {
  // So slow that a call which didn't wait for it would come first.
  const log = under.engine.service(EventLogRepository);
  const appending = log.append.bind(log);
  const slow = jest.spyOn(log, 'append').mockImplementation(async (...batch) => {
    await delay(200);
    return appending(...batch);
  });
  const begun = Promise.withResolvers<string>();
  const seen: string[][] = [];
  const looking = async () => {
    seen.push((await eventsOf(under.engine, await begun.promise)).map(label));
    return reply('said');
  };
  under.model.script('First', looking);
  under.model.script('Second', looking);
  const nodes = [agent('first', 'First'), agent('second', 'Second')];
  begun.resolve(await under.engine.start({ name: 'two', nodes, edges: chain('first', 'second') }));
  expect((await under.engine.ended(await begun.promise)).status).toBe('completed');
  slow.mockRestore();
  const before = ['execution.started', 'node.started first'];
  expect(seen).toEqual([
    before,
    [...before, 'llm.call first', 'node.completed first', 'node.started second'],
  ]);
});

it('keep each node’s causes before its effects where many work at once', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `n${index}`);
  for (const id of ids) {
    under.model.script(`Ask ${id}`, toolCalls([{ name: 'current_time', args: {} }]), reply(id));
  }
  const view = await under.engine.run({
    name: 'fan',
    nodes: [...ids.map((id) => agent(id, `Ask ${id}`, { tools: ['current_time'] })), compute('join', '1')],
    edges: ids.map((source) => ({ source, target: 'join' })),
  });
  expect(view.status).toBe('completed');
  const events = await eventsOf(under.engine, view.execution_id);
  expectSoundLog(events, 'execution.completed');
  for (const id of ids) {
    const own = events.filter(({ nodeId }) => nodeId === id).map(({ type }) => type);
    expect(own).toEqual(['node.started', 'llm.call', 'tool.call', 'llm.call', 'node.completed']);
  }
  const order = events.map(label);
  const joined = order.indexOf('node.started join');
  expect(Math.max(...ids.map((id) => order.indexOf(`node.completed ${id}`)))).toBeLessThan(joined);
});

it('end with the failure, also where a call beside it was still under way', async () => {
  under.model.script('Linger', hang());
  under.model.script('Fail', async () => {
    await waitFor(() => under.model.requests('Linger').length > 0, { what: 'the other call' });
    return status(400, { message: 'refused' });
  });
  const view = await under.engine.run({
    name: 'failing',
    nodes: [agent('linger', 'Linger'), agent('fail', 'Fail'), compute('never', '1')],
    edges: [
      { source: 'linger', target: 'never' },
      { source: 'fail', target: 'never' },
    ],
  });
  const events = await eventsOf(under.engine, view.execution_id);
  expectSoundLog(events, 'execution.failed');
  expect(events.map(label)).toEqual([
    'execution.started',
    'node.started linger',
    'node.started fail',
    'node.failed fail',
    'node.cancelled linger',
    'execution.failed',
  ]);
  expect(events.at(-1)?.data).toMatchObject({ error: { code: 'bad_request', message: view.error_message } });
});

it('name what was skipped', async () => {
  const view = await under.engine.run({
    name: 'skipping',
    nodes: [
      { id: 'gate', type: 'condition', config: { branches: [{ name: 'open', when: 'false' }] } },
      compute('one', '1'),
      compute('two', '2'),
    ],
    edges: [{ source: 'gate', target: 'one', branch: 'open' }, ...chain('one', 'two')],
  });
  const events = await eventsOf(under.engine, view.execution_id);
  expectSoundLog(events, 'execution.completed');
  expect(events.map(label).slice(2, -1)).toEqual([
    'node.completed gate',
    'node.skipped one',
    'node.skipped two',
  ]);
});
