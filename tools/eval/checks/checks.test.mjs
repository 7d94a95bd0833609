import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EFFECT_EXAMPLES } from './effect-examples.fixture.mjs';
import { agent, ask, chain, graph, reading } from './graphs.fixture.mjs';
import { CHECK_NAMES, checkProblem, HOUSE_RULES, runCheck } from './index.mjs';
import { NODE_EXAMPLES } from './node-examples.fixture.mjs';
import { ORDER_EXAMPLES } from './order-examples.fixture.mjs';

const EXAMPLES = [...NODE_EXAMPLES, ...ORDER_EXAMPLES, ...EFFECT_EXAMPLES];
const PROMPT = 'Read https://given.example.com/x';
const answer = { status: 200, body: {} };
const run = (check, definition, rest = {}) =>
  runCheck(check, { prompt: PROMPT, answer, definition, metadata: {}, ...rest });

for (const [index, [check, right, wrong]] of EXAMPLES.entries()) {
  test(`check ${index + 1}: ${JSON.stringify(check)}`, () => {
    assert.equal(checkProblem(check), undefined);
    assert.equal(run(check, right), undefined);
    const { expected, seen } = run(check, wrong);
    assert.notEqual(expected, '');
    assert.equal(typeof seen, 'string');
  });
}

const before = graph([agent('draft'), reading('check', 'draft'), agent('list')], 'draft>check');
const VERSION_EXAMPLES = [
  [{ untouched: [] }, before, graph([agent('draft', 'draft better'), ...before.nodes.slice(1)])],
  [{ untouched: [] }, graph([...before.nodes, agent('more')]), graph(before.nodes.slice(1))],
  [
    { untouched: [{ id: 'draft' }] },
    graph([agent('draft', 'otherwise'), ...before.nodes.slice(1)]),
    graph([agent('draft', 'otherwise'), reading('check', 'draft'), agent('list', 'otherwise')]),
  ],
  [
    { untouched: [] },
    graph([agent('draft'), ask('ask'), reading('check', 'ask'), agent('list')]),
    graph([agent('draft'), ask('ask'), agent('check', 'otherwise'), agent('list', 'too')]),
  ],
  [
    { untouched: [] },
    before,
    graph([{ type: 'agent', id: 'draft', config: before.nodes[0].config }, ...before.nodes.slice(1)]),
  ],
  [
    { added: { type: 'approval' } },
    graph([...before.nodes, ask('ask')]),
    graph([...before.nodes, agent('more')]),
  ],
  [
    { changed: { says: 'better' } },
    graph([agent('draft', 'draft better'), ...before.nodes.slice(1)]),
    before,
  ],
];

for (const [index, [check, right, wrong]] of VERSION_EXAMPLES.entries()) {
  test(`check ${index + 1} of versions: ${JSON.stringify(check)}`, () => {
    assert.equal(checkProblem(check), undefined);
    assert.equal(run(check, right, { before }), undefined);
    assert.notEqual(run(check, wrong, { before }), undefined);
    assert.equal(run(check, right).expected, 'a version before');
  });
}

test('a new node is no changed one', () => {
  const more = graph([...before.nodes, agent('better')]);
  assert.equal(run({ changed: { says: 'better' } }, more, { before }).seen, 'nothing changed');
});

test('warnings and refusals are read from the answer', () => {
  assert.equal(run({ warns: 'address' }, chain, { metadata: { warnings: ['No address'] } }), undefined);
  assert.equal(run({ warns: 'address' }, chain).seen, 'no warnings');
  const refused = { answer: { status: 422, body: { detail: 'Say what to do' } }, definition: undefined };
  assert.equal(run({ refused: 422 }, undefined, refused), undefined);
  assert.equal(run({ refused: 422 }, undefined, { answer: { status: 422, body: {} } }).seen, '422');
  assert.equal(run({ refused: 422 }, chain).expected, '422 with a reason');
});

test('without a graph, no check of one holds', () => {
  const problem = run({ sends_nothing: true }, undefined, {
    answer: { status: 503, body: { detail: 'Model away' } },
  });
  assert.deepEqual(problem, { expected: 'a workflow', seen: '503 Model away' });
});

test('every check has an example, and so has every rule for all graphs', () => {
  const used = [...EXAMPLES, ...VERSION_EXAMPLES].flatMap(([check]) => Object.keys(check));
  const told = ['warns', 'refused'];
  assert.deepEqual(
    CHECK_NAMES.filter((name) => !used.includes(name) && !told.includes(name)),
    [],
  );
  assert.ok(HOUSE_RULES.every((rule) => used.includes(Object.keys(rule)[0])));
});

for (const [check, problem] of [
  ['node', /is an object/],
  [{ nodes: {} }, /no check "nodes"/],
  [{ node: {}, time: 2 }, /no field "time"/],
  [{ node: { kind: 'agent' } }, /no field "kind"/],
  [{ node: { says: '(' } }, /Invalid regular expression/],
  [{ input: '(' }, /takes a regular expression/],
  [{ order: [{}] }, /takes a list of at least 2/],
  [{ flow: [{}, {}, {}] }, /takes a list of two/],
  [{ sends_nothing: 'yes' }, /takes true/],
  [{ any: {} }, /takes a list of checks/],
  [{ any: [{ uses: 'x' }, { not: { nodes: 1 } }] }, /no check "nodes"/],
]) {
  test(`what is no check is told: ${JSON.stringify(check)}`, () =>
    assert.match(checkProblem(check), problem));
}
