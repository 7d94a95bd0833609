import { armEnd, outcomeOf, type ArmEnd } from './arm-end';
import type { Flow, Result } from './flow';
import type { Layout } from './layout';
import { lastWord } from './template-text';
import type { PlanItem } from '../plan/plan-items';

/** One way of a choice. */
export interface ArmPlan {
  readonly branch: string;
  /** How its outcome begins where it made no text. */
  readonly answer: string;
  /** How nodes in it are told from those of the other ways. */
  readonly name: string;
  readonly items: readonly PlanItem[];
}

/** Where the other way revises a text and this one does nothing, the text as it was. */
function unchanged(end: ArmEnd, ends: readonly ArmEnd[], context: readonly Result[]): ArmEnd {
  const stays = end.results.length === 0 && ends.some((other) => other !== end && other.revises);
  return stays ? { ...end, results: context } : end;
}

/** Lays out the ways of a choice; one result stands for whichever was taken, so that what follows needs not know. */
export function layArms(layout: Layout, decide: string, arms: readonly ArmPlan[], flow: Flow): void {
  const { writer } = layout;
  const context = flow.results;
  const laid = arms.map(({ branch, answer, name, items }) => {
    const way = flow.fork([{ source: decide, branch }], { recording: 'none', branchName: name });
    const known = new Set(writer.shared.sources.keys());
    layout.lay(items, way);
    writer.shared.forgetSince(known);
    const last = items.at(-1);
    return {
      way,
      end: armEnd(branch, answer, way, context, last?.type === 'task' && last.kind === 'rewrite'),
    };
  });
  const ends = laid.map(({ end }) => end);
  const id = writer.id('outcome');
  const config = outcomeOf(
    decide,
    ends.map((end) => unchanged(end, ends, context)),
  );
  writer.add(
    { id, type: 'transform', name: 'Outcome', config },
    laid.flatMap(({ way }) => way.exits),
    flow.branchName,
  );
  const first = ends.flatMap(({ results }) => results)[0];
  const label = first?.label ?? 'Outcome';
  const outcome = { label, path: `nodes.${id}.output`, node: id, isText: true };
  if (first) {
    flow.results = [outcome];
    flow.made = new Map(flow.made).set(lastWord(first.label), outcome);
  }
  flow.ways = [{ source: id }];
  writer.record(label, outcome, flow.recorded);
  if (!first) flow.noted = [...flow.noted, outcome];
}
