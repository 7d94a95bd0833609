import { setTimeout as sleep } from 'node:timers/promises';
import type { EventPage, ExecutionView, RecordedRun } from '@aiwf/contracts';
import { logLines, violationsOf, type ArrivedTurn } from './checks';
import { disturb, planned, type Disturbed } from './disturbances';
import { graphOf, kindsFor, type ChaosGraph } from './graphs/graph';
import { People } from './people';
import { Seeded } from './seeded';
import { turnOf } from './world/mind';
import type { World } from './world/world';

/** Within this time after the last disturbance every run has ended. */
const END_MS = 90_000;

const POLL_MS = 150;

/** What one seed came to. */
export interface ChaosReport {
  runs: number;
  disturbed: Disturbed[];
  /** Times that the model was asked, and turns that were recorded. */
  asked: number;
  turns: number;
  /** Model calls that Temporal was asked for; the others were local. */
  activities: number;
  /** Calls whose outcome a person was asked about. */
  outcomes: number;
  /** In words; empty: all is as promised. */
  violations: string[];
  /** What the runs that broke a promise told of themselves, and when something was broken. */
  story: string[];
}

/** Starts several runs, breaks what the seed says while they go on, and holds what they came to against the promises. */
export async function chaosRun(world: World, seed: number): Promise<ChaosReport> {
  const random = new Seeded(seed);
  const people = new People(world.engine.url, world.effects);
  const graphs = kindsFor(random.int(5, 7), random).map((kinds, index) =>
    graphOf(`exec_chaos-${seed}-${index}`, kinds, world.effectsUrl, random),
  );
  const plan = planned(random, world.postgres !== undefined);
  const firstTurn = world.model.server.requests.length;

  const settled = { disturbing: true };
  const runs = graphs.map((graph) => underWay(world, people, graph, settled));
  const over = Promise.allSettled(runs);
  const disturbed: Disturbed[] = [];
  for (const disturbance of plan) {
    const done = await disturb(world, disturbance, over);
    if (!done) break;
    disturbed.push(done);
  }
  settled.disturbing = false;
  const views = await Promise.all(runs);

  const turns: ArrivedTurn[] = world.model.server.requests.slice(firstTurn).flatMap((request) => {
    const turn = turnOf(request);
    return turn ? [{ ...turn, at: request.receivedAt }] : [];
  });
  const report: ChaosReport = {
    runs: graphs.length,
    disturbed,
    asked: turns.length,
    turns: 0,
    activities: 0,
    outcomes: 0,
    violations: [],
    story: [],
  };
  for (const [index, graph] of graphs.entries()) {
    const view = views[index];
    if (!view) {
      const late = `${graph.executionId} is to end, and has not ${END_MS / 1000} s after the last disturbance`;
      report.violations.push(late);
      report.story.push(...(await standingOf(world, people, graph.executionId)));
      continue;
    }
    const { events } = await eventsOf(people, graph.executionId);
    const record = await people.read<RecordedRun>(graph.executionId, '/export');
    const own = turns.filter(({ executionId }) => executionId === graph.executionId);
    report.turns += record.model_calls.length;
    const activities = await world.temporal.activities(graph.executionId);
    report.activities += activities.filter((type) => type === 'llmCall').length;
    report.outcomes += events.filter(({ type }) => type === 'outcome.unknown').length;
    const evidence = { graph, view, events, record, turns: own, effects: world.effects, disturbed };
    const violations = violationsOf(evidence);
    report.violations.push(...violations);
    if (violations.length > 0) report.story.push(...logLines(graph.executionId, events));
  }
  const deaths = world.engine.deaths.splice(0);
  report.story.push(
    ...disturbed.map(
      ({ breaks, outage: { from, to } }) => `${breaks} broken ${timeOf(from)} to ${timeOf(to)}`,
    ),
    ...deaths,
  );
  report.violations.push(
    ...deaths.map(() => 'the engine is to live, and ended by itself'),
    ...world.model.server.unexpected.map((reason) => `a model would refuse: ${reason}`),
  );
  return report;
}

/** Sees a run through. @returns how it ended; undefined: it did not */
async function underWay(
  { engine }: World,
  people: People,
  graph: ChaosGraph,
  settled: { disturbing: boolean },
): Promise<ExecutionView | undefined> {
  let started = false;
  for (let deadline = Infinity; Date.now() < deadline; await sleep(POLL_MS)) {
    if (!settled.disturbing && deadline === Infinity) deadline = Date.now() + END_MS;
    engine.keepAlive();
    started ||= await people.start(graph);
    const view = started ? await people.attend(graph.executionId) : undefined;
    if (view && view.status !== 'running') return view;
  }
  return undefined;
}

/** What is known of a run that does not end, from Temporal and from its log. */
async function standingOf(world: World, people: People, executionId: string): Promise<string[]> {
  const known = await Promise.allSettled([
    world.temporal.standing(executionId),
    eventsOf(people, executionId).then(({ events }) => logLines(executionId, events)),
  ]);
  return known.flatMap((part) => (part.status === 'fulfilled' ? part.value : [String(part.reason)]));
}

const eventsOf = (people: People, executionId: string) =>
  people.read<EventPage>(executionId, '/events', '&limit=1000');

/** As a run's log tells its times. */
const timeOf = (at: number) => new Date(at).toISOString().slice(11);
