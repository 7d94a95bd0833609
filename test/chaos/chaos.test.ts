import { chaosRun, type ChaosReport } from './chaos-run';
import { learnThatCallsAreShort } from './short-calls';
import { startWorld, type World } from './world/world';

const RUNS = Number(process.env.CHAOS_RUNS ?? 20);
const FIRST_SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);

/** A machine that does much else takes its time over each start of the engine. */
const RUN_TIMEOUT_MS = 420_000;

const SEEDS = Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index);

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Real: the built engine as a process, killed with SIGKILL; Temporal and PostgreSQL, restarted; HTTP. Scripted: the
 * model and a server of effects, which count.
 */
describe('runs under chaos', () => {
  const reports: ChaosReport[] = [];
  let world: World;

  beforeAll(async () => {
    say(`${RUNS} chaos runs, seeds ${FIRST_SEED} to ${FIRST_SEED + RUNS - 1}`);
    world = await startWorld();
    await learnThatCallsAreShort(world);
    if (!world.postgres) say('there is no PostgreSQL here: the engine keeps its data in PGlite');
  }, 120_000);

  afterAll(() => world.stop());

  it.each(SEEDS)(
    'seed %d: every run ends, nothing recorded is paid twice, no effect is doubled',
    async (seed) => {
      const startedAt = Date.now();
      const report = await chaosRun(world, seed).catch((error: unknown) => {
        // At once: the tests after this one take minutes, and may never end.
        say(`  seed ${seed}: ${String(error)}\nThe engine wrote last:\n${world.engine.lastOutput()}`);
        throw error;
      });
      reports.push(report);
      say(describeReport(seed, report, Date.now() - startedAt));
      if (report.violations.length > 0) {
        say(`Repeat it: npm run test:chaos -- --runs 1 --seed ${seed}`);
        for (const line of [...report.violations, ...report.story]) say(line);
        say(`The engine wrote last:\n${world.engine.lastOutput()}`);
      }
      expect(report.violations).toEqual([]);
    },
    RUN_TIMEOUT_MS,
  );

  it('were killed during a call at least one time in three', () => {
    const kills = reports.flatMap(({ disturbed }) => disturbed).filter(({ breaks }) => breaks === 'engine');
    const inCall = kills.filter((kill) => kill.inCall).length;
    say(`${kills.length} kills in all, ${inCall} of them during a call`);
    expect(inCall * 3).toBeGreaterThanOrEqual(kills.length);
  });

  it('had local calls among them', () => {
    const sum = (count: (report: ChaosReport) => number) =>
      reports.reduce((total, report) => total + count(report), 0);
    expect(sum(({ turns }) => turns)).toBeGreaterThan(sum(({ activities }) => activities));
  });
});

function describeReport(seed: number, report: ChaosReport, milliseconds: number): string {
  const { runs, disturbed, asked, turns, activities, outcomes, violations } = report;
  const told = disturbed.map(({ breaks, inCall }) => `${breaks}${inCall ? ' in a call' : ''}`).join(', ');
  return [
    `  seed ${seed}: ${runs} runs, broken: ${told || 'nothing'}`,
    `${turns} turns, asked ${asked} times, ${activities} as activities`,
    `${outcomes} outcomes asked`,
    `${(milliseconds / 1000).toFixed(1)} s`,
    violations.length === 0 ? 'as promised' : 'NOT AS PROMISED',
  ].join('; ');
}
