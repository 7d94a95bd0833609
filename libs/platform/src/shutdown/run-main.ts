/** Runs a service's main function. What keeps it from starting is told in one line, and the process ends with 1. */
export function runMain(service: string, main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The ${service} can't start: ${reason}\n`);
    process.exit(1);
  });
}
