import { Controller, Module, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { loadGatewayConfig } from '../config/gateway.config';
import { createHttpApp } from './create-http-app';
import { IdempotencyKey } from './idempotency-key.decorator';

@Controller('runs')
class RunsController {
  @Post()
  start(@IdempotencyKey() key: string | undefined): object {
    return { key: key ?? null };
  }
}

@Module({ controllers: [RunsController] })
class RunsModule {}

let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  app = await createHttpApp(RunsModule, {
    title: 'Runs',
    description: 'A service for specs',
    config: loadGatewayConfig({ LOG_LEVEL: 'fatal' }),
  });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(() => app.close());

async function start(headers: [string, string][]): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/runs`, {
    method: 'POST',
    headers: [['content-type', 'application/json'], ...headers],
    body: '{}',
  });
  return { status: response.status, body: await response.json() };
}

it.each(['k', '~!"#order:4711/{}', '8e03978e-40d5-43e8-bc93-6894a57f9324', 'x'.repeat(255)])(
  'hands on the key %s',
  async (key) => {
    expect(await start([['idempotency-key', key]])).toEqual({ status: 200, body: { key } });
  },
);

it('may be left out', async () => {
  expect(await start([])).toEqual({ status: 200, body: { key: null } });
});

it.each<[string, [string, string][]]>([
  ['empty', [['idempotency-key', '']]],
  ['of 256 characters', [['idempotency-key', 'x'.repeat(256)]]],
  ['with a space in it', [['idempotency-key', 'two words']]],
  ['with a tab in it', [['idempotency-key', 'two\twords']]],
  ['that is not ASCII', [['idempotency-key', 'schl\u00fcssel']]],
  [
    'sent twice',
    [
      ['idempotency-key', 'one'],
      ['idempotency-key', 'two'],
    ],
  ],
])('refuses a key %s', async (_, headers) => {
  const message = expect.stringMatching(/1 to 255 visible ASCII characters/);
  expect(await start(headers)).toMatchObject({
    status: 422,
    body: { code: 'invalid_request', detail: message, errors: [{ path: '/Idempotency-Key', message }] },
  });
});

it('stands in the OpenAPI document', async () => {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
    paths: Record<string, { post: { parameters: object[] } }>;
  };
  expect(document.paths['/runs']?.post.parameters).toEqual([
    expect.objectContaining({
      in: 'header',
      name: 'Idempotency-Key',
      required: false,
      description: expect.stringContaining('24 hours'),
      schema: expect.objectContaining({ maxLength: 255 }),
    }),
  ]);
});
