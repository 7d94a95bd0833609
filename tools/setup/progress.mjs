/**
 * Shows what a step is doing once it takes longer than a person waits without wondering.
 */
const FIRST_NOTICE_MS = 2_000;
const NEXT_NOTICE_MS = 10_000;

/** `1.2 s`, `1 min 05 s`. */
export function formatDuration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/**
 * Runs `work` as a named step. Silent for two seconds; after that it says what it waits for and how long it has, again
 * every ten seconds, and closes with the time it took.
 *
 * @param title what the step does, for example `Installing dependencies`
 * @param waitsFor what it waits for, for example `npm`
 */
export async function step(
  title,
  waitsFor,
  work,
  { write = (line) => console.log(line), firstNoticeMs = FIRST_NOTICE_MS } = {},
) {
  const startedAt = Date.now();
  let noticed = false;
  const notice = () => {
    noticed = true;
    write(`… ${title}: waiting for ${waitsFor} (${formatDuration(Date.now() - startedAt)})`);
    timer = setTimeout(notice, NEXT_NOTICE_MS);
  };
  let timer = setTimeout(notice, firstNoticeMs);
  try {
    const result = await work();
    if (noticed) write(`✓ ${title} (${formatDuration(Date.now() - startedAt)})`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}
