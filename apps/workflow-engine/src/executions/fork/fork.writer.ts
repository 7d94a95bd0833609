import { Injectable } from '@nestjs/common';
import type { Json } from '@aiwf/definition';
import type { Orm } from '@aiwf/persistence';
import { BlobRepository } from '../../blobs';
import type { Checkpoint, RunInput, SettledNode, Stored } from '../../workflows';
import { ForkRepository, type NewFork } from './fork.repository';

/** Characters of JSON that a run's input may bring as they are; larger states go to the blob store. */
const MAX_INLINE_CHARACTERS = 32 * 1024;

/** Characters of a state whose values stay in it; in a larger one, only values of 200 characters do. */
const MAX_STATE_CHARACTERS = 256 * 1024;
const MAX_SMALL_CHARACTERS = 200;

/** Writes what a fork keeps: into the state it starts from, and into its own rows, so that it stands alone. */
@Injectable()
export class ForkWriter {
  constructor(
    private readonly blobs: BlobRepository,
    private readonly forks: ForkRepository,
  ) {}

  /** As part of the transaction that inserts the fork. */
  async write(tx: Orm, { parent, fork, kept }: NewFork): Promise<RunInput['from']> {
    const nodes = await this.placed(tx, fork, kept);
    const values = [...nodes.values()].flatMap((node) => (node.status === 'completed' ? [node.output] : []));
    const shared = values.flatMap((value) => ('blob' in value ? [value.blob] : []));
    await this.blobs.copy(parent, fork, shared, tx);
    await this.forks.keepNodes(tx, { parent, fork, kept: nodes });
    return { kind: 'fork', state: await this.state(tx, fork, nodes) };
  }

  /** Large edited outputs go to the blob store, as those of nodes do. */
  private async placed(tx: Orm, fork: string, kept: NewFork['kept']): Promise<Map<string, SettledNode>> {
    const placed = new Map<string, SettledNode>();
    for (const [id, node] of kept) {
      placed.set(
        id,
        node.status === 'completed'
          ? { ...node, output: await this.smaller(tx, fork, node.output, MAX_INLINE_CHARACTERS) }
          : node,
      );
    }
    return placed;
  }

  private async state(tx: Orm, fork: string, nodes: Map<string, SettledNode>): Promise<Stored> {
    const small = JSON.stringify([...nodes]).length <= MAX_STATE_CHARACTERS;
    const settled: Checkpoint['nodes'] = {};
    for (const [id, node] of nodes) {
      settled[`nodes/${id}`] =
        small || node.status !== 'completed'
          ? node
          : { ...node, output: await this.smaller(tx, fork, node.output, MAX_SMALL_CHARACTERS) };
    }
    const state: Checkpoint = {
      nodes: settled,
      steps: {},
      requests: {},
      children: {},
      paused: false,
      started_at: Date.now(),
    };
    return this.smaller(tx, fork, { json: state as unknown as Json }, MAX_INLINE_CHARACTERS);
  }

  private async smaller(tx: Orm, fork: string, value: Stored, maxInline: number): Promise<Stored> {
    if ('blob' in value || JSON.stringify(value.json).length <= maxInline) return value;
    return this.blobs.put(fork, value.json, tx);
  }
}
