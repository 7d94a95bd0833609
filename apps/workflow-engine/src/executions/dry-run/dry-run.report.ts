import type { DryRun, DryRunDecision, DryRunFlow, DryRunSend, DryRunStep } from '@aiwf/contracts';
import { readsOf, type HttpMethod, type JsonObject, type WorkflowDefinition } from '@aiwf/definition';
import type { DryRunRecord, NodeEvent } from './dry-run.repository';
import { nodeAt } from './node-at';
import { shownJson, shownPreview, shownText } from './shown';

/** Lines of each list. */
const MAX_LINES = 200;
const MAX_STEPS = 1_000;

const MAX_BODY_CHARACTERS = 8_000;
const MAX_MESSAGE_CHARACTERS = 2_000;

const STATUS: { readonly [type: string]: DryRunStep['status'] } = {
  'node.started': 'running',
  'node.completed': 'completed',
  'node.failed': 'failed',
  'node.skipped': 'skipped',
  'node.cancelled': 'cancelled',
};

/** The parts of an answer that are read out of the log and the ledger. */
export type Reported = Pick<DryRun, 'path' | 'data_flow' | 'would_send' | 'decisions'> & {
  /** Lists that are not whole. */
  cut: string[];
};

/** What a dry run did, in the order of its log. */
export function reportOf(definition: WorkflowDefinition, record: DryRunRecord): Reported {
  const cut: string[] = [];
  const bounded = <Line>(name: string, lines: readonly Line[], most = MAX_LINES): Line[] => {
    if (lines.length > most) cut.push(name);
    return lines.slice(0, most);
  };
  return {
    path: bounded('path', stepsOf(definition, record.events), MAX_STEPS),
    data_flow: bounded('data_flow', flowOf(definition, record.events)),
    would_send: bounded('would_send', record.requests).map(sendOf),
    decisions: bounded('decisions', decisionsOf(record)),
    cut,
  };
}

function placeOf({ nodeId, path }: NodeEvent): string {
  return path ?? `nodes/${nodeId}`;
}

function stepsOf(definition: WorkflowDefinition, events: readonly NodeEvent[]): DryRunStep[] {
  const steps = new Map<string, DryRunStep>();
  for (const event of events) {
    const status = STATUS[event.type];
    const path = placeOf(event);
    const node = status && nodeAt(definition, path);
    if (!node) continue;
    const branch = BRANCHING.includes(node.type) ? branchOf(event) : undefined;
    const { error } = event.data;
    steps.set(path, {
      node_id: event.nodeId,
      path,
      type: node.type,
      status,
      ...(branch === undefined ? {} : { branch }),
      ...(error === undefined ? {} : { error: error as unknown as DryRunStep['error'] }),
    });
  }
  return [...steps.values()];
}

const BRANCHING: readonly string[] = ['condition', 'wait', 'approval'];

/** The branch stands first in an output, so that the beginning of one is enough. */
function branchOf({ data }: NodeEvent): string | undefined {
  const { preview } = data;
  if (typeof preview !== 'string') return undefined;
  const [, branch] = /^\{"branch":("(?:[^"\\]|\\.)*")/.exec(preview) ?? [];
  return branch === undefined ? undefined : (JSON.parse(branch) as string);
}

function flowOf(definition: WorkflowDefinition, events: readonly NodeEvent[]): DryRunFlow[] {
  return events
    .filter(({ type }) => type === 'node.completed')
    .flatMap((event) => {
      const path = placeOf(event);
      const node = nodeAt(definition, path);
      return node
        ? [{ node_id: event.nodeId, path, reads: readsOf(node), output: shownPreview(event.data) }]
        : [];
    });
}

function sendOf({ nodeId, path, sent }: DryRunRecord['requests'][number]): DryRunSend {
  const { method, url, headers, query, body = null } = sent;
  return {
    node_id: nodeId,
    path,
    kind: 'http_request',
    method: method as HttpMethod,
    url: shownText(url as string, MAX_BODY_CHARACTERS),
    headers: headers as JsonObject,
    query: query as JsonObject,
    body: shownJson(body, MAX_BODY_CHARACTERS),
  };
}

/** What was asked, and what was said to it, in the order in which it was said. */
function decisionsOf({ asked, events }: DryRunRecord): DryRunDecision[] {
  const byId = new Map(asked.map((request) => [request.requestId, request]));
  return events.flatMap(({ data }) => {
    const request = typeof data.request_id === 'string' ? byId.get(data.request_id) : undefined;
    if (request === undefined || typeof data.decision !== 'string') return [];
    return [
      {
        node_id: request.nodeId,
        request_id: request.requestId,
        kind: request.kind,
        message: shownText(request.message, MAX_MESSAGE_CHARACTERS),
        decision: data.decision,
      },
    ];
  });
}
