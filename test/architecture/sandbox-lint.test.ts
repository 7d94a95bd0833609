/** Runs the real linter with the repository's settings over planted sources outside the repository. */
import { PlantedTree, runTool } from './planted-tree';

const WORKFLOW = 'apps/workflow-engine/src/workflows/planted.ts';
const DEFINITION = 'libs/definition/src/planted.ts';
const ACTIVITY = 'apps/workflow-engine/src/activities/planted.ts';

interface Diagnostics {
  diagnostics: { code: string; filename: string }[];
}

async function lint(path: string, source: string): Promise<string[]> {
  const tree = new PlantedTree({ [path]: source });
  try {
    const { stdout } = await runTool(tree.root, 'oxlint/bin/oxlint', ['--format', 'json', path]);
    return (JSON.parse(stdout) as Diagnostics).diagnostics.map(({ code }) => code);
  } finally {
    tree.remove();
  }
}

it.each([
  [
    WORKFLOW,
    "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;",
    'no-nodejs-modules',
  ],
  [WORKFLOW, 'export const get = () => fetch("https://example.com");', 'no-restricted-globals'],
  [WORKFLOW, 'export const copy = structuredClone({});', 'no-restricted-globals'],
  [DEFINITION, "import { createHash } from 'crypto';\nexport const hash = createHash;", 'no-nodejs-modules'],
  [DEFINITION, 'export const id = process.pid;', 'no-restricted-globals'],
  [ACTIVITY, 'export const unsafe = (value: any): unknown => value;', 'no-explicit-any'],
])('%s: %s', async (path, source, rule) => {
  expect(await lint(path, source)).toEqual([expect.stringContaining(rule)]);
});

it('lets activities use Node', async () => {
  const source =
    "import { readFileSync } from 'node:fs';\nexport const read = () => [readFileSync, process.pid];\n";
  expect(await lint(ACTIVITY, source)).toEqual([]);
});
