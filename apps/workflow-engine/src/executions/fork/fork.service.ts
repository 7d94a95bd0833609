import { Injectable } from '@nestjs/common';
import {
  type EngineForkRequest,
  type EngineRetryRequest,
  type ForkStarted,
  newExecutionId,
  WORKFLOW_ID_PATTERN,
} from '@aiwf/contracts';
import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { ExecutionAccess } from '../execution.access';
import {
  ExecutionRepository,
  type ExecutionPlan,
  type ExecutionRow,
  type NewExecution,
} from '../execution.repository';
import { checkedDefinition, checkedInputs, ExecutionStarter } from '../execution.starter';
import { forkStartedView } from '../execution.view';
import { forkSeeds, type ForkChange } from './fork-seeds';
import { assertForkable, inputsOfFork } from './fork.checks';
import { planFork, type ForkPlan, type ParentNode } from './fork-plan';
import { ForkWriter } from './fork.writer';
import { ParentRunRepository } from './parent-run.repository';

/** Who asks for a fork, and how it may be asked for again. */
interface Asked {
  route: string;
  key: string | undefined;
  requestId: string | undefined;
  /** All that makes two requests the same. */
  body: { user_id: string; execution_id?: string } & JsonObject;
}

/** A fork as it was planned. */
interface Planned {
  definition: WorkflowDefinition;
  inputs: JsonObject;
  plan: ForkPlan;
}

/** Starts runs that go on from others: what they keep stands in their own rows, and no call in it is made again. */
@Injectable()
export class ForkService {
  constructor(
    private readonly access: ExecutionAccess,
    private readonly executions: ExecutionRepository,
    private readonly parents: ParentRunRepository,
    private readonly starter: ExecutionStarter,
    private readonly writer: ForkWriter,
  ) {}

  /**
   * Goes on where a run failed or was cancelled: every node that ended is kept, the others run.
   *
   * @throws HttpProblem 404, 409 when there is nothing to retry
   */
  retry(
    executionId: string,
    request: EngineRetryRequest,
    requestId: string | undefined,
    key?: string,
  ): Promise<ForkStarted> {
    const { ...body } = request;
    const asked: Asked = { route: 'retry', key, requestId, body };
    return this.start(executionId, asked, (parent, nodes) => {
      assertRetryable(parent);
      const { definition, inputs } = parent;
      const seeds = { again: new Set<string>(), edited: new Map() };
      return { definition, inputs, plan: planFork(definition, nodes, seeds) };
    });
  }

  /**
   * Goes on from any node, or with other outputs, inputs or nodes, see {@link planFork} for what is kept.
   *
   * @throws HttpProblem 404, 409 for a node that never ran, 422 for what doesn't hold
   */
  fork(
    executionId: string,
    request: EngineForkRequest,
    requestId: string | undefined,
    key?: string,
  ): Promise<ForkStarted> {
    const { ...body } = request;
    const asked: Asked = { route: 'fork', key, requestId, body };
    return this.start(executionId, asked, (parent, nodes) => {
      const definition = request.definition
        ? checkedDefinition(request.definition, '/definition')
        : parent.definition;
      const inputs = checkedInputs(definition, inputsOfFork(parent.inputs, request.inputs, definition));
      const change: ForkChange = { ...body, before: parent.definition, after: definition };
      assertForkable(change, nodes);
      const seeds = forkSeeds(change, { before: parent.inputs, after: inputs });
      const plan = planFork(definition, nodes, seeds);
      assertNotContradicted(plan);
      return { definition, inputs, plan };
    });
  }

  private async start(
    executionId: string,
    { route, key, requestId, body }: Asked,
    planned: (parent: ExecutionRow & ExecutionPlan, nodes: ParentNode[]) => Planned,
  ): Promise<ForkStarted> {
    const { user_id: userId } = body;
    const row = await this.access.owned(executionId, userId);
    const parent = { ...row, ...(await this.executions.plan(executionId)) };
    const proposed = body.execution_id ?? newExecutionId();
    const about = { user_id: userId, workflow_id: parent.workflowId, execution_id: proposed };
    const fork = await this.starter.recorded(about, async () => {
      const { definition, inputs, plan } = planned(parent, await this.parents.nodes(parent.id));
      const keyed = {
        userId,
        route: `POST /workflow/executions/{execution_id}/${route}`,
        body: { ...body, parent: executionId },
      };
      const execution: NewExecution = {
        id: await this.starter.claimed(key, keyed, proposed),
        userId,
        workflowId: workflowIdOf(definition) ?? parent.workflowId,
        requestId,
        definition,
        inputs,
        settings: await this.starter.settings.current(),
        forkedFrom: executionId,
        ...versionOf(parent, definition),
      };
      return this.starter.accept(execution, (tx) =>
        this.writer.write(tx, { parent: executionId, fork: execution.id, kept: plan.kept }),
      );
    });
    return forkStartedView(fork, executionId);
  }
}

/** A fork with nodes of its own is no stored version any more. */
function versionOf(
  parent: ExecutionRow & ExecutionPlan,
  definition: WorkflowDefinition,
): Pick<NewExecution, 'workflowVersion'> {
  if (parent.workflowVersion === null || definition !== parent.definition) return {};
  return { workflowVersion: parent.workflowVersion };
}

function assertRetryable({ status }: ExecutionRow): void {
  if (status === 'failed' || status === 'cancelled') return;
  const detail =
    status === 'completed'
      ? 'The execution completed, there is nothing to retry: fork it to run a part of it again'
      : 'The execution is still running: cancel it first, or fork it';
  throw new HttpProblem('nothing_to_retry', { detail });
}

function assertNotContradicted({ contradicted }: ForkPlan): void {
  if (contradicted.length === 0) return;
  throw new HttpProblem('invalid_fork', {
    detail: 'An edited output would be made anew, since a node before it runs again',
    errors: contradicted.map((id) => ({
      path: `/outputs/${id}`,
      message: `"${id}" is downstream of what runs again`,
      hint: 'Leave it out, or edit the outputs of all that is directly before it too',
    })),
  });
}

function workflowIdOf({ id }: WorkflowDefinition): string | undefined {
  return id !== undefined && WORKFLOW_ID_PATTERN.test(id) ? id : undefined;
}
