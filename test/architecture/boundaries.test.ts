/** Runs the real dependency-cruiser on the real rules: over planted violations outside the repository, and over the tree. */
import { PlantedTree, REPOSITORY, runTool } from './planted-tree';

interface Cruise {
  summary: {
    violations: { from: string; to: string; rule: { name: string }; cycle?: { name: string }[] }[];
    ruleSetUsed: RuleSet;
  };
}
interface RuleSet {
  forbidden: { name: string }[];
}

const GATEWAY = 'apps/ai-gateway/src';
const ENGINE = 'apps/workflow-engine/src';
const DOOR = 'export const door = 1;';

/** The places of the tree, each with a door. */
const STANDING: Record<string, string> = {
  ...Object.fromEntries(
    ['contracts', 'definition', 'models', 'persistence', 'platform', 'testing'].flatMap((lib) => [
      [`libs/${lib}/src/index.ts`, DOOR],
      [`libs/${lib}/src/inside.ts`, DOOR],
    ]),
  ),
  ...Object.fromEntries(
    ['activities', 'crews', 'egress', 'events', 'workflows'].flatMap((room) => [
      [`${ENGINE}/${room}/index.ts`, DOOR],
      [`${ENGINE}/${room}/inside.ts`, DOOR],
    ]),
  ),
  [`${ENGINE}/activities/activity.ts`]: 'export interface Activity { run(): void }',
  [`${ENGINE}/crews/tools/index.ts`]: DOOR,
  'libs/definition/src/data-schema/index.ts': "export * from 're2js';",
  [`${GATEWAY}/planner/index.ts`]: DOOR,
  [`${GATEWAY}/planner/inside.ts`]: DOOR,
  'test/e2e/helper.ts': DOOR,
  'tools/setup/start.mjs': "import 'node:fs';",
};

/** What must be caught: the rule, the file that breaks it, and its import. */
const VIOLATIONS: [rule: string, file: string, imports: string][] = [
  ['definition-imports-only-itself', 'libs/definition/src/planted.ts', '@aiwf/contracts'],
  ['contracts-imports-only-definition', 'libs/contracts/src/planted.ts', '@aiwf/platform'],
  ['platform-imports-only-contracts', 'libs/platform/src/planted.ts', '@aiwf/definition'],
  ['persistence-imports-only-platform', 'libs/persistence/src/planted.ts', '@aiwf/contracts'],
  ['models-imports-only-platform', 'libs/models/src/planted.ts', '@aiwf/persistence'],
  ['definition-is-sandbox-safe', 'libs/definition/src/planted-nest.ts', '@nestjs/common'],
  ['definition-has-no-node-builtins', 'libs/definition/src/planted-builtin.ts', 'node:crypto'],
  ['apps-meet-over-http-only', `${GATEWAY}/planted.ts`, '../../workflow-engine/src/events'],
  ['apps-meet-over-http-only', `${ENGINE}/planted.ts`, '../../ai-gateway/src/planner'],
  ['libs-never-import-apps', 'libs/testing/src/planted.ts', '../../../apps/ai-gateway/src/planner'],
  ['setup-stands-alone', 'tools/setup/planted.mjs', 'axios'],
  ['setup-stands-alone', 'tools/setup/planted-ours.mjs', '../../libs/platform/src/index.ts'],
  ['setup-knows-no-bench', 'tools/setup/planted-bench.mjs', '../bench/statistics.mjs'],
  ['testing-in-tests-only', `${GATEWAY}/planner/planted.ts`, '@aiwf/testing'],
  ['testing-in-tests-only', 'libs/models/src/planted-testing.ts', '@aiwf/testing'],
  ['test-code-in-tests-only', `${ENGINE}/events/planted.ts`, './planted.fixture'],
  ['test-code-in-tests-only', `${ENGINE}/events/planted-test.ts`, '../../../../test/e2e/helper'],
  ['workflows-import-only-what-replays', `${ENGINE}/workflows/planted.ts`, '@aiwf/platform'],
  ['workflows-import-only-what-replays', `${ENGINE}/workflows/planted-room.ts`, '../crews'],
  ['workflows-import-only-what-replays', `${ENGINE}/workflows/planted-builtin.ts`, 'node:fs'],
  ['workflows-import-only-what-replays', `${ENGINE}/workflows/planted-client.ts`, '@temporalio/client'],
  [
    'workflow-bundle-without-regular-expressions',
    `${ENGINE}/workflows/planted-pattern.ts`,
    '@aiwf/definition/data-schema',
  ],
  ['workflows-know-only-types-of-activities', `${ENGINE}/workflows/planted-activity.ts`, '../activities'],
  ['workflows-run-in-the-sandbox-only', `${ENGINE}/events/planted-workflow.ts`, '../workflows'],
  ['drizzle-in-repositories-only', `${ENGINE}/events/planted.service.ts`, 'drizzle-orm'],
  ['drizzle-in-repositories-only', 'libs/platform/src/planted-drizzle.ts', 'drizzle-orm/pg-core'],
  ['database-drivers-in-persistence-only', `${ENGINE}/events/planted.repository.ts`, 'pg'],
  ['database-drivers-in-persistence-only', `${GATEWAY}/planner/planted-driver.ts`, '@electric-sql/pglite'],
  ['langchain-in-models-planner-crews-only', `${ENGINE}/events/planted-chain.ts`, '@langchain/core/messages'],
  ['langchain-in-models-planner-crews-only', 'libs/platform/src/planted-chain.ts', 'langchain'],
  ['temporal-in-engine-only', `${GATEWAY}/planner/planted-temporal.ts`, '@temporalio/client'],
  ['temporal-in-engine-only', 'libs/platform/src/planted-temporal.ts', '@temporalio/common'],
  ['llama-in-models-only', `${ENGINE}/crews/planted.ts`, 'node-llama-cpp'],
  ['engine-calls-out-through-egress-only', `${ENGINE}/crews/planted-http.ts`, 'axios'],
  ['engine-calls-out-through-egress-only', `${ENGINE}/activities/planted-http.ts`, '@nestjs/axios'],
  ['rooms-have-one-door', `${ENGINE}/events/planted-door.ts`, '../crews/inside'],
  ['rooms-have-one-door', `${GATEWAY}/planted.module.ts`, './planner/inside'],
  ['libs-have-one-door', `${ENGINE}/events/planted-lib.ts`, '../../../../libs/platform/src/inside'],
  ['libs-have-one-door', 'libs/contracts/src/planted-door.ts', '../../definition/src/inside'],
  ['no-circular', `${ENGINE}/events/planted-circle.ts`, './planted-circle-end'],
  ['no-unresolvable', `${ENGINE}/events/planted-missing.ts`, './missing'],
  ['no-undeclared-packages', `${ENGINE}/events/planted-package.ts`, 'body-parser'],
  ['no-development-packages', `${ENGINE}/events/planted-dev.ts`, '@nestjs/testing'],
];

