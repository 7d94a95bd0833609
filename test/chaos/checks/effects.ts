import { killedBetween, type Evidence } from './evidence';

/** Where an effect under an idempotency key took place other than once, or was asked for more often than kills explain. */
export function* keyedViolations(evidence: Evidence): Iterable<string> {
  const { graph, effects } = evidence;
  for (const marker of graph.keyed) {
    const calls = effects.callsOf(marker);
    const keys = new Set(calls.map(({ key }) => key));
    if (effects.count(marker) !== 1)
      yield `${marker} is to take place once, and did ${effects.count(marker)} times`;
    if (keys.size !== 1 || keys.has(undefined)) {
      yield `${marker} is to be asked for under one key, and was under ${[...keys].join(', ')}`;
    }
    for (const [index, { at }] of calls.slice(1).entries()) {
      if (!killedBetween(evidence, calls[index]?.at ?? 0, at)) {
        yield `${marker} is to be called once and once for each kill in the call, and was ${calls.length} times`;
      }
    }
  }
}

/**
 * Where an irreversible effect took place twice, was tried again without a person's word, or was lost and nobody was
 * asked. Whoever is asked here knows whether it took place, so in the end it has exactly once.
 */
export function* irreversibleViolations(evidence: Evidence): Iterable<string> {
  const { graph, effects, events, record } = evidence;
  for (const marker of graph.irreversible) {
    const place = marker.slice(graph.executionId.length + 1);
    const ofPlace = events.filter(({ data }) => isOutcomeOf(data.request_id, place));
    const asked = ofPlace.filter(({ type }) => type === 'outcome.unknown');
    const again = ofPlace.filter(({ data }) => data.decision === 'again').length;
    const calls = effects.callsOf(marker).length;
    const times = effects.count(marker);
    if (times !== 1) yield `${marker} is to take place once, and did ${times} times`;
    if (calls > 1 + again)
      yield `${marker} is to be called once and when a person says so (${again}), and was ${calls} times`;
    const row = record.tool_calls.find(
      ({ path, turn, position, name }) =>
        [path, `${path}/calls/${turn}.${position}`][name === 'http_request' ? 0 : 1]?.replaceAll('/', '.') ===
        place,
    );
    if (!row?.result && asked.length === 0) yield `${marker} was lost, and nobody was asked`;
    for (const { at } of asked) {
      if (!killedBetween(evidence, Date.parse(evidence.view.started_at), Date.parse(at))) {
        yield `${marker} was not lost, and somebody was asked`;
      }
    }
  }
}

function isOutcomeOf(requestId: unknown, place: string): boolean {
  return typeof requestId === 'string' && requestId.startsWith(`${place}.outcome.`);
}
