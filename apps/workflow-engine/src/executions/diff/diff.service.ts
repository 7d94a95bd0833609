import { Injectable } from '@nestjs/common';
import type { ExecutionDiff, ShownValue } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { BlobRepository } from '../../blobs';
import type { StoredBlob } from '../../workflows';
import { ExecutionAccess } from '../execution.access';
import { ExecutionRepository, type ExecutionRow, type NodeOutputRow } from '../execution.repository';
import { usageFigures } from '../execution.view';
import { UsageService } from '../usage/usage.service';
import { compareRuns, type ComparedNode, type ComparedRun } from './compare-runs';
import { shownValue } from './shown-value';

/** A value in a row, there or in the blob store. */
interface RowValue {
  status: NodeOutputRow['status'] | ExecutionRow['status'];
  output: Json | null;
  outputBlob: StoredBlob | null;
}

/** Sets two runs of a user side by side. */
@Injectable()
export class DiffService {
  constructor(
    private readonly access: ExecutionAccess,
    private readonly executions: ExecutionRepository,
    private readonly usage: UsageService,
    private readonly blobs: BlobRepository,
  ) {}

  /** @throws HttpProblem 404 when one of them is not there or another user's */
  async diff(executionId: string, otherId: string, userId: string): Promise<ExecutionDiff> {
    const rows = [
      await this.access.owned(executionId, userId),
      await this.access.owned(otherId, userId),
    ] as const;
    const nodes = [
      await this.executions.nodeOutputs(executionId),
      await this.executions.nodeOutputs(otherId),
    ] as const;
    const same = sameBlobs(...nodes);
    return compareRuns(
      await this.compared(rows[0], nodes[0], same),
      await this.compared(rows[1], nodes[1], same),
    );
  }

  private async compared(
    row: ExecutionRow,
    nodes: readonly NodeOutputRow[],
    same: ReadonlySet<string>,
  ): Promise<ComparedRun> {
    const compared = new Map<string, ComparedNode>();
    for (const node of nodes) {
      const output = same.has(node.nodeId) ? null : await this.shown(row.id, node);
      compared.set(node.nodeId, { status: node.status, output });
    }
    return {
      executionId: row.id,
      nodes: compared,
      output: await this.shown(row.id, row),
      total: usageFigures(row),
      usage: await this.usage.byNode(row.id),
    };
  }

  private async shown(executionId: string, row: RowValue): Promise<ShownValue | null> {
    if (row.status !== 'completed') return null;
    return shownValue(row.outputBlob ? await this.blobs.get(executionId, row.outputBlob) : row.output);
  }
}

/** Nodes whose large outputs are the same in both: what is shown of neither needs no reading. */
function sameBlobs(nodes: readonly NodeOutputRow[], others: readonly NodeOutputRow[]): Set<string> {
  const theirs = new Map(others.map((node) => [node.nodeId, node.outputBlob?.blob]));
  const same = nodes.filter(({ nodeId, outputBlob }) => outputBlob && theirs.get(nodeId) === outputBlob.blob);
  return new Set(same.map(({ nodeId }) => nodeId));
}
