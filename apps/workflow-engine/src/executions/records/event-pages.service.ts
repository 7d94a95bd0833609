import { Injectable } from '@nestjs/common';
import type { EventPage, EventsQuery, EventView } from '@aiwf/contracts';
import { EventLogReader, type EventRow } from '../../events';
import { ExecutionAccess } from '../execution.access';

/** Characters of JSON at which a page ends before its limit. */
const MAX_PAGE_CHARACTERS = 4 * 1024 * 1024;

/** The log of a run, a page at a time. */
@Injectable()
export class EventPagesService {
  constructor(
    private readonly access: ExecutionAccess,
    private readonly log: EventLogReader,
  ) {}

  /** @throws HttpProblem 404 */
  async page(executionId: string, { user_id, after, limit }: EventsQuery): Promise<EventPage> {
    await this.access.owned(executionId, user_id);
    const rows = await this.log.after(executionId, after, limit + 1);
    const events = fitting(rows.slice(0, limit).map(eventView));
    const more = rows.length > events.length;
    return { execution_id: executionId, events, next_after: more ? (events.at(-1)?.seq ?? null) : null };
  }
}

function eventView(row: EventRow): EventView {
  return {
    seq: row.seq,
    type: row.type,
    node_id: row.nodeId,
    at: row.at.toISOString(),
    data: row.data,
  };
}

/** At least one, so that a reader comes on. */
function fitting(events: EventView[]): EventView[] {
  let characters = 0;
  const end = events.findIndex((event, index) => {
    characters += JSON.stringify(event).length;
    return index > 0 && characters > MAX_PAGE_CHARACTERS;
  });
  return end === -1 ? events : events.slice(0, end);
}
