/**
 * Who may import whom. The table these rules hold to stands in docs/architecture.md; test/architecture plants a
 * violation of every rule below and expects it caught by its name.
 *
 * Specs and fixtures (`*.spec.ts`, `*.fixture.ts`) may use the testing lib and development packages; every other rule
 * holds for them too, unless it says otherwise.
 */
const TEST_CODE = '\\.(spec|fixture)\\.ts$';
const ENGINE = '^apps/workflow-engine/src';
const WORKFLOWS = `${ENGINE}/workflows/`;
const DATA_SCHEMA_DOOR = '^libs/definition/src/data-schema/index\\.ts$';

/** A path pattern of npm packages, wherever they are installed. */
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

/** A lib imports itself, the libs named, and, in its specs, the testing lib. */
const libImportsOnly = (lib, allowed) => [
  {
    name: `${lib}-imports-only-${allowed.length === 0 ? 'itself' : allowed.join('-and-')}`,
    comment: `The lib ${lib} may import of ours: ${['itself', ...allowed].join(', ')}.`,
    severity: 'error',
    from: { path: `^libs/${lib}/` },
    to: { path: '^(apps|libs|tools|test)/', pathNot: `^libs/(${[lib, 'testing', ...allowed].join('|')})/` },
  },
];

/** Packages that only some places may import, whatever the import is for. */
const packagesOnlyIn = (name, comment, packages, places) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: places },
  to: { path: npm(...packages) },
});

