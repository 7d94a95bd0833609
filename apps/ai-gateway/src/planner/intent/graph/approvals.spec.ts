import type { WorkflowDefinition } from '@aiwf/definition';
import { agent, ask, choose, flow, get, loop, post, wait } from '../corpus/builders.fixture';
import { approvedNodes } from './approvals';
import { scopesOf } from './scopes';

const send = post('send', 'https://example.com/', {});
const isApproved = (definition: WorkflowDefinition): boolean =>
  [...approvedNodes(scopesOf(definition))].some(({ id }) => id === 'send');

describe('what runs only after a yes', () => {
  it.each([
    ['right after it', flow([ask('ok', 'ok?'), send], 'ok:approved>send')],
    [
      'some steps after it',
      flow([ask('ok', 'ok?'), agent('a', 'x'), wait('b', { seconds: 1 }), send], 'ok:approved>a a>b b>send'),
    ],
    [
      'after either of two',
      flow([ask('ok', 'ok?'), ask('yes', 'yes?'), send], 'ok:approved>send yes:approved>send'),
    ],
    [
      'where both ways meet again',
      flow(
        [ask('ok', 'ok?'), choose('which', { a: 'true' }, 'b'), agent('x', 'x'), agent('y', 'y'), send],
        'ok:approved>which which:a>x which:b>y x>send y>send',
      ),
    ],
    [
      'where two of two are needed',
      flow(
        [ask('ok', 'ok?'), get('data', 'https://example.com/'), { ...send, join: 'quorum(2)' }],
        'ok:approved>send data>send',
      ),
    ],
    ['in a body', flow([ask('ok', 'ok?'), loop('round', 'true', [send])], 'ok:approved>round')],
    [
      'in a workflow in a body',
      flow(
        [
          ask('ok', 'ok?'),
          loop('round', 'true', [{ id: 'sub', type: 'workflow', config: { definition: flow([send]) } }]),
        ],
        'ok:approved>round',
      ),
    ],
    [
      'after an approval in the same body',
      flow([loop('round', 'true', [ask('ok', 'ok?'), send], 'ok:approved>send')]),
    ],
    [
      'as what undoes an approved step',
      {
        ...flow([ask('ok', 'ok?'), agent('a', 'x'), send], 'ok:approved>a'),
        edges: [
          { source: 'ok', branch: 'approved', target: 'a' },
          { source: 'a', target: 'send', kind: 'compensation' as const },
        ],
      },
    ],
  ])('%s', (_name, definition) => {
    expect(isApproved(definition)).toBe(true);
  });

  it.each([
    ['with no approval', flow([agent('a', 'x'), send], 'a>send')],
    ['with one beside it', flow([agent('a', 'x'), ask('ok', 'ok?'), send], 'a>ok a>send')],
    ['after any answer', flow([ask('ok', 'ok?'), send], 'ok>send')],
    ['after a no', flow([ask('ok', 'ok?'), send], 'ok:rejected>send')],
    [
      'when nobody answers',
      flow([ask('ok', 'ok?', { timeout_seconds: 9 }), send], 'ok:approved>send ok:timeout>send'),
    ],
    [
      'where another step leads there too',
      flow([ask('ok', 'ok?'), get('data', 'https://example.com/'), send], 'ok:approved>send data>send'),
    ],
    [
      'where the first of two will do',
      flow(
        [ask('ok', 'ok?'), get('data', 'https://example.com/'), { ...send, join: 'any' }],
        'ok:approved>send data>send',
      ),
    ],
    ['round a body that asks', flow([loop('round', 'true', [ask('ok', 'ok?')]), send], 'round>send')],
  ])('not %s', (_name, definition) => {
    expect(isApproved(definition)).toBe(false);
  });
});
