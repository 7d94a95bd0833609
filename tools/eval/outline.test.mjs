import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSettings } from '../setup/test-servers.mjs';
import { compare, readBaseline } from './baseline.mjs';
import { loadCases } from './cases.mjs';
import { plannerSettings, withGateway } from './gateway.mjs';
import { failedChecks } from './report.mjs';
import { runAll } from './run-all.mjs';

test('the outline planner passes every case that it passed in the baseline', async () => {
  const cases = loadCases();
  const started = { env: withoutSettings(process.env), settings: plannerSettings('outline', {}) };
  const results = await withGateway(started, (gateway) =>
    runAll(cases, gateway, { repeat: 1, tell: () => {} }),
  );
  const { fallen, unknown, gone } = compare(
    results,
    readBaseline(),
    cases.map(({ id }) => id),
  );
  const why = failedChecks(results.filter(({ id }) => fallen.includes(id)));
  assert.deepEqual(why, [], 'these passed before');
  assert.deepEqual(
    [unknown, gone],
    [[], []],
    'the baseline holds just the cases that there are: npm run eval -- --update-baseline',
  );
});
