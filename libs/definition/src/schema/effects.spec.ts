import { effectOf, type NodeDefinition } from '../index';
import {
  agent,
  approval,
  call,
  crew,
  flow,
  http,
  loop,
  map,
  transform,
  wait,
  type Fields,
} from '../validation/corpus/builders.fixture';

const effect = (node: Fields): string => effectOf(node as unknown as NodeDefinition);
const request = (more: Fields): Fields => http('h', 'https://x.de/', more);

describe('effectOf', () => {
  it.each([
    [{}, 'read'],
    [{ method: 'HEAD' }, 'read'],
    [{ method: 'PUT' }, 'idempotent'],
    [{ method: 'DELETE' }, 'idempotent'],
    [{ method: 'POST' }, 'irreversible'],
    [{ method: 'PATCH' }, 'irreversible'],
    [{ method: 'POST', idempotency_key: true }, 'idempotent'],
    [{ method: 'PATCH', idempotency_key: '{{ execution.id }}' }, 'idempotent'],
    [{ method: 'GET', effect: 'irreversible' }, 'irreversible'],
    [{ method: 'POST', effect: 'read', idempotency_key: true }, 'read'],
  ])('tells that of a request with %j', (more, expected) => {
    expect(effect(request(more))).toBe(expected);
  });

  it('is that of reading for what changes nothing itself', () => {
    const nodes = [agent('a'), crew('b'), transform('c', '1'), wait('d'), approval('e')];
    expect(nodes.map(effect)).toStrictEqual(nodes.map(() => 'read'));
  });

  it('is the strongest of the graph inside', () => {
    const put = request({ method: 'PUT' });
    const post = { ...request({ method: 'POST' }), id: 'p' };
    expect(effect(map('m', [agent('a'), put]))).toBe('idempotent');
    expect(effect(loop('l', [map('m', [put]), map('n', [post])]))).toBe('irreversible');
    expect(effect(call('c', { definition: flow([]) }))).toBe('read');
    expect(effect(call('c', { definition: flow([map('m', [post])]) }))).toBe('irreversible');
    expect(effect(call('c', { workflow_id: 'wf_1' }))).toBe('irreversible');
  });
});
