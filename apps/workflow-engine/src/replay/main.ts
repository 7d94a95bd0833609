import { readFile } from 'node:fs/promises';
import type { RecordedRun } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { HttpProblem, loadEngineConfig, runMain } from '@aiwf/platform';
import { RecordedRuns } from '../executions';
import { firstDifference } from './compare-records';
import { checkedRecord } from './recorded-run.check';
import { createReplay } from './replay.app';
import { differenceLines, sameLine, unusableLine } from './report';

/**
 * Runs the recorded runs in the files that it is given, compares each with its record, and ends with 1 when one differs
 * or can't be run. It is told where Temporal and its data folder are as the engine is.
 */
runMain('replay', async () => {
  const records: { file: string; recorded: RecordedRun }[] = [];
  const unusable: string[] = [];
  for (const file of process.argv.slice(2)) {
    try {
      records.push({ file, recorded: checkedRecord(JSON.parse(await readFile(file, 'utf8')) as Json) });
    } catch (error) {
      unusable.push(unusableLine(file, reasonOf(error)));
    }
  }
  for (const line of unusable) say(line);
  // What the engine's modules keep open once they are loaded would keep this process alive.
  if (unusable.length > 0) process.exit(1);
  const app = await createReplay(loadEngineConfig());
  try {
    let differing = 0;
    for (const { file, recorded } of records) {
      const { same, text } = await compared(app.get(RecordedRuns, { strict: false }), file, recorded);
      if (!same) differing += 1;
      say(text);
    }
    end(differing === 0 ? 0 : 1);
  } finally {
    await app.close();
  }
});

async function compared(
  runs: RecordedRuns,
  file: string,
  recorded: RecordedRun,
): Promise<{ same: boolean; text: string }> {
  try {
    const { run, hindrance } = await runs.retrace(recorded);
    const difference = firstDifference(recorded, run);
    if (!difference) return { same: true, text: sameLine(file, recorded) };
    return { same: false, text: differenceLines(file, recorded, difference, hindrance) };
  } catch (error) {
    return { same: false, text: unusableLine(file, reasonOf(error)) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof HttpProblem) {
    const [first] = error.errors ?? [];
    return first ? `${error.detail}: ${first.path ?? ''} ${first.message}` : error.detail;
  }
  return error instanceof Error ? error.message : String(error);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function end(code: number): void {
  process.exitCode = code;
}
