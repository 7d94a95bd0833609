import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './app-process';
import type { Pair } from './pair';

const run = promisify(execFile);

/** The integration guide's shell and Python blocks, letter by letter. */
const BLOCKS = [
  ...readFileSync(join(ROOT, 'test', 'e2e', 'guide.fixture.md'), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms),
].map(([, language, text = '']) => ({ language, text }));

const COMMANDS = BLOCKS.filter(({ language }) => language === 'bash').flatMap(({ text }) => commandsOf(text));

/** Its curl commands in their order, by what they do. */
export const CURL = {
  generate: command(0),
  execute: command(1),
  status: command(2),
  generateAndExecute: command(3),
  gatewayHealth: command(4),
  engineHealth: command(5),
  generateTest: command(6),
  executeDirectly: command(7),
};

/** Its httpx client. */
export const PYTHON_CLIENT = BLOCKS.find(({ language }) => language === 'python')?.text ?? '';

/** Lines that continue with a backslash or inside a quoted body belong together; a command begins with `curl`. */
function commandsOf(block: string): string[] {
  const code = block.replace(/^#.*$/gm, '');
  return code.split(/^(?=curl )/m).filter((text) => text.startsWith('curl '));
}

function command(index: number): string {
  const text = COMMANDS[index];
  if (text === undefined) throw new Error(`The guide's fixture has no command ${index}`);
  return text.trim();
}

/** The same text for the ports of a pair under test; nothing else is changed. */
function onPortsOf({ gateway, engine }: Pair, text: string): string {
  return text
    .replaceAll('http://localhost:8001', gateway.url)
    .replaceAll('http://localhost:8002', engine.url);
}

/** Runs one of the guide's commands in bash and reads what it prints. */
export async function runCurl<Body>(
  pair: Pair,
  text: string,
  placeholders: Record<string, string> = {},
): Promise<Body> {
  const filled = Object.entries(placeholders).reduce(
    (rest, [name, id]) => rest.replaceAll(`{${name}}`, id),
    text,
  );
  const { stdout } = await run('bash', ['-c', onPortsOf(pair, filled)], { timeout: 30_000 });
  return JSON.parse(stdout) as Body;
}

/** Runs a Python program that may import what {@link providePythonPackage} put into `packages`. */
export async function runPython(pair: Pair, packages: string, program: string): Promise<string> {
  const env = { ...process.env, PYTHONPATH: packages };
  const { stdout } = await run('python3', ['-c', onPortsOf(pair, program)], { timeout: 60_000, env });
  return stdout;
}

/** Folder with a package of PyPI, fetched once into the user's cache; undefined without Python, pip or PyPI. */
export function providePythonPackage(name: string): string | undefined {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'aiwf', 'test-tools', name);
  if (existsSync(join(folder, name))) return folder;
  mkdirSync(folder, { recursive: true });
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder, name];
  return spawnSync('python3', args, { timeout: 60_000 }).status === 0 ? folder : undefined;
}
