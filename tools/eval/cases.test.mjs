import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder, writeFile } from '../setup/fixtures.mjs';
import { chooseCases, loadCases } from './cases.mjs';

const CASE = { id: 'one', prompt: 'Do it', checks: [{ node: {} }] };
const CHAIN = {
  id: 'two',
  turns: [
    { prompt: 'Do it', checks: [{ node: {} }] },
    { instruction: 'Do it better', checks: [{ untouched: [] }] },
  ],
};

test('there are prompts of every kind, and chains of three turns', () => {
  const cases = loadCases();
  const sizes = Object.groupBy(cases, ({ group }) => group);
  const chains = cases.filter(({ turns }) => turns.length > 1);
  assert.ok(cases.length - chains.length >= 80);
  for (const name of ['linear', 'branching', 'parallel', 'repeating', 'approval', 'hostile'])
    assert.ok(sizes[name].length >= 13, name);
  assert.ok(chains.length >= 12);
  assert.ok(chains.every(({ turns }) => turns.length === 3));
  assert.equal(new Set(cases.map(({ turns }) => turns[0].prompt)).size, cases.length);
});

test('a case is read with its group, a chain with its turns', (t) => {
  const folder = temporaryFolder(t);
  writeFile(folder, 'cases/linear.json', JSON.stringify([CASE]));
  writeFile(folder, 'chains/refinement.json', JSON.stringify([CHAIN]));
  const [one, two] = loadCases(folder);
  assert.deepEqual([one.id, one.group, one.turns.length], ['linear/one', 'linear', 1]);
  assert.deepEqual([two.id, two.turns[1].instruction], ['refinement/two', 'Do it better']);
});

for (const [what, [written, problem]] of Object.entries({
  'no JSON': ['{', /linear\.json is not JSON/],
  'no list': ['{}', /must hold a list/],
  'a bad id': [[{ ...CASE, id: 'One Two' }], /"id" must be words/],
  'no prompt': [[{ ...CASE, prompt: ' ' }], /case one: it has no "prompt"/],
  'no checks': [[{ ...CASE, checks: [] }], /it has no "checks"/],
  'a check that is none': [
    [{ ...CASE, checks: [{ node: {} }, { knot: {} }] }],
    /check 2: there is no check "knot"/,
  ],
  'an unknown field': [[{ ...CASE, notes: 'x' }], /no field "notes"/],
  'a chain of one': [[{ ...CHAIN, turns: CHAIN.turns.slice(0, 1) }], /at least 2/],
  'two prompts in a chain': [
    [{ ...CHAIN, turns: [CHAIN.turns[0], CHAIN.turns[0]] }],
    /turn 2: it has no field "prompt"/,
  ],
  'one id twice': [[CASE, CASE], /Two cases are called linear\/one/],
})) {
  test(`${what} is refused, and said where`, (t) => {
    const folder = temporaryFolder(t);
    writeFile(folder, 'cases/linear.json', typeof written === 'string' ? written : JSON.stringify(written));
    assert.throws(() => loadCases(folder), { name: 'SetupError', message: problem });
  });
}

test('cases are chosen by group and by id', () => {
  const cases = [
    { id: 'a/x', group: 'a' },
    { id: 'a/y', group: 'a' },
    { id: 'b/x', group: 'b' },
  ];
  const ids = (options) => chooseCases(cases, { groups: [], ids: [], ...options }).map(({ id }) => id);
  assert.deepEqual(ids({}), ['a/x', 'a/y', 'b/x']);
  assert.deepEqual(ids({ groups: ['a'] }), ['a/x', 'a/y']);
  assert.deepEqual(ids({ groups: ['b'], ids: ['a/y'] }), ['a/y', 'b/x']);
  assert.throws(() => ids({ groups: ['c'] }), /No group is called c; there are a, b/);
  assert.throws(() => ids({ ids: ['x'] }), /No case is called x/);
});
