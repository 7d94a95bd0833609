import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder, writeFile } from '../../setup/fixtures.mjs';
import { agent, get, graph, post } from '../checks/graphs.fixture.mjs';
import { readN8n } from './n8n.mjs';
import { readFolder } from './read-folder.mjs';
import { score } from './score.mjs';
import { readWorFBench } from './worfbench.mjs';

const PLAIN = {
  id: 'orders',
  prompt: 'Fetch the orders and count them',
  nodes: [
    { id: 'get', says: 'Fetch the orders', type: 'http_request' },
    { id: 'count', says: 'Count the orders' },
  ],
  edges: [{ source: 'get', target: 'count' }],
};
const WORFBENCH = {
  id: 'wikihow_7',
  source: 'wikihow',
  conversations: [
    { role: 'system', content: 'You plan tasks.' },
    { role: 'user', content: "Task: How to bake bread\nThe action list you can take: ['Mix.', 'Bake.']" },
    {
      role: 'assistant',
      content:
        'Node:\n1: Mix the flour.\n2: Heat the oven.\n3: Bake the bread.\nEdge: (START,1) (START,2) (1,3) (2,3) (3,END)',
    },
  ],
};
const node = (name, type) => ({ name, type, parameters: {} });
const to = (...names) => ({ main: [names.map((name) => ({ node: name, type: 'main', index: 0 }))] });
const N8N = {
  prompt: 'Every day read the news and post a summary to Slack',
  workflowJSON: {
    nodes: [
      node('Every day', 'n8n-nodes-base.scheduleTrigger'),
      node('Read news', 'n8n-nodes-base.httpRequest'),
      node('Join', 'n8n-nodes-base.merge'),
      node('Summarise', '@n8n/n8n-nodes-langchain.agent'),
      node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi'),
      node('Post to Slack', 'n8n-nodes-base.slack'),
      node('Note', 'n8n-nodes-base.stickyNote'),
    ],
    connections: {
      'Every day': to('Read news'),
      'Read news': to('Join'),
      Join: to('Summarise'),
      Model: { ai_languageModel: [[{ node: 'Summarise', type: 'ai_languageModel', index: 0 }]] },
      Summarise: to('Post to Slack'),
    },
  },
};

test('a folder is read file by file, JSON and JSON lines, whatever the shapes', (t) => {
  const folder = temporaryFolder(t);
  const own = { id: 'mine', prompt: 'Do', checks: [{ node: {} }] };
  writeFile(folder, 'a.jsonl', `${JSON.stringify(PLAIN)}\n\n${JSON.stringify(own)}\n`);
  writeFile(folder, 'wikihow/graph_eval.json', JSON.stringify([WORFBENCH]));
  writeFile(folder, 'z.json', JSON.stringify(N8N));
  const cases = readFolder(folder);
  assert.deepEqual(
    cases.map(({ id }) => id),
    ['a/orders', 'a/mine', 'wikihow/graph_eval/wikihow_7', 'z/1'],
  );
  assert.deepEqual(cases[0].reference, {
    nodes: [{ says: 'Fetch the orders', types: ['http_request'] }, { says: 'Count the orders' }],
    edges: [[0, 1]],
  });
  assert.deepEqual(cases[1].turns, [{ prompt: 'Do', checks: [{ node: {} }] }]);
});

test('of WorFBench the task is the prompt, without the actions, and the last turn the reference', () => {
  const { name, prompt, reference } = readWorFBench(WORFBENCH);
  assert.deepEqual([name, prompt], ['wikihow_7', 'How to bake bread']);
  assert.deepEqual(
    reference.nodes.map(({ says }) => says),
    ['Mix the flour.', 'Heat the oven.', 'Bake the bread.'],
  );
  assert.deepEqual(reference.edges, [
    [0, 2],
    [1, 2],
  ]);
});

