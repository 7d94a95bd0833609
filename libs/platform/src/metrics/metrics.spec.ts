import { type RunningApp, startApp } from '../http/http-app.fixture';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});

afterAll(() => running.app.close());

async function metrics(): Promise<string> {
  const response = await fetch(`${running.url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  return response.text();
}

it('shows response times by template of the route, never by path', async () => {
  await running.post('/things/wf_first/execute', { user_id: 'u' });
  await running.post('/things/wf_second/execute', { user_id: 'u' });
  await running.send('/nowhere/wf_third');
  const text = await metrics();
  expect(text).toContain(
    'http_request_duration_seconds_count{method="POST",route="/things/:workflow_id/execute",status="200"} 2',
  );
  expect(text).toContain(
    'http_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 1',
  );
  expect(text).not.toContain('wf_first');
  expect(text).not.toContain('wf_third');
});

it("shows the process' own metrics", async () => {
  expect(await metrics()).toContain('process_cpu_seconds_total');
});
