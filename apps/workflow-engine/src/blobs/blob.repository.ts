import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Json } from '@aiwf/definition';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import type { StoredBlob } from '../workflows';
import { blobs, storable } from '../database';

/** Values of runs that are too large for Temporal's history. A run's value is kept once, under the SHA-256 of its JSON. */
@Injectable()
export class BlobRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** How a value is referred to once it is {@link put}. */
  referenceTo(value: Json): StoredBlob {
    return referenceTo(textOf(value));
  }

  /** @param orm a transaction that this is a part of */
  async put(executionId: string, value: Json, orm: Orm = this.database.orm): Promise<StoredBlob> {
    const text = textOf(value);
    const { blob, size } = referenceTo(text);
    await orm
      .insert(blobs)
      .values({ executionId, id: blob, content: asBytes(Buffer.from(text)), size })
      .onConflictDoNothing();
    return { blob, size };
  }

  /** @throws Error when it was removed under a live run */
  async get(executionId: string, reference: StoredBlob): Promise<Json> {
    return JSON.parse((await this.read(executionId, reference)).toString()) as Json;
  }

  /** The value's JSON in UTF-8. @throws Error as {@link get} */
  async read(executionId: string, { blob }: StoredBlob): Promise<Buffer> {
    const [row] = await this.database.orm
      .select({ content: sql<string>`encode(${blobs.content}, 'base64')` })
      .from(blobs)
      .where(and(eq(blobs.executionId, executionId), eq(blobs.id, blob)));
    if (!row) throw new Error(`The value ${blob} of ${executionId} is missing in the blob store`);
    return blobs.content.mapFromDriverValue(Buffer.from(row.content, 'base64')) as Buffer;
  }

  /** Gives a run values of another one. @param orm a transaction that this is a part of */
  async copy(from: string, to: string, ids: readonly string[], orm: Orm = this.database.orm): Promise<void> {
    if (ids.length === 0) return;
    const rows = orm
      .select({
        executionId: sql<string>`${to}::text`.as('execution_id'),
        id: blobs.id,
        content: blobs.content,
        size: blobs.size,
      })
      .from(blobs)
      .where(and(eq(blobs.executionId, from), inArray(blobs.id, [...ids])));
    await orm.insert(blobs).select(rows).onConflictDoNothing();
  }
}

/** As base64: PGlite writes and reads bytes one by one, which takes tenths of a second for 5 MB. */
function asBytes(content: Buffer): SQL {
  const sealed = blobs.content.mapToDriverValue(content) as Uint8Array;
  return sql`decode(${Buffer.from(sealed).toString('base64')}, 'base64')`;
}

function referenceTo(text: string): StoredBlob {
  return { blob: createHash('sha256').update(text).digest('hex'), size: text.length };
}

function textOf(value: Json): string {
  return JSON.stringify(storable(value));
}
