import { suggestion } from '../json/suggest';
import type { NodeDefinition } from '../types';
import type { ProblemList } from './problem';

/** What is known of an output: `any` from here on, a text or number with no fields, or an object with these fields. */
type OutputShape = 'any' | 'scalar' | { [field: string]: OutputShape };

/** Checks `nodes.<id>` followed by `path` against what nodes of that type yield. */
export function checkOutputPath(
  node: NodeDefinition,
  path: readonly string[],
  at: string,
  problems: ProblemList,
): void {
  let shape: OutputShape = { output: outputShape(node) };
  let read = `nodes.${node.id}`;
  for (const step of path) {
    if (shape === 'any') return;
    if (shape === 'scalar') {
      problems.add('unknown_output', at, `${read} has no fields, so none "${step}".`, `Read ${read} itself.`);
      return;
    }
    const next: OutputShape | undefined = Object.hasOwn(shape, step) ? shape[step] : undefined;
    if (next === undefined) {
      const forgot = read === `nodes.${node.id}` ? `Outputs are read as ${read}.output. ` : '';
      const hint = `${forgot}${suggestion(step, Object.keys(shape))}`;
      problems.add('unknown_output', at, `${read} of type ${node.type} has no "${step}".`, hint);
      return;
    }
    shape = next;
    read = `${read}.${step}`;
  }
}

function outputShape(node: NodeDefinition): OutputShape {
  switch (node.type) {
    case 'agent':
      return { text: 'scalar' };
    case 'crew': {
      const tasks = node.config.tasks.map((task): [string, OutputShape] => [task.id, { text: 'scalar' }]);
      return { text: 'scalar', tasks: Object.fromEntries(tasks) };
    }
    case 'http_request':
      return { status: 'scalar', headers: 'any', body: 'any' };
    case 'condition':
      return { branch: 'scalar' };
    case 'transform':
      return 'any';
    default:
      return node satisfies never;
  }
}
