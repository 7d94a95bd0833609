import { resolveInputs } from '@aiwf/definition';
import type { WorkflowDefinition, WorkflowNode } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import { GraphFailure } from '../graph-failure';
import { withinTimeLimit } from '../time-limit';
import { outputOf } from '../run-output';
import { RunScope } from '../run-scope';
import { runBody } from './body';
import type { Frame } from './frame';

/** Runs another workflow: with inputs of its own, it reads nothing of the one around it. */
export async function runSubWorkflow(node: WorkflowNode, frame: Frame): Promise<Stored> {
  const { definition } = node.config;
  if (!definition) throw new GraphFailure('unknown_workflow', 'Its definition was not put in its place');
  const inputs = await inputsOf(node, definition, frame);
  const { run, path, spending } = frame;
  const scope = RunScope.root(run.shownId, inputs);
  const limits = definition.limits;
  const inner: Frame = {
    ...frame,
    scope,
    spending: limits === undefined ? spending : [...spending, { scope: `${path}/workflow`, limits }],
  };
  return withinTimeLimit(limits?.timeout_seconds, `${path}/workflow`, run, () =>
    runBody(definition, inner, `${path}/workflow/`, {}, outputOf),
  );
}

async function inputsOf(
  node: WorkflowNode,
  definition: WorkflowDefinition,
  { run, scope }: Frame,
): Promise<Stored> {
  const given = await run.values.load(await run.values.template(node.config.inputs ?? {}, scope));
  const resolved = resolveInputs(definition.inputs, given);
  if (resolved.ok) return run.values.keep(resolved.values);
  const problems = resolved.problems.map(({ path, message }) => `${path}: ${message}`);
  throw new GraphFailure('invalid_inputs', `Its inputs don't fit the workflow: ${problems.join('; ')}`);
}
