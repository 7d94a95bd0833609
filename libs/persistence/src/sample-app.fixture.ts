import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DatabaseOptions } from './database';

/** An app's database in a folder of its own, with one migration that makes `gateway.notes (body text)`. */
export interface SampleApp {
  options: DatabaseOptions;
  /** Opens the database in another process, runs the statement there, and resolves with what it printed. */
  openElsewhere(statement?: string): Promise<{ line: string; process: ChildProcess }>;
  remove(): void;
}

export function sampleApp(url?: string): SampleApp {
  const root = mkdtempSync(join(tmpdir(), 'persistence-'));
  const migrations = join(root, 'migrations');
  mkdirSync(join(migrations, 'meta'), { recursive: true });
  const journal = {
    version: '7',
    dialect: 'postgresql',
    entries: [{ idx: 0, version: '7', when: 1, tag: '0000_notes', breakpoints: true }],
  };
  writeFileSync(join(migrations, 'meta', '_journal.json'), JSON.stringify(journal));
  writeFileSync(
    join(migrations, '0000_notes.sql'),
    'CREATE SCHEMA "gateway";--> statement-breakpoint\nCREATE TABLE "gateway"."notes" ("body" text NOT NULL);',
  );
  const options: DatabaseOptions = { url, dataDir: join(root, 'data'), name: 'gateway', migrations };
  return {
    options,
    openElsewhere: (statement) => openElsewhere(options, statement ?? 'select 1'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

const CHILD = `
const swc = require('@swc/core');
require.extensions['.ts'] = (module, file) => module._compile(swc.transformFileSync(file, {
  module: { type: 'commonjs', ignoreDynamic: true },
  jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true } },
}).code, file);
const { openDatabase } = require(${JSON.stringify(join(__dirname, 'open-database.ts'))});
const { options, statement } = JSON.parse(process.argv[1]);
openDatabase(options)
  .then((database) => database.orm.execute(statement))
  .then(() => console.log('open'), (error) => console.log(error.message));
setInterval(() => {}, 60_000);
`;

async function openElsewhere(options: DatabaseOptions, statement: string) {
  const child = spawn(process.execPath, ['-e', CHILD, JSON.stringify({ options, statement })], {
    cwd: __dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { line, process: child };
}
