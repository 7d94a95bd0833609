import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plannerSettings } from './gateway.mjs';
import { readOptions } from './options.mjs';

test('without arguments the outline planner plans everything once', () => {
  const { planner, repeat, groups, ids, updateBaseline, folder } = readOptions([]);
  assert.deepEqual(
    [planner, repeat, groups, ids, updateBaseline, folder],
    ['outline', 1, [], [], false, undefined],
  );
});

test('all of it can be told', () => {
  const args =
    '--planner llm --repeat 3 --group linear --group hostile --case linear/essay --json out.json'.split(' ');
  const { planner, repeat, groups, ids, jsonFile } = readOptions(args);
  assert.deepEqual(
    [planner, repeat, groups, ids, jsonFile],
    ['llm', 3, ['linear', 'hostile'], ['linear/essay'], 'out.json'],
  );
  assert.equal(readOptions(['-h']).help, true);
});

for (const [args, problem] of [
  ['--planner gpt', /outline or llm, not 'gpt'/],
  ['--repeat 0', /from 1 to 10/],
  ['--repeat 2.5', /from 1 to 10/],
  ['--grop linear', /--grop.*--help/],
  ['--update-baseline --planner llm', /outline planner's/],
  ['--update-baseline --group linear', /holds every case/],
  ['--update-baseline --cases .', /holds every case/],
]) {
  test(`${args} is refused`, () => {
    assert.throws(() => readOptions(args.split(' ')), { name: 'SetupError', message: problem });
  });
}

test('the outline planner gets no model, the LLM planner the one that is named, with its key and nothing else', () => {
  const env = {
    LLM_MODEL: 'openai:m',
    OPENAI_API_KEY: 'k',
    DATABASE_URL: 'postgres://x',
    AI_SERVICE_PORT: '1',
  };
  assert.deepEqual(plannerSettings('outline', env), { PLANNER: 'outline' });
  assert.deepEqual(plannerSettings('llm', env), {
    PLANNER: 'llm',
    LLM_MODEL: 'openai:m',
    OPENAI_API_KEY: 'k',
  });
  assert.throws(() => plannerSettings('llm', {}), /LLM_MODEL must name/);
});
