import type { RequestView } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import type { RequestRow } from './requests.repository';

/** Characters of JSON up to which a request's data is shown. */
const MAX_DATA_CHARACTERS = 64 * 1024;

/** A request as the outside sees it. */
export function requestView(row: RequestRow, data: Json): RequestView {
  const characters = JSON.stringify(data).length;
  return {
    request_id: row.requestId,
    kind: row.kind,
    status: row.status,
    node_id: row.nodeId,
    message: row.message,
    decisions: row.decisions,
    data: characters > MAX_DATA_CHARACTERS ? null : data,
    data_characters: characters,
    form: row.form,
    approvers: row.approvers ?? [],
    required: row.required,
    opened_at: row.openedAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    closed_at: row.closedAt?.toISOString() ?? null,
  };
}