module.exports = {
  forbidden: [
    ...libImportsOnly('definition', []),
    ...libImportsOnly('contracts', ['definition']),
    ...libImportsOnly('platform', ['contracts']),
    ...libImportsOnly('persistence', ['platform']),
    ...libImportsOnly('models', ['platform']),
    {
      name: 'definition-is-sandbox-safe',
      comment: 'It runs inside the workflow sandbox, which has no Node built-ins, and must never need Nest.',
      severity: 'error',
      from: { path: '^libs/definition/', pathNot: TEST_CODE },
      to: { path: npm('@nestjs'), dependencyTypes: ['npm'] },
    },
    {
      name: 'definition-has-no-node-builtins',
      comment: 'It runs inside the workflow sandbox.',
      severity: 'error',
      from: { path: '^libs/definition/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'apps-meet-over-http-only',
      comment: 'The gateway never imports the engine, nor the engine the gateway.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-never-import-apps',
      comment: 'Dependencies point from apps to libs.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'setup-stands-alone',
      comment:
        'tools/setup runs before anything is installed; what makes the bundle and the database, and what measures, are processes that are started afterwards.',
      severity: 'error',
      from: {
        path: '^tools/',
        pathNot: ['^tools/setup/(bundle-workflows|prepare-database)\\.mjs$', '^tools/bench/(?!bench\\.mjs$)'],
      },
      to: { pathNot: '^tools/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'setup-knows-no-bench',
      comment: 'What is measured is set up as for anybody else.',
      severity: 'error',
      from: { path: '^tools/setup/' },
      to: { path: '^tools/bench/' },
    },
    {
      name: 'testing-in-tests-only',
      comment: 'The testing lib is imported by specs, fixtures and test/ alone.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [TEST_CODE, '^libs/testing/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'test-code-in-tests-only',
      comment: 'What serves never imports a spec, a fixture or test/.',
      severity: 'error',
      from: { path: '^(apps|libs|tools)/', pathNot: [TEST_CODE, '\\.(spec|test)\\.mjs$'] },
      to: { path: [TEST_CODE, '^test/'] },
    },
    {
      name: 'workflows-import-only-what-replays',
      comment:
        'Workflow code is replayed: definition, @temporalio/workflow, @temporalio/common, types of activities.',
      severity: 'error',
      from: { path: WORKFLOWS, pathNot: TEST_CODE },
      to: {
        pathNot: [
          WORKFLOWS,
          '^libs/definition/',
          npm('@temporalio/workflow', '@temporalio/common'),
          `${ENGINE}/activities/`,
        ],
      },
    },
    {
      name: 'workflows-know-only-types-of-activities',
      comment: 'An activity runs outside the sandbox; workflow code may only name its type.',
      severity: 'error',
      from: { path: WORKFLOWS, pathNot: TEST_CODE },
      to: { path: `${ENGINE}/activities/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-run-in-the-sandbox-only',
      comment:
        'The worker bundles workflow code by its path; the rest of the engine may name its types only.',
      severity: 'error',
      from: { path: '^apps/', pathNot: [WORKFLOWS, TEST_CODE] },
      to: { path: WORKFLOWS, dependencyTypesNot: ['type-only'] },
    },
    packagesOnlyIn(
      'drizzle-in-repositories-only',
      'SQL stands in persistence, database schemas and repositories.',
      ['drizzle-orm'],
      [
        '^libs/persistence/',
        '/database/',
        '\\.repository(\\.spec)?\\.ts$',
        '^apps/[^/]+/drizzle\\.config\\.ts$',
      ],
    ),
    packagesOnlyIn(
      'database-drivers-in-persistence-only',
      'Which driver serves is the decision of one lib.',
      ['pg', '@electric-sql'],
      ['^libs/persistence/'],
    ),
    packagesOnlyIn(
      'langchain-in-models-planner-crews-only',
      'LangChain is an adapter to model providers, not a framework of the system.',
      ['langchain', '@langchain'],
      ['^libs/models/', '^apps/ai-gateway/src/planner/', `${ENGINE}/crews/`],
    ),
    packagesOnlyIn(
      'temporal-in-engine-only',
      'Only the engine knows what makes its runs durable.',
      ['@temporalio'],
      ['^apps/workflow-engine/', '^libs/testing/'],
    ),
    packagesOnlyIn(
      'llama-in-models-only',
      'It has top-level await and a native library: loaded by import() in one place.',
      ['node-llama-cpp'],
      ['^libs/models/'],
    ),
    {
      name: 'engine-calls-out-through-egress-only',
      comment: 'Another HTTP client in the engine would bypass the address check.',
      severity: 'error',
      from: { path: `${ENGINE}/`, pathNot: [TEST_CODE, `${ENGINE}/egress/`] },
      to: { path: npm('axios', '@nestjs/axios', 'request-filtering-agent', 'undici') },
    },
    {
      name: 'rooms-have-one-door',
      comment: 'A room of an app is imported through its index.ts alone, as is a room in it.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/([^/]+)' },
      to: {
        path: '^apps/$1/src/[^/]+/',
        pathNot: [
          '^apps/$1/src/$2/',
          '^apps/$1/src/[^/]+/index\\.ts$',
          '^apps/$1/src/[^/]+/[^/]+/index\\.ts$',
        ],
      },
    },
    {
      name: 'libs-have-one-door',
      comment: 'A lib is imported through its index.ts alone; the check of data has a door of its own.',
      severity: 'error',
      from: { path: '^(apps|test|libs/([^/]+))/' },
      to: { path: '^libs/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$', DATA_SCHEMA_DOOR] },
    },
    {
      name: 'workflow-bundle-without-regular-expressions',
      comment:
        'What checks data carries an engine for regular expressions, too much for every workflow to load.',
      severity: 'error',
      from: { path: [WORKFLOWS, '^libs/definition/src/index\\.ts$'], pathNot: TEST_CODE },
      to: { path: npm('re2js'), reachable: true },
    },
    {
      name: 'no-circular',
      comment: 'A cycle has no order in which it can be read, tested or started.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'What does not resolve escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that package.json does not name may vanish with any update.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages',
      comment: 'Images carry production dependencies only.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [TEST_CODE, '^libs/testing/', '^apps/[^/]+/drizzle\\.config\\.ts$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: npm('@types/[^/]+') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
