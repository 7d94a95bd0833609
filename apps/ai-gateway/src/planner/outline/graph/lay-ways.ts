import type { Attempt, Parallel } from '../plan/plan-items';
import type { Flow, Result } from './flow';
import type { Layout } from './layout';

/** Lays out ways that are taken at the same time; what follows waits for all of them and reads what each has made. */
export function layParallel(layout: Layout, { branches }: Parallel, flow: Flow): void {
  const context = flow.results;
  const laid = branches.map((items) => {
    const way = flow.fork(flow.ways);
    layout.lay(items, way);
    return way;
  });
  const made = new Map(flow.made);
  const results = laid.flatMap((way): Result[] => {
    const own = way.results.filter((result) => !context.includes(result));
    for (const [name, result] of way.made)
      if (flow.made.get(name) !== result) made.set(name, guarded(result, way));
    return own.map((result) => guarded(result, way));
  });
  flow.made = made;
  flow.earlier = context;
  flow.results = results.length > 0 ? results : context;
  flow.ways = laid.flatMap(({ exits }) => exits);
  flow.sent = [...flow.sent, ...laid.flatMap(({ sent }) => sent)];
  flow.noted = [...flow.noted, ...laid.flatMap(({ noted }) => noted)];
}

function guarded(result: Result, { isGated }: Flow): Result {
  if (!isGated || result.guard !== undefined || result.node === '') return result;
  return { ...result, guard: `nodes.${result.node}.output != null` };
}

/** Errors told in one prompt, at most. */
const MOST_TOLD = 8;

/** Does something else where a step fails, instead of failing the run. */
export function layAttempt(layout: Layout, { items, failed }: Attempt, flow: Flow): void {
  const { writer } = layout;
  const before = flow.results;
  const from = writer.size;
  flow.isGated = true;
  layout.lay(items, flow);
  const { fetches } = writer.shared;
  const routed = writer.routeFailures(({ id }, at) =>
    items.length === 0 ? fetches.includes(id) : at >= from,
  );
  if (routed.length === 0) return;
  const told = routed.slice(0, MOST_TOLD);
  const path =
    told.length === 1
      ? `nodes.${told[0]}.error.message`
      : told.reduceRight((rest, id) => `has(nodes.${id}.error) ? nodes.${id}.error.message : ${rest}`, '""');
  const error: Result = { label: 'What failed', path, node: told[0] ?? '', isText: true };
  layout.layAside(failed, flow, {
    ways: routed.map((source) => ({ source, kind: 'error' })),
    results: items.length === 0 ? [error] : [...before, error],
    branchName: 'failed',
  });
}
