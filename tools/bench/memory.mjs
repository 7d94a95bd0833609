/** What a process weighs. */
import { setTimeout as delay } from 'node:timers/promises';

export const MEGABYTE = 1024 * 1024;

/** Bytes of memory that an app occupies, by its own metrics. */
export async function residentMemory(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)/m.exec(text)?.[1]);
}

/** Memory settles once a process is left alone. */
const REST_MS = 10_000;

/** The same once it was left alone for a time, in milliseconds; at once in a smoke run. */
export async function memoryAtRest(url, { smoke }, restMs = REST_MS) {
  await delay(smoke ? 0 : restMs);
  return residentMemory(url);
}
