import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The root of the repository. */
export const REPOSITORY = resolve(__dirname, '../..');

/** What a finished tool printed. */
export interface ToolRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/**
 * A tree outside the repository with the repository's layout, settings and packages, in which rules can be broken:
 * whatever happens to the test, the repository stays as it was.
 */
export class PlantedTree {
  readonly root = mkdtempSync(join(tmpdir(), 'planted-tree-'));

  constructor(files: Record<string, string>) {
    for (const settings of [
      'package.json',
      'tsconfig.json',
      '.dependency-cruiser.cjs',
      '.oxlintrc.json',
      'knip.jsonc',
    ]) {
      cpSync(join(REPOSITORY, settings), join(this.root, settings));
    }
    symlinkSync(join(REPOSITORY, 'node_modules'), join(this.root, 'node_modules'), 'junction');
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content);
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Runs the program of an installed package in a folder. */
export async function runTool(folder: string, program: string, args: string[]): Promise<ToolRun> {
  const child = spawn(process.execPath, [join(REPOSITORY, 'node_modules', program), ...args], {
    cwd: folder,
  });
  const closed = new Promise<number | null>((done, fail) => child.once('close', done).once('error', fail));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { exitCode, stdout, stderr };
}
