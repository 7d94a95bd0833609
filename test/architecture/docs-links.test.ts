/** Reads the documentation as it stands: whatever it points at has to be there. */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateDefinition } from '@aiwf/definition';
import { loadEngineConfig } from '@aiwf/platform';
import { absentMetrics, absentNames, absentPaths, absentScripts, brokenLinks } from './documentation';
import { REPOSITORY } from './planted-tree';

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: REPOSITORY })];

const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const readAll = (pattern: string) =>
  globSync(pattern, { cwd: REPOSITORY })
    .map((path) => read(path))
    .join('\n');

const exists = (path: string) => existsSync(join(REPOSITORY, path));
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Where a name in capitals can be looked up: the services' settings, and what scripts and the compose file read. */
const SETTINGS = [
  '.env.example',
  'docker/compose.yaml',
  'test-ai-workflow-integration.sh',
  ...globSync('tools/setup/*.mjs', { cwd: REPOSITORY }).filter((path) => !path.endsWith('.test.mjs')),
]
  .map(read)
  .join('\n');

describe('what is not there is found', () => {
  const files: Record<string, string> = {
    'README.md': '# One\n\n## Two & `three`: four\n\n```bash\n# Five\n```\n\n## Two & `three`: four\n',
    'docs/a.md': '',
  };
  const planted = { exists: (path: string) => path in files, read: (path: string) => files[path] ?? '' };

  it.each([
    ['docs/a.md', '[x](b.md)', 'b.md'],
    ['docs/a.md', '[x](README.md)', 'README.md'],
    ['docs/a.md', 'text ![x](../image.png "title")', '../image.png'],
    ['docs/a.md', '[x](../README.md#five)', '../README.md#five'],
    ['docs/a.md', '[x](#here)', '#here'],
    ['docs/a.md', '[x][ref]\n\n[ref]: ../gone.md', '../gone.md'],
  ])('in %s: the link %s', (path, text, target) => {
    expect(
      brokenLinks(path, text, { ...planted, read: (of) => (of === path ? text : planted.read(of)) }),
    ).toEqual([target]);
  });

  it.each([
    '[x](../README.md)',
    '[x](../README.md#two--three-four)',
    '[x](../README.md#two--three-four-1)',
    '[x](https://example.com/#x)',
    '```text\n[x](gone.md)\n```',
    '`[x](gone.md)`',
  ])('but not in %s', (text) => {
    expect(brokenLinks('docs/a.md', text, planted)).toEqual([]);
  });

  it('in scripts, paths, settings and metrics', () => {
    expect(
      absentScripts('`npm run gone`, `npm start`, npm run demo, npm ci', { start: '', demo: '' }),
    ).toEqual(['gone']);
    expect(absentPaths('`libs/gone/src/x.ts`, `docs/a.md`, `./gone.sh`, `libs/`', planted.exists)).toEqual([
      'libs/gone/src/x.ts',
      'gone.sh',
      'libs/',
    ]);
    expect(absentNames('GONE_PORT and `REAL_PORT`, ${OWN_PORT}', 'REAL_PORT=1')).toEqual(['GONE_PORT']);
    expect(absentMetrics('`gone_total`, `real_seconds`', "'real_seconds'")).toEqual(['gone_total']);
  });
});

describe.each(DOCUMENTS)('%s', (path) => {
  it('links to what is there', () => {
    expect(brokenLinks(path, read(path), { exists, read })).toEqual([]);
  });

  it('names scripts and files that are there', () => {
    expect(absentScripts(read(path), scripts)).toEqual([]);
    expect(absentPaths(read(path), exists)).toEqual([]);
  });

  it('names settings and metrics that are there', () => {
    expect(absentNames(read(path), SETTINGS)).toEqual([]);
    expect(
      absentMetrics(
        read(path),
        readAll('{apps,libs}/*/src/**/*.metrics.ts') + readAll('libs/platform/src/metrics/*.ts'),
      ),
    ).toEqual([]);
  });
});

it('every decision is in the index', () => {
  const index = read('docs/adr/README.md');
  const decisions = globSync('docs/adr/0*.md', { cwd: REPOSITORY }).map(
    (path) => path.split(/[\\/]/).at(-1) ?? '',
  );
  expect(decisions.filter((file) => !index.includes(`](${file})`))).toEqual([]);
});

it.each(['SECRETS_FILE', 'MCP_CONFIG'])('the example of a %s is one that the engine reads', (variable) => {
  const marked = new RegExp(`<!-- example: ${variable} -->\\s+\`\`\`json\n(.*?)\n\`\`\`\n`, 's');
  const [, example = ''] = marked.exec(read('docs/operations.md')) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const file = join(folder, 'example.json');
  writeFileSync(file, example);
  const variables = { SHOP_KEY: 'key-of-the-shop', SEARCH_TOKEN: 'token' };
  const { secrets, mcpServers } = loadEngineConfig({ ...variables, [variable]: file });
  rmSync(folder, { recursive: true });
  expect(Object.keys(variable === 'MCP_CONFIG' ? mcpServers : secrets)).toHaveLength(2);
});

it('the example of the language is sound', () => {
  const [, body = ''] =
    /<!-- example: order-check -->\s+```bash\n.*? -d '\n(\{.*?\n\})'\n/s.exec(read('README.md')) ?? [];
  const { workflow_data } = JSON.parse(body) as { workflow_data: unknown };
  expect(validateDefinition(workflow_data)).toMatchObject({ valid: true, warnings: [] });
});
