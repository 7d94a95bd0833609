import { sql } from 'drizzle-orm';
import { reply, toolCalls } from '@aiwf/testing';
import { conversations, type Conversations } from '../harness/conversations';
import { startEngine, type EngineUnderTest } from '../harness/engine';
import { agent, chain, compute, http, render } from '../harness/graphs';
import { historiesOf, readableText } from '../harness/histories';
import { serve, type LocalServer } from '../harness/local-server';

/** Real: engine, Temporal, PGlite, HTTP. Scripted: the model, and the server that is called. */
const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

/** Every text a run handles here holds this mark. */
const MARK = 'xyzzyplugh';

let model: Conversations;
let target: LocalServer;
let engine: EngineUnderTest;
let executionId: string;
let failedId: string;

beforeAll(async () => {
  model = await conversations();
  target = await serve((_request, response) =>
    response.setHeader('content-type', 'application/json').end(`{"said": "${MARK} from outside"}`),
  );
  engine = await startEngine({
    ...model.env,
    EGRESS_ALLOWED_HOSTS: target.host,
    PAYLOAD_ENCRYPTION_KEY: `first:${key(1)}`,
  });
  model.script(
    `Write ${MARK}`,
    toolCalls([{ name: 'calculator', args: { expression: '6 * 7' } }]),
    reply(`An answer ${MARK}`),
  );
  executionId = await engine.start(
    {
      name: `Workflow ${MARK}`,
      description: `What ${MARK} is for`,
      inputs: { type: 'object', properties: { word: { type: 'string' } } },
      nodes: [
        agent(
          'write',
          `Write {{ inputs.word }}`,
          { tools: ['calculator'], role: `Writer ${MARK}` },
          { name: `The ${MARK} node` },
        ),
        http('call', {
          method: 'PUT',
          url: `${target.url}/${MARK}`,
          body: { text: '{{ nodes.write.output.text }}' },
        }),
        render('large', Array(2_000).fill(`{{ inputs.word }} and more of it`)),
        {
          id: 'each',
          type: 'map',
          config: { items: '[inputs.word]', body: { nodes: [compute('loud', 'item + "!"')] } },
        },
        { id: 'ok', type: 'approval', config: { message: `May ${MARK}?`, data: '{{ inputs.word }}' } },
      ],
      edges: chain('write', 'call', 'large', 'each', 'ok'),
      output: '{{ nodes.each.output.items }}',
    },
    { word: MARK },
  );
  const path = `/workflow/executions/${executionId}/requests`;
  let open: { request_id: string; message: string }[] = [];
  while (open.length === 0) {
    open = (await engine.get<{ requests: typeof open }>(`${path}?user_id=tester`)).body.requests;
  }
  expect(open).toMatchObject([{ message: `May ${MARK}?` }]);
  await engine.post(`${path}/nodes.ok`, {
    user_id: 'tester',
    decision: 'edit',
    data: `${MARK} edited`,
    comment: `${MARK} it is`,
  });
  const view = await engine.ended(executionId);
  expect(view).toMatchObject({ status: 'completed', output_data: { result: [`${MARK}!`] } });
  const failed = await engine.run({ name: 'fails', nodes: [compute('fail', `"${MARK}".split(dyn(1))`)] });
  expect(failed.error_message).toContain('fail');
  failedId = failed.execution_id;
});

afterAll(async () => {
  await engine.close();
  await target.close();
  await model.server.close();
});

/** Whatever a reader of the bytes finds, in any of the ways they may be written down. */
function readable(text: string): boolean {
  const forms = [MARK, Buffer.from(MARK).toString('hex')];
  for (const [shift, skip] of [
    [0, 0],
    [1, 2],
    [2, 3],
  ] as const) {
    const bytes = Buffer.from(' '.repeat(shift) + MARK);
    // The characters that don't depend on what stands around the mark.
    forms.push(bytes.toString('base64').slice(skip, Math.floor(bytes.length / 3) * 4));
  }
  return forms.some((form) => text.includes(form));
}

it('finds the mark in its own ways of writing', () => {
  expect(readable(`a ${MARK} b`)).toBe(true);
  expect(readable(Buffer.from(`a ${MARK} b`).toString('base64'))).toBe(true);
  expect(readable(Buffer.from(`ab ${MARK} b`).toString('base64'))).toBe(true);
  expect(readable(Buffer.from(`abc ${MARK} b`).toString('base64'))).toBe(true);
  expect(readable(Buffer.from(`a ${MARK} b`).toString('hex'))).toBe(true);
  expect(readable(readableText({ data: [Buffer.from(`a ${MARK} b`)] }))).toBe(true);
  expect(readable(readableText({ data: Uint8Array.from(Buffer.from(MARK)) }))).toBe(true);
  expect(readable('nothing')).toBe(false);
});

it('leaves nothing readable in Temporal, in the run, its child, or a failure', async () => {
  const histories = [...(await historiesOf(executionId)), ...(await historiesOf(failedId))];
  expect(histories.map(({ workflowId }) => workflowId)).toContain(`${executionId}/nodes/each`);
  expect(histories).toHaveLength(3);
  for (const { workflowId, history } of histories) {
    const text = readableText(history);
    expect(text).toContain('binary/encrypted');
    expect([workflowId, readable(text)]).toEqual([workflowId, false]);
  }
});

it('leaves nothing readable in the tables', async () => {
  const tables = await engine.database.orm.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'engine'`,
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await engine.database.orm.execute<{ row: string }>(
      sql`select to_jsonb(t)::text as row from engine.${sql.identifier(name)} t`,
    );
    for (const { row } of rows.rows) if (readable(row)) found.push(`${name}: ${row.slice(0, 300)}`);
  }
  expect(tables.rows.length).toBeGreaterThan(5);
  expect(found).toEqual([]);
});
