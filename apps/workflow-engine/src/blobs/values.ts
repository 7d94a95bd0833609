import { Injectable } from '@nestjs/common';
import type { Json, Scope } from '@aiwf/definition';
import type { Stored, StoredScope } from '../workflows';
import { BlobRepository } from './blob.repository';

/** Characters of JSON that go through Temporal's history; larger values go to the blob store. */
const MAX_INLINE_CHARACTERS = 32 * 1024;

/**
 * Characters of JSON of what an activity answers: many answers may come to a history at once, which is not asked first
 * whether it has room.
 */
export const MAX_ANSWER_CHARACTERS = 8 * 1024;

/** Values of a run, wherever they stand. */
@Injectable()
export class Values {
  constructor(private readonly blobs: BlobRepository) {}

  /** Keeps a value where it belongs by its size. @param maxInline characters of JSON */
  async keep(executionId: string, value: Json, maxInline = MAX_INLINE_CHARACTERS): Promise<Stored> {
    if (JSON.stringify(value).length <= maxInline) return { json: value };
    return this.blobs.put(executionId, value);
  }

  /** The value itself. */
  async load(executionId: string, value: Stored): Promise<Json> {
    return 'json' in value ? value.json : this.blobs.get(executionId, value);
  }

  /** A scope as expressions and templates read it. */
  async scope(executionId: string, stored: StoredScope): Promise<Scope> {
    const { nodes, execution, index, ...locals } = stored;
    const scope: { [root: string]: unknown } = { execution, ...(index === undefined ? {} : { index }) };
    for (const [name, value] of Object.entries(locals)) scope[name] = await this.load(executionId, value);
    const outputs: Scope['nodes'] = {};
    for (const [id, { output, error }] of Object.entries(nodes)) {
      outputs[id] = { output: await this.load(executionId, output), ...(error ? { error } : {}) };
    }
    return { ...scope, nodes: outputs } as unknown as Scope;
  }
}
