/**
 * One Jest project for each kind of test, so that each can be run and counted alone:
 * unit specs stand beside the source, the rest in `test/` by what is real in them.
 */
const libs = ['contracts', 'definition', 'models', 'persistence', 'platform', 'testing'];

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'commonjs', ignoreDynamic: true },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
      },
    ],
  },
  moduleNameMapper: {
    ...Object.fromEntries(libs.map((lib) => [`^@aiwf/${lib}$`, `<rootDir>/libs/${lib}/src/index.ts`])),
    '^@aiwf/definition/data-schema$': '<rootDir>/libs/definition/src/data-schema/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

const project = (displayName, testMatch) => ({ ...base, displayName, testMatch });

module.exports = {
  // What starts an app, a database or a model server takes seconds on a busy machine.
  testTimeout: 120_000,
  projects: [
    project('unit', ['<rootDir>/{apps,libs}/**/*.spec.ts']),
    project('architecture', ['<rootDir>/test/architecture/**/*.test.ts']),
    project('replay', ['<rootDir>/test/replay/**/*.test.ts']),
    project('integration', ['<rootDir>/test/integration/**/*.test.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts']),
    project('kill', ['<rootDir>/test/kill/**/*.test.ts']),
    project('deep', ['<rootDir>/test/deep/**/*.test.ts']),
    project('full', ['<rootDir>/test/full/**/*.test.ts']),
    project('chaos', ['<rootDir>/test/chaos/**/*.test.ts']),
  ],
};
