/** Where the test run's Temporal dev server listens. */
export function temporalAddress(): string {
  const address = process.env.TEST_TEMPORAL_ADDRESS;
  if (!address) {
    throw new Error(
      'TEST_TEMPORAL_ADDRESS is not set: run these tests with "npm test", which starts a Temporal server',
    );
  }
  return address;
}
