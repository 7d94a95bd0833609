import type { AppProcess } from './app-process';

/** One line of an app's log. */
export type LogLine = Record<string, unknown>;

/** What an app has logged so far; what it wrote besides is left out. */
export function logLines(app: AppProcess): LogLine[] {
  return app
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}