const SUPPORT: Record<string, string> = {
  [`${ENGINE}/events/planted.fixture.ts`]: DOOR,
  'tools/bench/statistics.mjs': 'export const door = 1;\n',
  [`${ENGINE}/events/planted-circle-end.ts`]: "export * from './planted-circle';",
};

/** What must not be caught, by anything. */
const ALLOWED: Record<string, string> = {
  'libs/contracts/src/allowed.ts': "export * from '@aiwf/definition';",
  'libs/definition/src/allowed.spec.ts': "import 'node:fs';",
  'libs/models/src/allowed.spec.ts': "export * from '@aiwf/testing';",
  'libs/models/src/allowed.ts':
    "export const load = () => import('node-llama-cpp'); export * from '@langchain/core/messages';",
  'libs/persistence/src/allowed.ts':
    "export * from 'pg'; export * from 'drizzle-orm'; export * from '@aiwf/platform';",
  [`${ENGINE}/workflows/allowed.ts`]:
    "import type { Activity } from '../activities/index'; export * from '@aiwf/definition';" +
    "export * from '@temporalio/workflow'; export { ApplicationFailure } from '@temporalio/common'; export let a: Activity;",
  [`${ENGINE}/workflows/allowed-type.ts`]:
    "import { type Activity } from '../activities'; export let a: Activity;",
  [`${ENGINE}/activities/index.ts`]:
    "export { door } from './inside'; export type { Activity } from './activity';",
  [`${ENGINE}/events/allowed.repository.ts`]: "export * from 'drizzle-orm';",
  [`${ENGINE}/events/allowed.ts`]:
    "import type { door } from '../workflows'; export * from '../crews'; export * from '../crews/tools'; export let d: typeof door;",
  [`${ENGINE}/activities/allowed.ts`]: "export * from '@aiwf/definition/data-schema';",
  [`${ENGINE}/egress/allowed.ts`]: "export * from 'axios';",
  [`${ENGINE}/database/schema.ts`]: "export * from 'drizzle-orm/pg-core';",
  'test/e2e/allowed.test.ts': "export * from '@aiwf/testing'; export * from '@aiwf/contracts';",
};

async function cruise(root: string): Promise<Cruise> {
  const program = 'dependency-cruiser/bin/dependency-cruise.mjs';
  const args = [
    'apps',
    'libs',
    'tools',
    'test',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
  ];
  const { stdout, stderr } = await runTool(root, program, args);
  if (stdout === '') throw new Error(`dependency-cruiser printed nothing: ${stderr}`);
  return JSON.parse(stdout) as Cruise;
}

describe('planted violations', () => {
  let tree: PlantedTree;
  let result: Cruise;

  beforeAll(async () => {
    const planted = VIOLATIONS.map(([, file, imports]) => [file, `export * from '${imports}';\n`]);
    tree = new PlantedTree({ ...STANDING, ...SUPPORT, ...Object.fromEntries(planted), ...ALLOWED });
    result = await cruise(tree.root);
  }, 60_000);

  afterAll(() => tree.remove());

  const caughtIn = (file: string) =>
    result.summary.violations
      .filter(({ from, cycle }) => from === file || cycle?.some(({ name }) => name === file))
      .map(({ rule }) => rule.name);

  it.each(VIOLATIONS)('%s catches %s importing %s', (rule, file) => {
    expect(caughtIn(file)).toContain(rule);
  });

  it.each(Object.keys(ALLOWED))('nothing is caught in %s', (file) => {
    expect(caughtIn(file)).toEqual([]);
  });

  it('covers every rule', () => {
    const rules = new Set(result.summary.ruleSetUsed.forbidden.map(({ name }) => name));
    expect(new Set(VIOLATIONS.map(([rule]) => rule))).toEqual(rules);
  });
});

it('the tree keeps to every rule', async () => {
  const { summary } = await cruise(REPOSITORY);
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
}, 60_000);
