import { difference, pathOf, turnAt, type Evidence } from './evidence';

const CLOSING = ['execution.completed', 'execution.failed', 'execution.cancelled'];

/** Where the log of a run is no log of a run in which everything happened once. */
export function* logViolations({ graph, events, record }: Evidence): Iterable<string> {
  const seqs = events.map(({ seq }) => seq);
  if (seqs.some((seq, index) => seq !== index + 1)) {
    yield `the log is to be numbered 1 to ${seqs.length} without gaps, and is numbered ${seqs.join(' ')}`;
  }
  const frame = events.filter(({ type }) => type.startsWith('execution.')).map(({ type }) => type);
  if (
    frame.length !== 2 ||
    events[0]?.type !== 'execution.started' ||
    !CLOSING.includes(events.at(-1)?.type ?? '')
  ) {
    yield `the log is to begin with execution.started and to end with one end, and has ${frame.join(', ')}`;
  }
  for (const type of ['node.started', 'node.completed']) {
    const seen = events.filter((event) => event.type === type).map(pathOf);
    for (const what of difference(graph.nodes, seen)) yield `${type} of every node once; ${what}`;
  }
  for (const path of graph.nodes) {
    const at = (type: string) => events.findIndex((event) => event.type === type && pathOf(event) === path);
    if (at('node.started') > at('node.completed')) yield `${path} is told to have started after it completed`;
  }
  const decided = events.flatMap(({ type, data }) =>
    /decided|answered|received/.test(type) ? [data.request_id as string] : [],
  );
  if (new Set(decided).size !== decided.length) {
    yield `every request is to be decided once, and the log has ${decided.join(', ')}`;
  }
  const calls = events
    .filter(({ type }) => type === 'llm.call')
    .map(({ data }) => turnAt(data.path, data.turn));
  const rows = record.model_calls.map(({ path, turn }) => turnAt(path, turn));
  for (const what of difference(rows, calls))
    yield `llm.call of every model call in the ledger once; ${what}`;
}
