import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../setup/fixtures.mjs';
import { compare, readBaseline, writeBaseline } from './baseline.mjs';
import { figuresOf, percentile } from './figures.mjs';
import { asJson, failedChecks, table } from './report.mjs';

const usage = (cost) => ({ llm_calls: 1, input_tokens: 100, output_tokens: 20, cost_usd: cost });
const planned = (seconds, rounds, cost) => ({
  status: 200,
  seconds,
  body: { workflow: { nodes: [] }, ai_metadata: { model: 'm', rounds, planning_usage: usage(cost) } },
});
const good = (seconds = 1, cost = 0.01) => ({
  passed: true,
  failures: [],
  answers: [planned(seconds, 0, cost)],
});
const bad = {
  passed: false,
  failures: [{ turn: 1, expected: 'a map', seen: 'agent' }],
  answers: [planned(3, 2, 0.03)],
};
const refused = {
  passed: false,
  failures: [{ turn: 2, expected: 'a workflow', seen: '503 Away' }],
  answers: [planned(1, 0, 0), { status: 503, seconds: 2, body: {} }],
};
const RESULTS = [
  { id: 'a/x', group: 'a', runs: [good(), good(2), good()] },
  { id: 'a/y', group: 'a', runs: [good(), bad, good()] },
];

test('a percentile is a number that was measured', () => {
  assert.deepEqual(
    [percentile([3, 1, 2], 0.5), percentile([1, 2, 3, 4], 0.95), percentile([], 0.5)],
    [2, 4, undefined],
  );
});

test('figures are added up over runs, and a case passes when every run does', () => {
  const figures = figuresOf(RESULTS);
  assert.deepEqual([figures.runs, figures.passedRuns, figures.cases, figures.passedAlways], [6, 5, 2, 1]);
  assert.deepEqual([figures.calls, figures.tokens, figures.rounds.toFixed(3)], [6, 720, '0.333']);
  assert.equal(figures.costUsd.toFixed(2), '0.08');
  assert.deepEqual([figures.p50, figures.p95], [1, 3]);
});

test('a price that is not known is not nought, and an answer without a graph counts by its time alone', () => {
  assert.equal(figuresOf([{ id: 'a', runs: [good(1, null)] }]).costUsd, undefined);
  const { p95, tokens } = figuresOf([{ id: 'a', runs: [refused] }]);
  assert.deepEqual([p95, tokens], [2, 120]);
});

test('the table has a row a group and one for all; pass^3 where there were three runs', () => {
  const [head, row, all] = table(RESULTS, 3).split('\n');
  assert.match(head, /^group +cases +pass +pass\^3 +rounds +tokens +cost +p50 +p95$/);
  assert.match(row, /^a +2 +5\/6 83 % +1\/2 50 % +0\.33 +720 +\$0\.0800 +1\.000 s +3\.000 s$/);
  assert.match(all, /^all +2 /);
  assert.doesNotMatch(table(RESULTS, 1), /pass\^/);
});

test('a failed check is told with what was seen instead', () => {
  assert.deepEqual(failedChecks(RESULTS), ['✗ a/y (1 of 3 times)', '    expected a map; saw agent']);
  assert.deepEqual(failedChecks([{ id: 'c', runs: [refused] }]), [
    '✗ c',
    '    turn 2: expected a workflow; saw 503 Away',
  ]);
});

test('a program gets the graphs too', () => {
  const { model, cases } = asJson(RESULTS, { planner: 'llm', repeat: 3 });
  assert.equal(model, 'm');
  assert.deepEqual(cases[0].runs[1].answers[0].workflow, { nodes: [] });
});

test('results are held against the baseline', (t) => {
  const file = join(temporaryFolder(t), 'outline.json');
  writeBaseline(RESULTS, file);
  assert.deepEqual(readBaseline(file), { 'a/x': 'pass', 'a/y': 'fail' });
  assert.doesNotMatch(readFileSync(file, 'utf8'), /seconds/);
  const now = [
    { id: 'a/x', runs: [bad] },
    { id: 'a/y', runs: [good()] },
    { id: 'a/new', runs: [good()] },
  ];
  assert.deepEqual(compare(now, readBaseline(file), ['a/x', 'a/y', 'a/new']), {
    fallen: ['a/x'],
    risen: ['a/y'],
    unknown: ['a/new'],
    gone: [],
  });
  assert.deepEqual(compare([], readBaseline(file), ['a/x']).gone, ['a/y']);
  assert.throws(() => readBaseline(`${file}.none`), /--update-baseline/);
});
