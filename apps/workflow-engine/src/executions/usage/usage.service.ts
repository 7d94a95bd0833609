import { Injectable } from '@nestjs/common';
import type { ExecutionUsage, NodeUsage } from '@aiwf/contracts';
import { ExecutionAccess } from '../execution.access';
import { ExecutionRepository } from '../execution.repository';
import { usageFigures } from '../execution.view';
import { UsageRepository } from './usage.repository';

/** Calls, and likewise conversations, that one answer lists. */
const MAX_LISTED = 1_000;

/** What runs used: together, by node, by conversation and by call. */
@Injectable()
export class UsageService {
  constructor(
    private readonly access: ExecutionAccess,
    private readonly executions: ExecutionRepository,
    private readonly ledger: UsageRepository,
  ) {}

  /** @throws HttpProblem 404 */
  async usage(executionId: string, userId: string): Promise<ExecutionUsage> {
    const row = await this.access.owned(executionId, userId);
    const agents = [...(await this.ledger.byConversation(executionId))];
    const calls = await this.ledger.calls(executionId, MAX_LISTED + 1);
    return {
      execution_id: executionId,
      total: usageFigures(row),
      cost_known: row.unpricedCalls === 0,
      nodes: await this.byNode(executionId),
      agents: agents.slice(0, MAX_LISTED).map(([path, figures]) => ({ path, ...figures })),
      calls: calls.slice(0, MAX_LISTED).map((call) => ({
        path: call.path,
        turn: call.turn,
        model: call.model,
        input_tokens: call.inputTokens,
        output_tokens: call.outputTokens,
        cost_usd: call.costUsd,
        duration_ms: call.durationMs,
        reused: call.reused,
      })),
      more: agents.length > MAX_LISTED || calls.length > MAX_LISTED,
    };
  }

  /** Nodes of a run's own graph that used anything, in the order of the definition. */
  async byNode(executionId: string): Promise<NodeUsage[]> {
    const figures = await this.ledger.byNode(executionId);
    const nodes = await this.executions.nodes(executionId);
    return nodes.flatMap(({ nodeId }) => {
      const used = figures.get(nodeId);
      return used ? [{ node_id: nodeId, ...used }] : [];
    });
  }
}
