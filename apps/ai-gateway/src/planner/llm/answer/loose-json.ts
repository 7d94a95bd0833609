import { jsonrepair } from 'jsonrepair';

/** Characters of an answer that is repaired when it is no JSON; longer ones must be right as they are. */
const MAX_REPAIRED_LENGTH = 100_000;

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * The object in a text that may have prose or a fence around it, mended where only commas, quotes or the like are wrong.
 *
 * @returns undefined when there is no whole object
 */
export function looseJson(text: string): unknown {
  const quoted = text.search(/\{\s*"/);
  const start = quoted === -1 ? text.indexOf('{') : quoted;
  if (start === -1) return undefined;
  const end = text.lastIndexOf('}');
  const body = end > start ? text.slice(start, end + 1) : text.slice(start);
  const whole = attempt(() => JSON.parse(body) as unknown);
  if (whole !== undefined) return whole;
  // What is cut would be closed, and half a plan is none.
  if (body.length > MAX_REPAIRED_LENGTH || body.split('{').length !== body.split('}').length)
    return undefined;
  return attempt(() => JSON.parse(jsonrepair(body)) as unknown);
}
