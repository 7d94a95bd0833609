/** Runs the real knip with the repository's settings over planted dead code outside the repository. */
import { PlantedTree, runTool } from './planted-tree';

const MAIN = 'apps/ai-gateway/src/main.ts';
const LIVE = 'apps/ai-gateway/src/live.ts';
const DEAD = 'apps/ai-gateway/src/dead.ts';

interface Report {
  issues: {
    file: string;
    files?: { name: string }[];
    exports?: { name: string }[];
    dependencies?: { name: string }[];
  }[];
}

it('finds unused files, exports and dependencies, and leaves alone what is used', async () => {
  const tree = new PlantedTree({
    [MAIN]:
      "import axios from 'axios';\nimport { used } from './live';\nimport { door } from '@aiwf/contracts';\nused(axios, door);\n",
    [LIVE]: 'export const used = (...values: unknown[]) => values;\nexport const unused = 1;\n',
    [DEAD]: 'export const nothing = 1;\n',
    'libs/contracts/src/index.ts': 'export const door = 1;\nexport const deadDoor = 2;\n',
  });
  try {
    const { stdout } = await runTool(tree.root, 'knip/bin/knip.js', ['--reporter', 'json']);
    const { issues } = JSON.parse(stdout) as Report;
    const names = (key: 'files' | 'exports' | 'dependencies', file: string) =>
      issues
        .filter((issue) => issue.file === file)
        .flatMap((issue) => (issue[key] ?? []).map(({ name }) => name));

    expect(names('files', DEAD)).toHaveLength(1);
    expect(names('files', LIVE)).toEqual([]);
    expect(names('exports', LIVE)).toEqual(['unused']);
    expect(names('exports', 'libs/contracts/src/index.ts')).toEqual(['deadDoor']);
    expect(names('dependencies', 'package.json')).toContain('rxjs');
    expect(names('dependencies', 'package.json')).not.toContain('axios');
  } finally {
    tree.remove();
  }
});