for (const [said, prompt] of [
  [
    'You are in a room.\n\nYour task is to: put a book on the desk.The action list you can take: 1. go to',
    'put a book on the desk.',
  ],
  [
    'Now a new problem.\nMy problem is:\n\nCount the files.The action list you can take: bash',
    'Count the files.',
  ],
  ["Now it's your turn.\nTask: Move the mouse.\napi_list:[{'name': 'x'}]", 'Move the mouse.'],
  [
    'WebShop [SEP] Instruction: [SEP] i want red shoes [SEP] SearchThe action list you can take: click',
    'i want red shoes',
  ],
  ['Task: How many?\nThe database tables and corresponding fields you can operate: {}', 'How many?'],
]) {
  test(`the task of "${said.slice(0, 30)}…"`, () => {
    const conversations = [{ role: 'user', content: said }, WORFBENCH.conversations[2]];
    assert.equal(readWorFBench({ conversations }).prompt, prompt);
  });
}

test('of n8n only what is a step is expected, and joined through what is none', () => {
  const { reference } = readN8n(N8N);
  assert.deepEqual(reference.nodes, [
    { says: 'Read news', types: ['http_request'] },
    { says: 'Summarise', types: ['agent', 'crew'] },
    { says: 'Post to Slack', types: ['http_request', 'agent', 'crew'] },
  ]);
  assert.deepEqual(reference.edges, [
    [0, 1],
    [1, 2],
  ]);
});

for (const [what, [item, problem]] of Object.entries({
  'no shape': [{ text: 'x' }, /a\.json, item 1: it has none of the shapes/],
  'an edge to nothing': [{ ...PLAIN, edges: [['get', 'gone']] }, /names the node "gone"/],
  'a node without text': [{ ...PLAIN, nodes: [{ id: 'get' }] }, /no text in "says"/],
  'no answer of the assistant': [
    { ...WORFBENCH, conversations: WORFBENCH.conversations.slice(0, 2) },
    /lacks a turn/,
  ],
  'no nodes': [{ ...PLAIN, nodes: [], edges: [] }, /reference has no nodes/],
  'a check that is none': [{ id: 'x', prompt: 'x', checks: [{ knot: 1 }] }, /no check "knot"/],
})) {
  test(`${what} is refused, and said where`, (t) => {
    const folder = temporaryFolder(t);
    writeFile(folder, 'a.json', JSON.stringify([item]));
    assert.throws(() => readFolder(folder), { name: 'SetupError', message: problem });
  });
}

test('a folder that is none, or empty, is refused', (t) => {
  const folder = temporaryFolder(t);
  assert.throws(() => readFolder(folder), /no \*\.json/);
  assert.throws(() => readFolder(`${folder}/gone`), /is no folder/);
});

const reference = {
  nodes: [{ says: 'Fetch the orders', types: ['http_request'] }, { says: 'Count the orders' }],
  edges: [[0, 1]],
};
const orders = get('fetch_orders', 'https://a.example.com/orders');
const count = agent('count', 'Counting all orders');

test('a graph like the reference scores 1', () => {
  const { nodes, order, missed } = score(graph([orders, count], 'fetch_orders>count'), reference);
  assert.deepEqual([nodes, order, missed], [1, 1, []]);
});

test('a missing node, a node too many, a wrong type and a wrong order each cost', () => {
  const missing = score(graph([orders]), reference);
  assert.deepEqual(
    [missing.nodes.toFixed(2), missing.order, missing.missed[0].expected],
    ['0.67', 0, 'a node like "Count the orders"'],
  );
  assert.equal(
    score(graph([orders, count, agent('list', 'Something else')], 'fetch_orders>count'), reference).nodes,
    0.8,
  );
  assert.equal(score(graph([agent('fetch_orders'), count], 'fetch_orders>count'), reference).nodes, 0.5);
  const backwards = score(graph([orders, count], 'count>fetch_orders'), reference);
  assert.deepEqual([backwards.nodes, backwards.order, backwards.missed.length], [1, 0, 1]);
});

test('no planned node stands for two, and no graph scores nothing', () => {
  const twice = { nodes: [{ says: 'Count the orders' }, { says: 'Count all orders' }], edges: [] };
  assert.equal(score(graph([count]), twice).nodes.toFixed(2), '0.67');
  assert.deepEqual(score(undefined, reference).nodes, 0);
});

test('an edge back in the reference is a loop there and asks for no order here', () => {
  const looping = {
    nodes: [{ says: 'Fetch orders' }, { says: 'Post orders' }],
    edges: [
      [0, 1],
      [1, 0],
    ],
  };
  const planned = graph([orders, post('post_orders', 'https://b.example.com')], 'fetch_orders>post_orders');
  assert.equal(score(planned, looping).order, 1);
});
