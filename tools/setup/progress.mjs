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
 * Says what a piece of work waits for once it has taken two seconds, and again every ten, until told that it is over.
 *
 * @param title what is being done, for example `Installing the dependencies`
 * @param waitsFor what it waits for, for example `npm`
 * @returns `end()`, which answers with the time it took, as people say it, and whether anything was said
 */
export function showWaiting(title, waitsFor, { write = (line) => console.log(line), firstNoticeMs } = {}) {
  const startedAt = Date.now();
  const took = () => formatDuration(Date.now() - startedAt);
  let noticed = false;
  const notice = () => {
    noticed = true;
    write(`… ${title}: waiting for ${waitsFor} (${took()})`);
    timer = setTimeout(notice, NEXT_NOTICE_MS);
  };
  let timer = setTimeout(notice, firstNoticeMs ?? FIRST_NOTICE_MS);
  return {
    end: () => {
      clearTimeout(timer);
      return { took: took(), noticed };
    },
  };
}

/**
 * Runs `work` as a named step: silent when it is quick, else closed with the time it took. A failure is told by whoever
 * catches it.
 */
export async function step(title, waitsFor, work, options = {}) {
  const waiting = showWaiting(title, waitsFor, options);
  try {
    const result = await work();
    const { took, noticed } = waiting.end();
    if (noticed) (options.write ?? console.log)(`✓ ${title} (${took})`);
    return result;
  } finally {
    waiting.end();
  }
}
