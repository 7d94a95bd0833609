/** The least Node that the services run on: an older one starts them, and what they start stands still. */
const NODE = [24, 9] as const;

/**
 * Runs a service's main function. What keeps it from starting is told in one line, and the process ends with 1.
 *
 * @param version of the Node that runs it
 */
export function runMain(service: string, main: () => Promise<void>, version = process.versions.node): void {
  begun(main, version).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The ${service} can't start: ${reason}\n`);
    process.exit(1);
  });
}

async function begun(main: () => Promise<void>, version: string): Promise<void> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    const path = 'node_modules/.bin/node';
    throw new Error(
      `it needs Node >= ${NODE.join('.')}, and this is ${version}: start it with \`npm start\`, with ${path}, or install Node 24`,
    );
  }
  await main();
}
