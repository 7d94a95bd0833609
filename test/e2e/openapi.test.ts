import type { ExecutionPhase, ExecutionStarted, ExecutionView, GeneratedWorkflow } from '@aiwf/contracts';
import { waitFor } from '@aiwf/testing';
import { get, post, send, statusUrl } from '../harness/http';
import { startPair, type Pair } from '../harness/pair';

interface Schema {
  $ref?: string;
  example?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  example?: string | number;
  schema?: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** A request made of nothing but a document's examples. */
interface ExampleRequest {
  name: string;
  method: string;
  path: string;
  body: unknown;
}

const USER = 'user123';

interface PreparedRun {
  nodes: object[];
  /** What it comes to by itself. */
  phase: ExecutionPhase;
}

const COMPLETES: PreparedRun = { nodes: [], phase: 'finished' };

const FAILS: PreparedRun = {
  nodes: [{ id: 'a', type: 'transform', config: { expression: '1 / 0' } }],
  phase: 'finished',
};

/** It asks what the examples answer. */
const WAITS: PreparedRun = {
  nodes: [
    { id: 'publish', type: 'approval', config: { message: 'Publish?' } },
    { id: 'payment', type: 'wait', config: { event: 'payment_received' } },
  ],
  phase: 'waiting',
};

/** What routes need that do nothing with a completed run, by how their names end. */
const RUNS: Record<string, PreparedRun> = {
  'POST /workflow/executions/{execution_id}/events': WAITS,
  'POST /ai/workflows/execution/{execution_id}/events': WAITS,
  '/cancel': WAITS,
  '/pause': WAITS,
  '/resume': WAITS,
  '/retry': FAILS,
  '/requests/{request_id}': WAITS,
};

const PROBES = ['/health', '/livez', '/readyz', '/metrics'];

/** What a client that reads the examples would send; a property without one makes a request without it. */
function exampleOf(document: Document, schema: Schema): Record<string, unknown> {
  const name = schema.$ref?.split('/').at(-1) ?? '';
  const { properties = {}, required = [] } = document.components.schemas[name] ?? schema;
  const examples = Object.entries(properties).map(([key, { example }]) => [key, example] as const);
  const missing = examples.filter(([key, example]) => required.includes(key) && example === undefined);
  if (missing.length > 0)
    throw new Error(`${name} has no example of ${missing.map(([key]) => key).join(', ')}`);
  return Object.fromEntries(examples.filter(([, example]) => example !== undefined));
}

function exampleRequests(document: Document): ExampleRequest[] {
  return Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => {
      const value = ({ example, schema }: Parameter) =>
        example ??
        (typeof schema?.example === 'string' || typeof schema?.example === 'number'
          ? schema.example
          : undefined);
      const given = parameters.filter((parameter) => parameter.required || value(parameter) !== undefined);
      const query = new URLSearchParams();
      let path = template;
      for (const parameter of given) {
        const example = value(parameter);
        if (example === undefined)
          throw new Error(`${method} ${template} has no example of ${parameter.name}`);
        if (parameter.in === 'query') query.set(parameter.name, String(example));
        else path = path.replace(`{${parameter.name}}`, String(example));
      }
      const schema = requestBody?.content['application/json']?.schema;
      return {
        name: `${method.toUpperCase()} ${template}`,
        method,
        path: query.size > 0 ? `${path}?${query.toString()}` : path,
        body: schema && exampleOf(document, schema),
      };
    }),
  );
}

let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
});
afterAll(() => pair.stop());

/** Real: both built apps as processes, Temporal, PGlite, HTTP. */
describe.each(['gateway', 'engine'] as const)('the OpenAPI document of the %s', (app) => {
  let document: Document;

  beforeAll(async () => {
    document = (await get<Document>(`${pair[app].url}/openapi.json`)).body;
  });

  it('is of version 3.1, and describes an answer and the failures of every route', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    for (const operation of Object.values(document.paths).flatMap((operations) =>
      Object.values(operations),
    )) {
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', 'default']));
    }
  });

  it('refers to nothing that is not in it', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([]);
  });

  it('has a page at /docs', async () => {
    const page = await get<string>(`${pair[app].url}/docs`);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('swagger-ui') });
    const scripts = [...page.body.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => source ?? '');
    expect(scripts.length).toBeGreaterThan(0);
    for (const source of scripts) {
      expect(await get(new URL(source, `${pair[app].url}/docs`).href)).toMatchObject({ status: 200 });
    }
  });

  it('has examples that run as they stand', async () => {
    const requests = exampleRequests(document);
    expect(requests.length).toBeGreaterThan(PROBES.length);
    for (const { name, method, path, body } of requests) {
      const { status } = await send(pair[app].url + (await prepared(name, path)), {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      expect({ name, status }).toEqual({ name, status: 200 });
    }
  });

  /** The examples name a workflow and an execution of the example's user; only what was made can be found. */
  async function prepared(name: string, path: string): Promise<string> {
    const workflowId = path.includes('wf_789012') ? await makeWorkflow() : '';
    const executionId = path.includes('exec_123456') ? await makeExecution(name) : '';
    return path.replaceAll('wf_789012', workflowId).replaceAll('exec_123456', executionId);
  }

  async function makeWorkflow(): Promise<string> {
    const made = await post<GeneratedWorkflow>(`${pair.gateway.url}/ai/generate`, {
      prompt: 'Test workflow',
      user_id: USER,
    });
    return made.body.ai_metadata.workflow_id;
  }

  /** An execution in a state in which a route has something to do. */
  async function makeExecution(name: string): Promise<string> {
    const run = Object.entries(RUNS).find(([route]) => name.endsWith(route))?.[1] ?? COMPLETES;
    const { body } = await post<ExecutionStarted>(`${pair.engine.url}/workflow/execute`, {
      workflow_data: { name: 'Test', nodes: run.nodes },
      user_id: USER,
    });
    const status = statusUrl.engine(pair.engine.url, body.execution_id, USER);
    await waitFor(async () => (await get<ExecutionView>(status)).body.phase === run.phase, {
      what: `${name} to have its execution`,
      timeoutMs: 30_000,
    });
    return body.execution_id;
  }
});
