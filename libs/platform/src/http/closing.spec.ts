import { Agent, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { slowRoute, startApp } from './http-app.fixture';

it('answers what is in flight when it closes, and waits for no idle connection', async () => {
  const { app, url } = await startApp();
  let open = (): void => undefined;
  slowRoute.gate = new Promise((resolve) => (open = resolve));
  const agent = new Agent({ keepAlive: true });
  const request = get(`${url}/things/slow`, { agent });
  await once(app.getHttpServer(), 'request');
  const closing = app.close();
  const startedAt = performance.now();
  open();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.resume().statusCode).toBe(200);
  await closing;
  // Node keeps an idle connection for five seconds.
  expect(performance.now() - startedAt).toBeLessThan(2_500);
  agent.destroy();
});
