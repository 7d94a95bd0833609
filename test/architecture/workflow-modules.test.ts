/** Modules of workflow code are loaded once a worker: what one of them kept, all runs would share, and a replay would not find. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './planted-tree';

const keeps = (source: string) => /^(export )?(let|var)\b|^(export )?const \w+.*= new Map\b/m.test(source);

it.each([
  ['let count = 0;', true],
  ['export let last: string | undefined;', true],
  ['const seen = new Map<string, number>();', true],
  ['const names = new Set(["a", "b"]);', false],
  ['function of() {\n  let count = 0;\n}', false],
])('%s', (source, expected) => expect(keeps(source)).toBe(expected));

it('no module of workflow code keeps anything of a run', () => {
  const folder = join(REPOSITORY, 'apps/workflow-engine/src/workflows');
  const modules = globSync('**/*.ts', { cwd: folder }).filter((path) => !/\.(spec|fixture)\.ts$/.test(path));
  expect(modules.length).toBeGreaterThan(50);
  expect(modules.filter((path) => keeps(readFileSync(join(folder, path), 'utf8')))).toEqual([]);
});
