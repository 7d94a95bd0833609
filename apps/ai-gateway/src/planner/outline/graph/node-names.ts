import type { NodeDefinition } from '@aiwf/definition';
import type { Choice, Task } from '../plan/plan-items';
import { PRODUCT_KINDS, STEP_KINDS } from '../../lexicon';
import { capitalise } from './template-text';

const LONGEST = 80;
const STEM = 4;
/** Kinds whose usual product says more than the verb alone. */
const SAYING: ReadonlySet<Task['kind']> = new Set(['extract', 'notify', 'record']);
/** Verbs that say better than the kind what is done. */
const VERBS: Partial<Record<Task['kind'], string>> = { notify: 'write', record: 'write', request: 'request' };

/** "Explain photosynthesis", "List key terms", or "Reply" alone: verb and object, never the same word twice. */
export function taskName({ kind, product, about, instruction, verb: said }: Task): string {
  if (kind === 'general')
    return instruction.split(/\s+/).slice(0, 6).join(' ').replace(/[.,]$/, '').slice(0, LONGEST);
  const isMade = product !== STEP_KINDS[kind].product && PRODUCT_KINDS.get(product) === kind;
  const verb = isMade ? 'Write' : capitalise(VERBS[kind] ?? said ?? kind);
  const words = (about ?? product).split(' ').filter((word) => !sharesStem(verb.toLowerCase(), word));
  const saysNothing = about === undefined && product === STEP_KINDS[kind].product && !SAYING.has(kind);
  if (words.length === 0 || saysNothing) return verb;
  return `${verb} ${words.join(' ')}`.slice(0, LONGEST);
}

function sharesStem(kind: string, word: string): boolean {
  return word.toLowerCase().slice(0, STEM) === kind.slice(0, STEM);
}

/** How the branches of a choice are told apart: "urgent" and "not urgent", or "yes" and "no". */
export function branchNames({ condition }: Choice): Readonly<Record<'yes' | 'no', string>> {
  const [, quality] = /^[\p{L}\s]{1,40} (?:is|are) ([\p{L}-]{2,20})$/u.exec(condition) ?? [];
  return quality === undefined ? { yes: 'yes', no: 'no' } : { yes: quality, no: `not ${quality}` };
}

/** Makes every name one of its kind, by the branch a node is in where that tells it, else by a number. */
export function distinguish(
  nodes: readonly NodeDefinition[],
  branches: ReadonlyMap<NodeDefinition, string>,
): NodeDefinition[] {
  const named = (node: NodeDefinition): string => node.name ?? node.id;
  const count = new Map<string, number>();
  for (const node of nodes) count.set(named(node), (count.get(named(node)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return nodes.map((node) => {
    const branch = branches.get(node);
    const isShared = (count.get(named(node)) ?? 0) > 1;
    const name = isShared && branch !== undefined ? `${named(node)} (${branch})` : named(node);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return { ...node, name: nth === 1 ? name : `${name} ${nth}` };
  });
}
