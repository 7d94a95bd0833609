import type { JsonObject } from '@aiwf/definition';
import type { FetchSource, Source } from '../plan/plan-items';
import { hostOf } from './expressions';
import type { Flow } from './flow';
import type { GraphWriter } from './graph-writer';

/** Makes what a workflow works on readable: its inputs, and what it fetches before anything else. */
export function laySource(writer: GraphWriter, source: Source, flow: Flow): void {
  const { shared } = writer;
  switch (source.type) {
    case 'input': {
      const { name, label, description, value } = source;
      const isList = typeof value !== 'string';
      const type: JsonObject = isList ? { type: 'array', items: { type: 'string' } } : { type: 'string' };
      shared.inputs[name] = { ...type, description, default: isList ? [...value] : value };
      shared.sources.set(source, { label, path: `inputs.${name}`, node: '', isText: !isList });
      return;
    }
    case 'fetch': {
      if (source.isPlaced === true) return;
      const { ways } = flow;
      flow.ways = [];
      layFetch(writer, source, flow);
      flow.ways = [...ways, ...flow.ways];
      return;
    }
    case 'item':
    case 'event':
      return;
    default:
      return source satisfies never;
  }
}

/** Reads an address after what the flow has got to. */
export function layFetch(writer: GraphWriter, source: FetchSource, flow: Flow): void {
  const { shared } = writer;
  // Of several, one may have failed when what reads them all begins.
  const mayMiss = flow.isGated && shared.fetchesExpected > 1;
  const id = writer.id('fetch');
  const { url, label, attempts } = source;
  const retry = attempts === undefined ? {} : { retry: { max_attempts: attempts } };
  const name = `Fetch from ${hostOf(url)}`;
  writer.add(
    { id, type: 'http_request', name, config: { method: 'GET', url }, ...retry },
    flow.ways,
    flow.branchName,
  );
  shared.fetches.push(id);
  const result = { label, path: `nodes.${id}.output.body`, node: id, isText: false };
  shared.sources.set(source, mayMiss ? { ...result, guard: `nodes.${id}.output != null` } : result);
  flow.ways = [{ source: id }];
}
