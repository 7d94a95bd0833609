import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHECKER = 'kubernetes-validate==1.37.0';
const KUBERNETES = '1.37';

/** Prints every YAML document of the files, with what the Kubernetes schemas say against it. */
const PROGRAM = `
import json, sys, yaml, kubernetes_validate

def problem(document):
    if not str(document.get('apiVersion', '')).split('/')[0] in ('v1', 'apps'):
        return None
    try:
        kubernetes_validate.validate(document, '${KUBERNETES}', strict=True)
    except Exception as error:
        return str(error)

print(json.dumps({path: [{'document': d, 'problem': problem(d)} for d in yaml.safe_load_all(open(path))] for path in sys.argv[1:]}))
`;

/** A YAML document, and why it is no valid Kubernetes object: null when it is one, or doesn't claim to be. */
export interface CheckedDocument {
  document: Record<string, unknown>;
  problem: string | null;
}

/** Whether Python and its package installer are there, which the checker needs. */
export function pipIsPresent(): boolean {
  return spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
}

/** The Kubernetes schema checker from PyPI, installed into a temporary folder. */
export class ManifestChecker {
  private readonly packages = mkdtempSync(join(tmpdir(), 'manifest-checker-'));

  constructor() {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
    execFileSync('python3', ['-m', 'pip', 'install', ...quiet, '--target', this.packages, CHECKER], {
      stdio: 'pipe',
    });
  }

  check(paths: string[]): Record<string, CheckedDocument[]> {
    const env = { PATH: process.env['PATH'], PYTHONPATH: this.packages };
    return JSON.parse(
      execFileSync('python3', ['-c', PROGRAM, ...paths], { env, encoding: 'utf8' }),
    ) as Record<string, CheckedDocument[]>;
  }

  remove(): void {
    rmSync(this.packages, { recursive: true, force: true });
  }
}
