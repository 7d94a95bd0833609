/** What `npm run record-histories` runs: not a test, since it writes the histories that a test replays. */
const { projects, testTimeout } = require('./jest.config.cjs');

module.exports = {
  ...projects[0],
  displayName: 'record',
  testMatch: ['<rootDir>/test/replay/**/*.record.ts'],
  testTimeout,
};
