import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './app-process';
import type { Pair } from './pair';

/**
 * Runs the README's commands under a tag as they stand, against a pair on other ports.
 *
 * @returns what each command printed, read as JSON
 */
export async function runExample(tag: string, pair: Pair): Promise<Record<string, unknown>[]> {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const marked = new RegExp(`<!-- example: ${tag} -->\\s+\`\`\`bash\\n(.*?)\\n\`\`\``, 'gs');
  const script = [...readme.matchAll(marked)]
    .map(([, text = '']) => text)
    .join('\n')
    .replaceAll('http://localhost:8001', pair.gateway.url)
    .replaceAll('http://localhost:8002', pair.engine.url)
    .replaceAll(/^curl /gm, 'curl -sS -w "\\n" ')
    .replaceAll(/\$\(curl /g, '$(curl -sS ');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { timeout: 100_000 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
