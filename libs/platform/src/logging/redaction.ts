const CENSORED = '[redacted]';

/** Never written, at any level. Compared without case, hyphens and underscores. */
const SECRET_KEY =
  /^(authorization|proxyauthorization|cookie|setcookie|password|secret|token|.*apikey|.*accesstoken)$/;

/** What people write into the product; only debug and trace lines may hold it. */
const PRIVATE_KEYS = new Set(['prompt', 'inputs', 'params']);

/** How a failed query's error quotes what it was to write, to the end of its message. */
const QUERY_PARAMETERS = /(?<=Failed query: [^]*\n)params: [^]*/;

/** What every line has that holds a key of either kind, or a failed query, read without case, hyphens and underscores. */
const SUSPICIOUS =
  /(?:authorization|cookie|password|secret|token|apikey|prompt|inputs|params)"|failed query: /;

const VERBOSE_LEVELS = new Set(['debug', 'trace']);

/**
 * Takes secrets and prompts out of one line of log. It works on the finished line, so that whatever the way a value
 * got in (bindings, nested objects, the properties of an error), the rule is one.
 *
 * @param line one JSON object as pino writes it, with its line's end, `level` a name
 * @param secrets values that are replaced wherever they stand, such as an API key inside an error's message
 */
export function redactLine(line: string, secrets: readonly string[]): string {
  if (isInnocent(line, secrets)) return line;
  const record: unknown = JSON.parse(line);
  const verbose = isRecord(record) && VERBOSE_LEVELS.has(String(record.level));
  const redacted = JSON.stringify(record, (key, value: unknown) => {
    if (value !== undefined && isCensoredKey(key, verbose)) return CENSORED;
    if (typeof value !== 'string') return value;
    return withoutSecrets(verbose ? value : value.replace(QUERY_PARAMETERS, CENSORED), secrets);
  });
  return `${redacted}\n`;
}

/** Whether nothing can be found in a line; most are, and to read and write one anew takes longer than to log it. */
function isInnocent(line: string, secrets: readonly string[]): boolean {
  const holds = (secret: string) => line.includes(JSON.stringify(secret).slice(1, -1));
  return !SUSPICIOUS.test(line.toLowerCase().replace(/[-_]/g, '')) && !secrets.some(holds);
}

function isCensoredKey(key: string, verbose: boolean): boolean {
  const plain = key.toLowerCase().replace(/[-_]/g, '');
  return SECRET_KEY.test(plain) || (!verbose && PRIVATE_KEYS.has(plain));
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, CENSORED), text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
