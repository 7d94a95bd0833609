import { WORKFLOW_ID_PATTERN } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';

/** A place in a list that is ordered by time, then id: just after this item. */
export interface PagePosition {
  createdAt: Date;
  id: string;
}

/** Writes a place as text that clients hand back and don't look into. */
export function writeCursor({ createdAt, id }: PagePosition): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

/** Fourteen digits reach the year 5138; a longer one is past what PostgreSQL reads of an ISO date. */
const CURSOR = /^(\d{1,14})\.(.+)$/;

/** @throws HttpProblem 422 when it isn't one that {@link writeCursor} wrote */
export function readCursor(cursor: string): PagePosition {
  const [, time, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined || !WORKFLOW_ID_PATTERN.test(id)) {
    const message = 'cursor must be the next_cursor of an earlier page, or be left out';
    throw new HttpProblem('invalid_request', { detail: message, errors: [{ path: '/cursor', message }] });
  }
  return { createdAt: new Date(Number(time)), id };
}
