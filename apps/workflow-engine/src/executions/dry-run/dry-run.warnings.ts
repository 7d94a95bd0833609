import { validateDefinition, type NodeDefinition, type WorkflowDefinition } from '@aiwf/definition';
import type { DryRun } from '@aiwf/contracts';
import { nodeAt } from './node-at';

const MAX_WARNINGS = 50;

/** What a real run may do otherwise than a dry run shows. */
export function warningsOf(
  definition: WorkflowDefinition,
  { status, path }: Pick<DryRun, 'status' | 'path'>,
  mocked: ReadonlySet<string>,
  cut: readonly string[],
): string[] {
  const ran = new Map(
    path
      .filter((step) => step.status !== 'skipped')
      .flatMap((step) => {
        const node = nodeAt(definition, step.path);
        return node ? [[step.node_id, node] as const] : [];
      }),
  );
  const sound = validateDefinition(definition);
  const warnings = [
    ...(sound.valid ? sound.warnings.map(({ message }) => message) : []),
    ...[...mocked]
      .filter((id) => !ran.has(id))
      .map((id) => `The mock of "${id}" was not used: it did not run.`),
    ...[...ran.values()].flatMap((node) => ofNode(node)),
    ...cut.map((list) => `"${list}" is longer: only its beginning is shown.`),
  ];
  if (status === 'failed') {
    warnings.push(
      'It may have failed because an answer was made up: give what nodes would answer in "mocks".',
    );
  }
  return [...new Set(warnings)].slice(0, MAX_WARNINGS);
}

function ofNode(node: NodeDefinition): string[] {
  switch (node.type) {
    case 'agent': {
      const { tools = [], guardrail } = node.config;
      return [...ofTools(`"${node.id}"`, tools), ...ofGuardrail(`"${node.id}"`, guardrail?.expression)];
    }
    case 'crew': {
      const { agents, tasks, process } = node.config;
      const managed = `The manager of "${node.id}" answered at once: a real one may turn to its coworkers first.`;
      return [
        ...(process === 'hierarchical' ? [managed] : []),
        ...agents.flatMap(({ id, tools = [] }) => ofTools(`"${id}" of "${node.id}"`, tools)),
        ...tasks.flatMap(({ id, guardrail }) =>
          ofGuardrail(`"${id}" of "${node.id}"`, guardrail?.expression),
        ),
      ];
    }
    default:
      return [];
  }
}

function ofTools(who: string, tools: readonly string[]): string[] {
  if (tools.length === 0) return [];
  return [
    `${who} may call ${tools.join(', ')}: which of them, and with what, only a model decides. None was called.`,
  ];
}

function ofGuardrail(who: string, expression: string | undefined): string[] {
  return expression === undefined ? [] : [`The guardrail of ${who} was not applied to its made-up answer.`];
}
