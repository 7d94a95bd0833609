import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { NamedEvent } from '../workflows';

/**
 * A call follows in a few. Temporal gives up on no attempt of an activity that came so shortly before, and where it gives up on
 * the workflow task at that moment, no other engine has looked, called and recorded by then.
 */
const MAX_AGE_MS = 100;

const MAX_NODES = 1_000;

/** By a clock that is never set, and by one that goes on while the machine is suspended. */
interface Moment {
  monotonic: number;
  wall: number;
}

interface NewNode {
  since: Moment;
  /** Conversations that were taken. */
  taken: Set<string>;
}

/**
 * The nodes whose beginning this process has just written into a log that did not have it. Calls come after the events before
 * them, so at that moment the ledger had nothing of such a node.
 */
@Injectable()
export class NewNodes {
  private readonly nodes = new LRUCache<string, NewNode>({ max: MAX_NODES });

  /** To be asked before events are appended. */
  now(): Moment {
    return { monotonic: performance.now(), wall: Date.now() };
  }

  /**
   * Events were appended of which the log had none.
   *
   * @param runId of the workflow that told of them
   */
  add(runId: string, events: readonly NamedEvent[], since: Moment): void {
    for (const { type, node_id, path = `nodes/${node_id}`, number } of events) {
      // What undoes something may begin once for each node that it undoes.
      if (type === 'node.started' && number === 0)
        this.nodes.set(nameOf(runId, path), { since, taken: new Set() });
    }
  }

  /**
   * Whether the ledger surely has nothing of a conversation yet, if nobody was asked to hold it before: another attempt, or a
   * call that is made again, has to look. True once.
   *
   * @param runId of the workflow that asks
   * @param path of the conversation: that of its node, or one below
   */
  take(runId: string, path: string): boolean {
    const node = this.nodeAt(runId, path);
    if (!node || ageOf(node) > MAX_AGE_MS || node.taken.has(path)) return false;
    node.taken.add(path);
    return true;
  }

  private nodeAt(runId: string, path: string): NewNode | undefined {
    for (let place = path; place !== ''; place = place.slice(0, Math.max(place.lastIndexOf('/'), 0))) {
      const node = this.nodes.get(nameOf(runId, place));
      if (node) return node;
    }
    return undefined;
  }
}

function nameOf(runId: string, path: string): string {
  return `${runId} ${path}`;
}

function ageOf({ since }: NewNode): number {
  return Math.max(performance.now() - since.monotonic, Date.now() - since.wall);
}
