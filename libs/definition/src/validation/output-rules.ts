import { suggestion } from '../json/suggest';
import type { NodeDefinition } from '../types';
import { nodeShape, type OutputShape } from './output-shape';
import type { ProblemList } from './problem';

/** Checks `nodes.<id>` followed by `path` against what that node yields. */
export function checkNodePath(
  node: NodeDefinition,
  path: readonly string[],
  at: string,
  problems: ProblemList,
): void {
  const read = `nodes.${node.id}`;
  if (path[0] === 'error' && !Object.hasOwn(nodeShape(node).fields, 'error')) {
    const message = `A failure of "${node.id}" fails the run, so that ${read}.error is never there.`;
    problems.add('unknown_output', at, message, `Set "on_error" of "${node.id}" to "continue" or "route".`);
    return;
  }
  checkPath(nodeShape(node), read, path, at, problems);
}

/** Checks the steps of `path` against what is known of the value that `root` names. */
export function checkPath(
  known: OutputShape,
  root: string,
  path: readonly string[],
  at: string,
  problems: ProblemList,
): void {
  let shape = known;
  let read = root;
  for (const step of path) {
    if (shape === 'any') return;
    if (typeof shape === 'string') {
      const what = shape === 'list' ? `${read} is a list, which has` : `${read} has`;
      const hint =
        shape === 'list' ? `Read ${read}[0], or walk it with map or filter.` : `Read ${read} itself.`;
      problems.add('unknown_output', at, `${what} no fields, so none "${step}".`, hint);
      return;
    }
    const next: OutputShape | undefined = Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
    if (next === undefined) {
      if (shape.open) return;
      const forgot = /^nodes\.\w+$/.test(read) ? `Outputs are read as ${read}.output. ` : '';
      const hint = `${forgot}${suggestion(step, Object.keys(shape.fields))}`;
      problems.add('unknown_output', at, `${read} has no "${step}".`, hint);
      return;
    }
    shape = next;
    read = `${read}.${step}`;
  }
}
