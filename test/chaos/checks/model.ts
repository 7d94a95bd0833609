import type { RecordedModelTurn } from '@aiwf/contracts';
import { difference, killedBetween, turnAt, type ArrivedTurn, type Evidence } from './evidence';

/** Where the ledger lacks a turn, or has one too much. */
export function* ledgerViolations({ graph, record }: Evidence): Iterable<string> {
  const expected = [...graph.turns].flatMap(([path, turns]) =>
    Array.from({ length: turns }, (_, turn) => turnAt(path, turn)),
  );
  const seen = record.model_calls.map(({ path, turn }) => turnAt(path, turn));
  for (const what of difference(expected, seen)) yield `the ledger has a row for each turn; ${what}`;
}

/**
 * Where the model was asked for a turn more often than once and once more for each kill that hit the call, or after its
 * answer was recorded.
 */
export function* modelViolations(evidence: Evidence): Iterable<string> {
  const left = [...evidence.turns];
  for (const { place, opening, turn, recordedAt } of rowsOf(evidence)) {
    // Conversations that begin with the same words follow one another: each has what was asked before its record.
    const asked = taken(left, (one) => one.opening === opening && one.turn === turn && one.at <= recordedAt);
    if (asked.length === 0) yield `the model is to be asked once for ${place}, and was not`;
    const unexplained = asked.slice(1).filter(({ at }, index) => {
      const before = asked[index]?.at ?? 0;
      return !killedBetween(evidence, before, at);
    });
    if (unexplained.length > 0) {
      yield (
        `the model is to be asked once for ${place}, and once more for each kill in the call, and was asked ` +
        `${asked.length} times`
      );
    }
  }
  for (const { opening, turn } of left) {
    yield `the model was asked for a turn that was recorded before: turn ${turn} of "${opening.slice(0, 120)}"`;
  }
}

/** The ledger's model calls in the order in which they were recorded. */
function rowsOf({ record, events }: Evidence) {
  const openings = new Map(
    record.model_calls.flatMap((row) => (row.turn === 0 ? [[row.path, openingOf(row)] as const] : [])),
  );
  const recordedAt = new Map(
    events.flatMap(({ type, data, at }) =>
      type === 'llm.call' ? [[turnAt(data.path, data.turn), Date.parse(at)] as const] : [],
    ),
  );
  return record.model_calls
    .map(({ path, turn }) => {
      const place = turnAt(path, turn);
      return { place, turn, opening: openings.get(path), recordedAt: recordedAt.get(place) ?? 0 };
    })
    .sort((a, b) => a.recordedAt - b.recordedAt);
}

function openingOf({ opening }: RecordedModelTurn): string {
  const prompt = opening?.prompt as { json?: unknown } | undefined;
  return String(prompt?.json);
}

/** Takes out of a list what is wanted of it. */
function taken(left: ArrivedTurn[], isWanted: (turn: ArrivedTurn) => boolean): ArrivedTurn[] {
  const wanted = left.filter(isWanted);
  for (const one of wanted) left.splice(left.indexOf(one), 1);
  return wanted;
}
