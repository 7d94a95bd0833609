import { setTimeout as sleep } from 'node:timers/promises';
import type { Seeded } from './seeded';
import type { CallKind, CallPhase, CaughtCall } from './world/call-trap';
import type { Outage } from './world/engine';
import type { World } from './world/world';

/** When something is broken: some time after what was broken before, or as soon as a call is caught. */
type Moment =
  | { after: number; untilReady: boolean }
  | { kinds: CallKind[]; phase: CallPhase; skip: number; lagging: number; release: 'on' | 'dropped' };

/** Something that is broken, and mended again. */
export type Disturbance = { moment: Moment } & (
  | { breaks: 'engine'; downFor: number; continueAsNewEvents: number }
  | { breaks: 'temporal'; downFor: number; signal: 'SIGTERM' | 'SIGKILL' }
  | { breaks: 'postgres' }
);

/** What a disturbance came to. */
export interface Disturbed {
  breaks: Disturbance['breaks'];
  outage: Outage;
  /** Whether a call was in flight when it came. */
  inCall: boolean;
}

/** Within this time a moment comes, or a run hangs: the calls that would make the moment are not made. */
const MOMENT_MS = 60_000;

/** Every kind of call; chaos graphs make far more calls of models than others. */
const CALLS: readonly [CallKind, ...CallKind[]] = ['model', 'page', 'keyed', 'irreversible'];

/**
 * What a seed breaks in one run: the engine two or three times, the first time in a call, and in some runs Temporal and
 * PostgreSQL too.
 */
export function planned(random: Seeded, hasPostgres: boolean): Disturbance[] {
  const kill = (moment: Moment): Disturbance => ({
    breaks: 'engine',
    moment,
    downFor: random.int(0, 800),
    continueAsNewEvents: random.pick([60, 3_000]),
  });
  const first = kill({ ...aCall(random), kinds: [...CALLS], phase: 'arrived' });
  const others = [kill(random.chance(0.6) ? aCall(random) : aTime(random))];
  if (random.chance(0.3)) others.push(kill(aTime(random)));
  if (random.chance(0.3)) {
    const signal = random.pick<'SIGTERM' | 'SIGKILL'>(['SIGTERM', 'SIGKILL']);
    others.push({ breaks: 'temporal', moment: anyMoment(random), downFor: random.int(0, 1_000), signal });
  }
  if (hasPostgres && random.chance(0.3)) others.push({ breaks: 'postgres', moment: anyMoment(random) });
  return [first, ...random.shuffled(others)];
}

/** Who is in a call then is alive to hear the answer. */
const anyMoment = (random: Seeded): Moment =>
  random.chance(0.5) ? { ...aCall(random), release: 'on' } : aTime(random);

function aTime(random: Seeded): Moment {
  const untilReady = random.chance(0.9);
  return { after: random.int(0, untilReady ? 2_500 : 1_500), untilReady };
}

function aCall(random: Seeded): Moment {
  const kind = random.pick(CALLS);
  return {
    kinds: [kind],
    phase: random.pick(kind === 'model' ? ['arrived', 'answered'] : ['arrived', 'done', 'answered']),
    skip: random.int(0, kind === 'model' ? 10 : 1),
    lagging: random.int(0, 25),
    release: random.pick(['on', 'dropped']),
  };
}

/**
 * Waits for the moment, breaks what is to be broken, and mends it.
 *
 * @param over resolves when nothing is left that could be disturbed
 * @returns undefined when it was over before the moment came, or the moment did not come
 */
export async function disturb(
  world: World,
  disturbance: Disturbance,
  over: Promise<unknown>,
): Promise<Disturbed | undefined> {
  const { moment, breaks } = disturbance;
  const passed = new AbortController();
  const come = await Promise.race([
    momentOf(world, moment),
    over.then(() => undefined),
    sleep(MOMENT_MS, undefined, { signal: passed.signal }),
  ]);
  passed.abort();
  world.trap.unset();
  if (!come) return undefined;
  const inCall = world.trap.inFlight > 0;
  const outage = await broken(world, disturbance, () => come.caught?.release(come.release));
  return { breaks, outage, inCall };
}

async function momentOf(
  { trap, engine }: World,
  moment: Moment,
): Promise<{ caught?: CaughtCall; release: 'on' | 'dropped' }> {
  if ('after' in moment) {
    if (moment.untilReady) await engine.ready();
    await sleep(moment.after);
    return { release: 'on' };
  }
  const caught = await trap.set(moment.kinds, moment.phase, moment.skip);
  await sleep(moment.lagging);
  return { caught, release: moment.release };
}

async function broken(world: World, disturbance: Disturbance, release: () => void): Promise<Outage> {
  const from = Date.now();
  switch (disturbance.breaks) {
    case 'engine': {
      const outage = await world.engine.kill();
      release();
      await sleep(disturbance.downFor);
      world.engine.launch({ CONTINUE_AS_NEW_EVENTS: String(disturbance.continueAsNewEvents) });
      return outage;
    }
    case 'temporal':
      await world.temporal.stop(disturbance.signal);
      await sleep(disturbance.downFor);
      await world.temporal.start();
      break;
    case 'postgres':
      await world.postgres?.restart();
      break;
    default:
      disturbance satisfies never;
  }
  release();
  return { from, to: Date.now() };
}
