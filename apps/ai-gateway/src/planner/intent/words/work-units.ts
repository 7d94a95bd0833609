import { sitesOf } from '../graph/sites';
import type { PlacedNode } from '../graph/scopes';
import { toolsOf } from '../graph/effects';
import type { VerbKind } from '../../lexicon/step-kinds';
import { kindsInName, kindsInProse, kindsOfType } from './evidence';
import { stemsOf, wordsOf } from './stems';

/** What does one piece of work: a node, or one task of a crew. */
export interface WorkUnit {
  readonly placed: PlacedNode;
  readonly kinds: ReadonlySet<VerbKind>;
  /** Stems of everything that is said in it and of the names of what it reads. */
  readonly stems: ReadonlySet<string>;
  /** Everything that is said in it, as it stands. */
  readonly text: string;
}

const TOOL_KINDS: Readonly<Record<string, readonly VerbKind[]>> = {
  fetch_url: ['collect', 'research', 'monitor'],
  calculator: ['calculate'],
  current_time: [],
  ask_human: ['approve', 'wait'],
};
/** What tools of servers may be there for; their names say which. */
const OTHER_TOOL: readonly VerbKind[] = ['deliver', 'notify', 'record', 'collect', 'research', 'respond'];

/** Reads a node as the pieces of work in it. */
export function workUnits(placed: PlacedNode): WorkUnit[] {
  const { node } = placed;
  const said = sayingsOf(placed);
  if (node.type !== 'crew') return [unit(placed, said)];
  const shared = said.filter(({ path }) => !/\/config\/(?:agents|tasks)\//.test(path));
  return node.config.tasks.map(({ agent }, index) => {
    const worker = node.config.agents.findIndex(({ id }) => id === agent);
    const own = said.filter(
      ({ path }) =>
        path.startsWith(`${placed.path}/config/tasks/${index}/`) ||
        path.startsWith(`${placed.path}/config/agents/${worker}/`),
    );
    return unit(placed, [...shared, ...own]);
  });
}

interface Saying {
  readonly path: string;
  readonly isName: boolean;
  readonly text: string;
  /** Expressions in it. */
  readonly code: string;
}

function sayingsOf(placed: PlacedNode): Saying[] {
  const { node, path } = placed;
  const sites = sitesOf(placed).map(({ kind, value, path: at, field, texts, expressions }): Saying => {
    const isName = field === 'role' || kind === 'data' || kind === 'value';
    const code = typeof value === 'number' ? String(value) : expressions.join(' ');
    return { path: at, isName, text: texts.join(' '), code };
  });
  const name = { path: `${path}/name`, isName: true, text: `${node.name ?? ''} ${node.id}`, code: '' };
  const schema = { path: `${path}/output_schema`, isName: true, text: '', code: schemaWords(node) };
  const tools = toolsOf(placed).map(({ tool, path: at }) => ({
    path: at,
    isName: true,
    text: tool,
    code: '',
  }));
  return [name, schema, ...sites, ...tools];
}

function schemaWords({ output_schema: schema, type, config }: PlacedNode['node']): string {
  const branches = type === 'condition' ? config.branches.map(({ name }) => name) : [];
  return [schema === undefined ? '' : JSON.stringify(schema), ...branches].join(' ');
}

function unit(placed: PlacedNode, said: readonly Saying[]): WorkUnit {
  const kinds = new Set<VerbKind>(kindsOfType(placed.node));
  for (const { isName, text, path } of said) {
    for (const kind of isName ? kindsInName(wordsOf(text)) : kindsInProse(text)) kinds.add(kind);
    if (path.includes('/tools/')) for (const kind of TOOL_KINDS[text] ?? OTHER_TOOL) kinds.add(kind);
  }
  const text = said.map(({ text: words, code }) => `${words} ${code}`).join('\n');
  return { placed, kinds, stems: stemsOf(text), text };
}
