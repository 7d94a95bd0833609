/** What a process weighs. */

export const MEGABYTE = 1024 * 1024;

/** Bytes of memory that an app occupies, by its own metrics. */
export async function residentMemory(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)/m.exec(text)?.[1]);
}
