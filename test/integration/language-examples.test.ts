import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, WorkflowDefinition } from '@aiwf/definition';
import { reply, toolCalls } from '@aiwf/testing';
import { ROOT } from '../harness/app-process';
import { conversations, type Conversations, type NextReply } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { serve, type LocalServer } from '../harness/local-server';
import { Steering } from '../harness/steering';

/** Real: engine, Temporal, PGlite. Scripted: the model, and the server that the document calls api.example.com. */
const REMOTE = 'https://api.example.com';

/** What an example needs to run, and what it gives; by its name and, where two have one, its first node's id. */
interface Course {
  /** Replies of the model, by the first line of the prompt. */
  replies?: Record<string, NextReply[]>;
  /** What is said to its requests, in order. */
  decisions?: Record<string, unknown>[];
  events?: { name: string; data?: unknown }[];
  cancelled?: true;
  output: unknown;
}

const calculate = toolCalls([{ name: 'calculator', args: { expression: '12 * 4' } }]);
const ask = toolCalls([{ name: 'ask_human', args: { question: 'For how many?' } }]);

const COURSES: Record<string, Course> = {
  'Greeting greet': { output: { greeting: 'Hello Ada!' } },
  'Order large': { output: { text: '3 items, 2 of them large', large: [120, 80] } },
  'Fastest cache': { output: { answer: 'whichever came first' } },
  'Careful division divide': { output: { good: null, bad: 'failed: division_by_zero' } },
  'Typed answer city': {
    replies: {
      'Name the largest city of Italy and how many million people live there.': [
        reply('{"name": "Rome", "millions": 2.5}'),
      ],
    },
    output: { sentence: 'Rome has 2500000 people.' },
  },
  'Short summary summarise': {
    replies: {
      'Summarise in at most five words:': [
        reply('Twice a day the tide rises'),
        reply('Tides come twice daily'),
      ],
    },
    output: { result: 'Tides come twice daily' },
  },
  'Article crew': {
    replies: { 'List facts on tides.': [reply('facts')], 'Write a paragraph.': [reply('paragraph')] },
    output: { draft: 'paragraph', facts: 'facts' },
  },
  'Managed page crew': {
    replies: {
      'Make a page on tides.': [
        toolCalls([{ name: 'delegate', args: { coworker: 'writer', task: 'Write it' } }]),
        reply('the page'),
      ],
      'Write it': [reply('text')],
    },
    output: { result: 'the page' },
  },
  'Order order': { output: { order: { item: 'book', amount: 2 } } },
  'Sizes size': { output: { sent: 'by post' } },
  'Inverses each': { output: { items: [100, null, 25], failed: [1] } },
  'Doubling grow': { output: { output: 64, iterations: 6, met: true } },
  'Two totals with_tax': { output: { gross: 60 } },
  'Paid in time payment': {
    events: [{ name: 'paid', data: { amount: 12 } }],
    output: { letter: 'Thanks for 12.' },
  },
  'Release release': {
    decisions: [{ decision: 'edit', data: 'Open on Sunday!', form: { channel: 'web' } }],
    output: { published: 'web: Open on Sunday!' },
  },
  'Booking book': {
    replies: {
      'Book a table for tonight; ask for how many, and compute the deposit of 12 a person.': [
        ask,
        calculate,
        reply('booked'),
      ],
    },
    decisions: [{ decision: 'answer', data: 'four' }],
    output: { result: 'booked' },
  },
  'Bounded poem': {
    replies: { 'Write a haiku about tides.': [reply('haiku')] },
    output: { result: 'haiku' },
  },
  'Trip flight': { cancelled: true, output: null },
};

let document: string;
let folder: string;
let api: LocalServer;
let model: Conversations;
let engine: EngineUnderTest;
let steer: Steering;

interface Example {
  definition: WorkflowDefinition;
  /** What the document says after it that it gives. */
  told: string | undefined;
}

const examples = (): Example[] =>
  [...document.matchAll(/^```json\n([^]*?)^```\n([^]*?)(?=^```|^#)/gm)].map(([, text = '', after = '']) => ({
    definition: JSON.parse(text) as WorkflowDefinition,
    told: /It gives `(\{[^`]*\})`/.exec(after)?.[1],
  }));

const nameOf = ({ definition: { name, nodes } }: Example) => `${name} ${nodes[0]?.id}`;

beforeAll(async () => {
  document = await readFile(join(ROOT, 'docs', 'language.md'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'language-'));
  api = await serve(({ body }, response) => response.setHeader('content-type', 'application/json').end(body));
  const secrets = join(folder, 'secrets.json');
  await writeFile(secrets, JSON.stringify({ shop_key: { value: 'key-of-the-shop', hosts: ['127.0.0.1'] } }));
  model = await conversations();
  engine = await startEngine({ ...model.env, SECRETS_FILE: secrets, EGRESS_ALLOWED_HOSTS: api.host });
  steer = new Steering(engine);
});

afterAll(async () => {
  await engine.close();
  await Promise.all([api.close(), model.server.close()]);
  await rm(folder, { recursive: true });
});

it('every example has its course here, and only those have one', () => {
  expect(examples().map(nameOf).toSorted()).toEqual(Object.keys(COURSES).toSorted());
});

it.each(Object.entries(COURSES))('%s runs as the document says', async (name, course) => {
  const example = examples().find((each) => nameOf(each) === name);
  for (const [prompt, replies] of Object.entries(course.replies ?? {})) model.script(prompt, ...replies);
  const id = await engine.start(JSON.parse(JSON.stringify(example?.definition).replaceAll(REMOTE, api.url)));
  for (const decision of course.decisions ?? []) {
    const { request_id } = await steer.askedOnce(id);
    expect(await steer.decide(id, request_id, decision)).toMatchObject({ status: 200 });
  }
  for (const event of course.events ?? []) {
    await steer.askedOnce(id);
    expect(await steer.post(id, 'events', event)).toMatchObject({ status: 200 });
  }
  if (course.cancelled) {
    await steer.askedOnce(id);
    await steer.cancel(id);
  }
  const view = await engine.ended(id);
  expect(view).toMatchObject({
    status: course.cancelled ? 'cancelled' : 'completed',
    output_data: course.output as Json,
  });
  const undone = view.nodes.find(({ id: node }) => node === 'cancel_flight')?.status;
  expect(undone).toBe(course.cancelled ? 'completed' : undefined);
  const told = example?.told === undefined ? course.output : (JSON.parse(example.told) as unknown);
  expect(told).toEqual(course.output);
  model.assertExhausted();
});

it('says of most examples what they give', () => {
  expect(examples().filter(({ told }) => told !== undefined).length).toBeGreaterThanOrEqual(7);
});
