import { Agent, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { slowRoute, startApp } from './http-app.fixture';

it('answers what is in flight when it closes, and waits for no idle connection', async () => {
  const { app, url } = await startApp();
  const server = app.getHttpServer();
  server.keepAliveTimeout = 600_000;
  let open = (): void => undefined;
  slowRoute.gate = new Promise((resolve) => (open = resolve));
  const agent = new Agent({ keepAlive: true });
  const request = get(`${url}/things/slow`, { agent });
  await once(server, 'request');
  const closing = app.close();
  open();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.resume().statusCode).toBe(200);
  await closing;
  agent.destroy();
});
