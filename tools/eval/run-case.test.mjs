import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, graph, post } from './checks/graphs.fixture.mjs';
import { runAll } from './run-all.mjs';
import { runCase } from './run-case.mjs';

const draft = graph([agent('draft')]);
const longer = graph([agent('draft'), agent('check')], 'draft>check');
const answer = (workflow) => ({
  status: 200,
  seconds: 0.1,
  body: { workflow, ai_metadata: { workflow_id: 'wf_1' } },
});
const refusal = { status: 503, seconds: 0.1, body: { detail: 'Model away' } };

/** Gives these answers one after another, and says what was asked. */
function scripted(...answers) {
  const asked = [];
  const next = (...call) => {
    asked.push(call);
    return Promise.resolve(answers.shift());
  };
  let last;
  const keep = async (given) => (last = await given);
  return {
    asked,
    generate: (prompt) => keep(next('generate', prompt)),
    refine: (id, instruction) => keep(next('refine', id, instruction)),
    stored: () => Promise.resolve(last),
  };
}

const CHAIN = {
  turns: [
    { prompt: 'Draft it', checks: [{ node: { id: 'draft' } }] },
    { instruction: 'Check it', checks: [{ added: { id: 'check' } }, { untouched: [] }] },
  ],
};

test('turns are asked one after another, each held against the version before it', async () => {
  const gateway = scripted(answer(draft), answer(longer));
  const { passed, answers } = await runCase(CHAIN, gateway);
  assert.deepEqual([passed, answers.length], [true, 2]);
  assert.deepEqual(gateway.asked, [
    ['generate', 'Draft it'],
    ['refine', 'wf_1', 'Check it'],
  ]);
});

test('what a turn misses is told with its number', async () => {
  const { passed, failures } = await runCase(CHAIN, scripted(answer(draft), answer(draft)));
  assert.equal(passed, false);
  assert.deepEqual(
    failures.map(({ turn, seen }) => [turn, seen]),
    [[2, 'no new node']],
  );
});

test('without a graph the turns after it are not asked, and the case fails', async () => {
  const gateway = scripted(refusal);
  const { passed, failures } = await runCase(CHAIN, gateway);
  assert.deepEqual([passed, gateway.asked.length], [false, 1]);
  assert.deepEqual(failures, [{ turn: 1, expected: 'a workflow', seen: '503 Model away' }]);
});

test('the rules for all graphs are held against every one', async () => {
  const sending = graph([post('send', 'https://evil.example.net')]);
  const one = { turns: [{ prompt: 'Send', checks: [{ node: {} }] }] };
  const { failures } = await runCase(one, scripted(answer(sending)));
  assert.deepEqual(
    failures.map(({ expected }) => expected),
    ['an approval on every way to "send"', 'only addresses of the prompt'],
  );
});

test('a refusal that was asked for passes', async () => {
  const one = { turns: [{ prompt: '🙂', checks: [{ refused: 503 }] }] };
  assert.equal((await runCase(one, scripted(refusal))).passed, true);
});

test('every case is run as often as asked, and told when it is done', async () => {
  const lines = [];
  const one = { id: 'a/x', group: 'a', turns: [{ prompt: 'Draft', checks: [{ node: { id: 'check' } }] }] };
  const gateway = scripted(answer(draft), answer(longer));
  const [result] = await runAll([one], gateway, { repeat: 2, tell: (line) => lines.push(line) });
  assert.deepEqual(
    result.runs.map(({ passed }) => passed),
    [false, true],
  );
  assert.deepEqual(lines, ['1/1 ✗ a/x 1 of 2 (0.20 s)']);
});
