import type { EdgeDefinition, NodeDefinition } from '@aiwf/definition';
import { conditionInWords } from './expressions';
import { nameOf, type Names } from './names';
import { humanised } from './wording';

/** One way that a run may take after a node. */
export interface Way {
  /** "if urgent", "otherwise", "if approved". */
  readonly when: string;
  readonly targets: readonly string[];
}

/** The ways that part after a node; none where all that follows it always follows. */
export function waysAfter(node: NodeDefinition, edges: readonly EdgeDefinition[], names: Names): Way[] {
  const parting = edges.filter(
    ({ branch, when, kind }) => kind === undefined && (branch ?? when) !== undefined,
  );
  const branches = branchesOf(node, parting);
  const ofBranches = branches.map((branch): Way => {
    const targets = parting.filter((edge) => edge.branch === branch).map(({ target }) => target);
    return { when: branchInWords(node, branch, names), targets };
  });
  const ofConditions = parting
    .filter(({ branch }) => branch === undefined)
    .map(({ when = '', target }): Way => {
      const condition = conditionInWords(when, names);
      return {
        when: condition === undefined ? 'if its condition holds' : `if ${condition}`,
        targets: [target],
      };
    });
  return [...ofBranches, ...ofConditions];
}

function branchesOf(node: NodeDefinition, edges: readonly EdgeDefinition[]): string[] {
  const named = edges.flatMap(({ branch }) => (branch === undefined ? [] : [branch]));
  if (node.type !== 'condition') return [...new Set(named)];
  const { branches, default: fallback } = node.config;
  // A condition that only gives its decision to others parts nothing.
  if (named.length === 0) return [];
  return [...new Set([...branches.map(({ name }) => name), ...(fallback === undefined ? [] : [fallback])])];
}

function branchInWords(node: NodeDefinition, branch: string, names: Names): string {
  if (node.type === 'approval') return branch === 'timeout' ? 'if nobody answers' : `if ${branch}`;
  if (node.type === 'wait')
    return branch === 'received'
      ? 'when it comes'
      : branch === 'timeout'
        ? 'if it does not come'
        : 'after that';
  if (node.type !== 'condition') return `if ${humanised(branch)}`;
  const taken = node.config.branches.find(({ name }) => name === branch);
  if (taken === undefined) return 'otherwise';
  const condition = conditionInWords(taken.when, names);
  if (condition === undefined)
    return isAnswer(branch) ? `if ${nameOf(node)} says ${branch}` : `if ${humanised(branch)}`;
  return isAnswer(branch) ? `if ${condition}` : `if ${humanised(branch)} (${condition})`;
}

/** Branches whose names say nothing by themselves. */
function isAnswer(branch: string): boolean {
  return /^(?:yes|no|true|false)$/i.test(branch);
}
