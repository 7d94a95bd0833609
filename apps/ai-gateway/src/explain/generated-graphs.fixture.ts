import type { EdgeDefinition, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';

/** Numbers that look random and are the same each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TEXTS = [
  'Say hello.',
  'Ticket:\n{{ inputs.x }}\n\nAnswer it.',
  'Literal {{ "{{" }} braces {{ \'}}\' }} and {{ {"a": 1}.a }}',
  '“Quoted” 🙂 \t\u202e text\n\n\n',
  '{{ inputs.x }}',
  'x'.repeat(3_000),
];

/** A valid workflow of any node types, drawn by chance from a seed. */
export function generatedGraph(seed: number): WorkflowDefinition {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const count = 1 + Math.floor(next() * (seed % 10 === 0 ? 90 : 9));
  const nodes = Array.from({ length: count }, (_, at) => nodeOf(`n${at}`, pick, next, 0));
  const edges: EdgeDefinition[] = [];
  for (let target = 1; target < count; target += 1) {
    if (next() < 0.2) continue;
    const source = nodes[Math.floor(next() * target)] as NodeDefinition;
    edges.push({ source: source.id, target: `n${target}`, ...partingOf(source, pick, next) });
  }
  return {
    name: pick(['Flow', 'Name with {{ braces }}', 'Ω', 'x'.repeat(200)]),
    inputs: { type: 'object', properties: { x: { type: 'string', default: 'y' } } },
    nodes,
    edges,
    ...(next() < 0.5 && {
      output: pick(['fixed', { a: '{{ nodes.n0.output }}', b: [1, '{{ 1 + 1 }}'] }, null, []]),
    }),
    ...(next() < 0.3 && {
      limits: {
        max_cost_usd: 0.5,
        max_tokens: 1_000_000,
        timeout_seconds: 90_061,
        on_breach: 'ask' as const,
      },
    }),
  };
}

function partingOf(
  source: NodeDefinition,
  pick: <T>(list: readonly T[]) => T,
  next: () => number,
): Partial<EdgeDefinition> {
  if (source.type === 'condition') return { branch: pick(['yes', 'no']) };
  if (source.type === 'approval') return { branch: pick(['approved', 'rejected', 'timeout']) };
  if (source.type === 'wait')
    return source.config.event === undefined
      ? { branch: 'elapsed' }
      : { branch: pick(['received', 'timeout']) };
  return next() < 0.2 ? { when: pick(['true', `nodes.${source.id}.output == "a"`]) } : {};
}

function nodeOf(
  id: string,
  pick: <T>(list: readonly T[]) => T,
  next: () => number,
  depth: number,
): NodeDefinition {
  const base = { id, ...(next() < 0.5 && { name: pick(['Step', 'Step {{ x }}', '   ', 'A “name”']) }) };
  const prompt = pick(TEXTS);
  const body = {
    nodes:
      depth > 1
        ? [{ id: `${id}_a`, type: 'agent' as const, config: { prompt } }]
        : [nodeOf(`${id}_a`, pick, next, depth + 1)],
  };
  const types: readonly (() => NodeDefinition)[] = [
    () => ({
      ...base,
      type: 'agent',
      config: { prompt, tools: pick([[], ['fetch_url', 'mcp:files/read_file'], ['calculator']]) },
    }),
    () => ({
      ...base,
      type: 'crew',
      config: {
        process: 'hierarchical',
        agents: [{ id: 'a', role: 'r', goal: 'g', tools: ['mcp:chat/post'] }],
        tasks: [{ id: 't', description: prompt, expected_output: 'text', agent: 'a' }],
      },
    }),
    () => ({
      ...base,
      type: 'http_request',
      config: {
        method: pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
        url: pick([
          'https://example.com/{{ inputs.x }}',
          '{{ inputs.x }}',
          'https://{{ inputs.x }}/',
          '{{ ["https://a.example.com"][0] }}',
        ]),
      },
    }),
    () => ({
      ...base,
      type: 'condition',
      config: {
        branches: [
          {
            name: 'yes',
            when: pick([
              'true',
              'inputs.x.contains("{{")',
              '!inputs.x.startsWith("a")',
              '[1].exists(i, i > 0) && true',
              'size(inputs.x) >= 3',
            ]),
          },
        ],
        default: 'no',
      },
    }),
    () => ({
      ...base,
      type: 'transform',
      config: pick([{ expression: '{"a": [1, 2]}' }, { value: { deep: [prompt] } }]),
    }),
    () => ({ ...base, type: 'map', config: { items: pick(['[1, 2]', 'inputs.x.split(",")']), body } }),
    () => ({
      ...base,
      type: 'loop',
      config: { until: pick(['index == 2', 'output.text == "done"', 'previous == null || true']), body },
    }),
    () => ({
      ...base,
      type: 'wait',
      config: pick<object>([
        { seconds: 90_061 },
        { seconds: '{{ 1 + 1 }}' },
        { until: '2030-01-31T08:00:00Z' },
        { event: 'a.b:c', timeout_seconds: 60 },
      ]),
    }),
    () => ({
      ...base,
      type: 'approval',
      config: { message: prompt, approvers: ['ada', 'bob {{ x }}'], required: 2, timeout_seconds: 3_600 },
    }),
    () => ({
      ...base,
      type: 'workflow',
      config: {
        definition: {
          name: 'Inner {{ }}',
          nodes: body.nodes,
          inputs: { type: 'object', properties: { x: { type: 'string' } } },
        },
        inputs: { x: 'y' },
      },
    }),
  ];
  return pick(types)();
}
