import { agent, ask, chain, decide, each, graph, reading } from './graphs.fixture.mjs';

const two = graph([agent('draft'), agent('check')]);
const choice = graph(
  [decide('if', ['yes'], 'no'), agent('a'), agent('b'), agent('end')],
  'if>a:yes if>b:no a>end b>end',
);
const oneSided = graph([decide('if', ['yes'], 'no'), agent('a'), agent('end')], 'if>a:yes a>end');
const joining = graph(
  [agent('a'), agent('b'), agent('c', 'c {{ nodes.a.output }} {{ nodes.b.output }}')],
  'a>c b>c',
);
const [A, B] = [{ id: 'a' }, { id: 'b' }];

/** Each check, a graph that it holds for, and one that it doesn't. */
export const ORDER_EXAMPLES = [
  [{ order: [{ id: 'draft' }, { id: 'check' }] }, chain, two],
  [
    { order: [{ id: 'each' }, { id: 'last' }] },
    graph([each('each', graph([agent('in')])), agent('last')], 'each>last'),
    graph([each('each', graph([agent('in'), agent('last')]))]),
  ],
  [
    { order: [{ id: 'in' }, { id: 'last' }] },
    graph([each('each', graph([agent('in')])), agent('last')], 'each>last'),
    graph([each('each', graph([agent('in')])), agent('last')], 'last>each'),
  ],
  [
    { always_after: [{ type: 'approval' }, { id: 'send' }] },
    graph([ask('ask'), agent('send')], 'ask>send:approved'),
    graph([agent('a'), ask('ask'), agent('send')], 'a>ask ask>send:approved a>send'),
  ],
  [{ side_by_side: [A, B] }, graph([agent('a'), agent('b')]), graph([agent('a'), agent('b')], 'a>b')],
  [{ side_by_side: [A, B] }, joining, choice],
  [
    { joined: [A, B] },
    joining,
    graph([agent('a'), agent('b'), agent('c', '{{ nodes.a.output }}')], 'a>c b>c'),
  ],
  [
    { joined: [A, B] },
    graph([agent('a'), agent('b')], '', {
      output: { a: '{{ nodes.a.output }}', b: '{{ nodes["b"].output }}' },
    }),
    graph([agent('a'), agent('b')], '', { output: '{{ nodes.a.output }}' }),
  ],
  [{ either: [A, B] }, choice, joining],
  [
    { either: [A, B] },
    graph([agent('try'), agent('a'), agent('b')], 'try>a try>b!'),
    graph([agent('try'), agent('a'), agent('b')], 'try>a try>b'),
  ],
  [{ only_sometimes: A }, choice, joining],
  [
    { only_sometimes: A },
    graph([decide('if', ['yes']), each('each', graph([agent('a')]))], 'if>each:yes'),
    graph([each('each', graph([agent('a')]))]),
  ],
  [{ always: { id: 'end' } }, choice, oneSided],
  [
    { flow: [{ id: 'a' }, { id: 'b' }] },
    graph([agent('a'), reading('b', 'a')], 'a>b'),
    graph([agent('a'), agent('b')], 'a>b'),
  ],
  [
    { flow: [{ id: 'in' }, { id: 'b' }] },
    graph([each('each', graph([agent('in')])), agent('b', '{{ nodes.each.output.items }}')], 'each>b'),
    graph([each('each', graph([agent('in')])), agent('b', '{{ inputs.list }}')], 'each>b'),
  ],
  [
    { comes_out: A },
    graph([agent('a'), reading('b', 'a')], 'a>b', { output: '{{ nodes.b.output }}' }),
    graph([agent('a'), agent('b')], 'a>b', { output: '{{ nodes.b.output }}' }),
  ],
  [{ comes_out: B }, graph([agent('a'), agent('b')], 'a>b'), graph([agent('a'), agent('b')], 'b>a')],
];
