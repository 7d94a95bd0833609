/** Starts runs on both sides and waits for them in the same way: by Temporal's own long poll on the result. */
import { setTimeout as delay } from 'node:timers/promises';

/** A user of the engine under measurement. */
export const USER = 'bench';

/** Starts a run of a graph over HTTP, as any client does. @returns the execution's id */
export async function startRun(engineUrl, graph) {
  const body = { user_id: USER, workflow_data: graph };
  const { execution_id: id } = await postJson(`${engineUrl}/workflow/execute`, body);
  return id;
}

/** @throws Error for an answer that is no success */
export function postJson(url, body) {
  const headers = { 'content-type': 'application/json' };
  return getJson(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** @throws Error for an answer that is no success */
export async function getJson(url, init) {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

let started = 0;

/** Starts a hand-written workflow. @returns its id */
export async function startBound({ client, boundQueue }, workflow, args) {
  const workflowId = `bound-${(started += 1)}`;
  await client.workflow.start(workflow, { workflowId, taskQueue: boundQueue, args });
  return workflowId;
}

/**
 * Waits for a run's end. A run that was accepted while much else starts may come to Temporal later, and is asked for ever less
 * often meanwhile.
 */
export async function ended({ client }, id) {
  for (let wait = 50; ; wait = Math.min(2 * wait, 1_000)) {
    try {
      await client.workflow.getHandle(id).result();
      return;
    } catch (error) {
      if (error.name !== 'WorkflowNotFoundError') throw error;
      await delay(wait);
    }
  }
}

/** Runs waited for at the same time; Temporal refuses a thousand long polls at once. */
const POLLS = 50;

/** Starts under way at the same time: a client has so many connections. */
const STARTS = 100;

/** Starts all runs at once and waits until all have ended. @returns seconds */
export async function allAtOnce(stage, count, start) {
  const startedAt = performance.now();
  const ids = [];
  await inParallel(count, STARTS, async (index) => {
    ids[index] = await start(index);
  });
  await inParallel(count, POLLS, (index) => ended(stage, ids[index]));
  return (performance.now() - startedAt) / 1000;
}

/** Waits for a run's end. @returns milliseconds from its start to its end, by Temporal's clock, however often it continued as new */
export async function timeOf(stage, id) {
  await ended(stage, id);
  const { workflow } = stage.client;
  const { closeTime, raw } = await workflow.getHandle(id).describe();
  const first = await workflow.getHandle(id, raw.workflowExecutionInfo.firstRunId).describe();
  return closeTime.getTime() - first.startTime.getTime();
}

/** Does `count` pieces of work, so many at a time. @returns milliseconds for all of them */
export async function inParallel(count, atATime, work) {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: Math.min(atATime, count) }, worker));
  return performance.now() - startedAt;
}
