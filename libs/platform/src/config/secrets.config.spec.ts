import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config.error';
import { loadEngineConfig } from './engine.config';

const folder = mkdtempSync(join(tmpdir(), 'secrets-config-'));
const file = join(folder, 'secrets.json');

afterAll(() => rmSync(folder, { recursive: true }));

function load(content: unknown, env: Record<string, string> = {}) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadEngineConfig({ SECRETS_FILE: file, ...env }).secrets;
}

function problemsOf(content: unknown): string[] {
  try {
    load(content);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => problem.replace(file, 'FILE'));
    throw error;
  }
  return [];
}

it('knows none without the variable', () => {
  expect(loadEngineConfig({}).secrets).toEqual({});
});

it('reads values, those of variables too, and the hosts they are for', () => {
  const secrets = load(
    {
      api: { value: 'key-of-the-api', hosts: ['API.example.com', 'localhost:8080'] },
      mail: { value: '${MAIL_KEY}', hosts: ['mail.example.com'] },
    },
    { MAIL_KEY: 'key-of-the-mail' },
  );
  expect(secrets).toEqual({
    api: { value: 'key-of-the-api', hosts: ['api.example.com', 'localhost:8080'] },
    mail: { value: 'key-of-the-mail', hosts: ['mail.example.com'] },
  });
});

const secret = (fields: object) => ({ api: { value: 'key-of-the-api', hosts: ['x.example'], ...fields } });

it.each([
  ['no JSON', 'api=key', /^SECRETS_FILE: FILE: is no JSON; write \{ "<name>": \{ "value"/],
  ['a list', [], /must be an object of secrets by their names/],
  [
    'a name that graphs can’t write',
    { 'a b': { value: 'long enough', hosts: ['x'] } },
    /a b must be named with letters/,
  ],
  ['a bare value', { api: 'key-of-the-api' }, /api must be an object with value, hosts/],
  [
    'a value too short to be kept out of answers',
    secret({ value: 'short' }),
    /api\.value must have 8 characters at least/,
  ],
  ['no hosts', secret({ hosts: [] }), /api\.hosts must name the hosts it may be sent to/],
  ['hosts that are no list', secret({ hosts: 'x.example' }), /api\.hosts must be a list of texts/],
  ['an unknown key', secret({ host: 'x.example' }), /api\.host is not known; remove it/],
  ['a variable that is not set', secret({ value: '${NOPE}' }), /reads the variable NOPE, which is not set/],
])('refuses %s, says what to change, and shows no value', (_what, content, problem) => {
  const problems = problemsOf(content);
  expect(problems).toContainEqual(expect.stringMatching(problem));
  expect(problems.join()).not.toContain('key-of-the-api');
});
