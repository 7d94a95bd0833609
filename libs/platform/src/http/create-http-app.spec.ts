import { type RunningApp, startApp } from './http-app.fixture';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});

afterAll(() => running.app.close());

describe('a request that is right', () => {
  it('is answered with 200, also by POST', async () => {
    const { status, body } = await running.post('/things/generate', {
      prompt: 'two\nlines',
      user_id: 'user123',
    });
    expect({ status, body }).toEqual({ status: 200, body: { prompt: 'two\nlines', user_id: 'user123' } });
  });

  it('hands free-form JSON on as it came, keys of Object included', async () => {
    const workflow_data = { nodes: [], toString: 1, deep: { valueOf: [{ hasOwnProperty: null }] } };
    const { body } = await running.post('/things/engine', { workflow_data, user_id: 'u' });
    expect(body.workflow_data).toEqual(workflow_data);
  });

  it('takes the defaults of a query', async () => {
    const { body } = await running.send('/things?user_id=u');
    expect(body).toEqual({ user_id: 'u', limit: 50, cursor: null });
  });

  it('says what it is served with, and no more', async () => {
    const { headers } = await running.send('/things?user_id=u');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(Number(headers.get('content-length'))).toBeGreaterThan(0);
    expect(headers.get('etag')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('accepts a charset and a body of exactly the limit', async () => {
    const envelope = JSON.stringify({ workflow_data: { pad: '' }, user_id: 'u' });
    const pad = 'x'.repeat(1024 * 1024 - envelope.length);
    const { status } = await running.send('/things/engine', {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify({ workflow_data: { pad }, user_id: 'u' }),
    });
    expect(status).toBe(200);
  });
});

describe('request ids', () => {
  it('are taken from the caller where usable', async () => {
    const { headers } = await running.send('/things?user_id=u', { headers: { 'x-request-id': 'abc-1.2:3' } });
    expect(headers.get('x-request-id')).toBe('abc-1.2:3');
  });

  it.each(['has space', 'x'.repeat(129), '"quoted"'])('are made where %p is given', async (given) => {
    const { headers, body } = await running.send('/nowhere', { headers: { 'x-request-id': given } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.request_id).toBe(headers.get('x-request-id'));
  });
});

describe('ids in the path', () => {
  it.each(['not-an-id', 'wf_', 'exec_1', `wf_${'a'.repeat(65)}`, 'wf_a%0A', 'wf_a%00', 'wf_%F0%9F%98%80'])(
    'that are not of a workflow (%s) are 400',
    async (id) => {
      const { status, body } = await running.post(`/things/${id}/execute`, { user_id: 'u' });
      expect(status).toBe(400);
      expect(body).toMatchObject({
        detail: 'Invalid workflow ID format',
        code: 'invalid_workflow_id',
        title: 'Bad Request',
      });
    },
  );

  it('that are not of an execution are 400', async () => {
    const { status, body } = await running.send('/things/executions/wf_1?user_id=u');
    expect({ status, detail: body.detail }).toEqual({ status: 400, detail: 'Invalid execution ID format' });
  });

  it('that are not validly encoded are 400', async () => {
    const { status, body } = await running.send('/things/executions/%ZZ?user_id=u');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'bad_request' });
  });

  it('that are well-formed reach the route', async () => {
    expect((await running.post('/things/wf_789012/execute', { user_id: 'u' })).body.workflow_id).toBe(
      'wf_789012',
    );
  });
});

describe('queries', () => {
  it.each([
    ['user_id=a&user_id=b', '/user_id'],
    ['', '/user_id'],
    ['user_id=', '/user_id'],
    ['user_id=%00', '/user_id'],
    [`user_id=${'x'.repeat(129)}`, '/user_id'],
    ['user_id[a]=1&user_id=u', '/user_id[a]'],
    ['user_id=u&colour=red', '/colour'],
    ['user_id=u&__proto__=1', '/__proto__'],
    ['user_id=u&toString=1', '/toString'],
    ['user_id=u&limit=0', '/limit'],
    ['user_id=u&limit=251', '/limit'],
    ['user_id=u&limit=1e2', '/limit'],
    ['user_id=u&limit=5&limit=6', '/limit'],
    ['user_id=u&cursor=a%20b', '/cursor'],
  ])('%s is 422 and points at %s', async (query, path) => {
    const { status, body } = await running.send(`/things?${query}`);
    expect(status).toBe(422);
    expect(body.errors?.map((error) => error.path)).toContain(path);
  });
});

describe('routes that are not', () => {
  it('are 404 in the same body', async () => {
    const { status, body } = await running.send('/nowhere?x=1');
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
    expect(body.detail).toContain('/docs');
  });

  it('are 405 where another method is', async () => {
    const { status, headers, body } = await running.send('/things/generate');
    expect({ status, allow: headers.get('allow'), code: body.code }).toEqual({
      status: 405,
      allow: 'POST',
      code: 'method_not_allowed',
    });
  });
});

describe('failures', () => {
  it('meant for the caller carry their text and headers', async () => {
    const { status, headers, body } = await running.send('/things/failures/problem');
    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '7' });
    expect(headers.get('content-type')).toContain('application/json');
    expect(body).toEqual({
      detail: 'Workflow Service unavailable',
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      code: 'workflow_service_unavailable',
      request_id: headers.get('x-request-id'),
    });
  });

  it('that nobody foresaw tell nothing, and are logged with their stack', async () => {
    const { status, headers, body } = await running.send('/things/failures/unknown');
    expect({ status, detail: body.detail }).toEqual({ status: 500, detail: 'Internal server error' });
    expect(JSON.stringify(body)).not.toContain('hunter2');
    const logged = running
      .log()
      .find((line) => line.err !== undefined && line.request_id === headers.get('x-request-id'));
    expect(logged).toMatchObject({
      level: 'error',
      err: { stack: expect.stringContaining('http-app.fixture') },
    });
  });
});

describe('bytes that are no request', () => {
  it('are answered with the same body', async () => {
    const answer = await running.raw('NOT HTTP\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 400, code: 'bad_request' });
  });

  it('find bounds on how long they may take', () => {
    const { headersTimeout, requestTimeout } = running.app.getHttpServer();
    expect({ headersTimeout, requestTimeout }).toEqual({ headersTimeout: 10_000, requestTimeout: 30_000 });
  });
});

describe('the OpenAPI document', () => {
  it('is 3.1, with exact nullability and the error body', async () => {
    const { body } = await running.send('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(body).toMatchObject({
      components: {
        schemas: { ErrorBody: { required: expect.arrayContaining(['detail', 'code', 'request_id']) } },
      },
    });
    expect(JSON.stringify(body)).not.toContain('nullable');
  });

  it('is shown at /docs', async () => {
    const response = await fetch(`${running.url}/docs`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('swagger-ui');
  });
});
