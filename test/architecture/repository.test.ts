/** Reads the repository's files as they stand. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './planted-tree';

const MAX_LINES = 350;

interface LockedPackage {
  resolved?: string;
  integrity?: string;
  link?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

/** Whether npm would install it on the systems that the images and most servers have. */
function isForLinuxServers({ os, cpu, libc }: LockedPackage): boolean {
  const takes = (list: string[] | undefined, ...names: string[]) =>
    list === undefined || names.some((name) => list.includes(name));
  return takes(os, 'linux') && takes(cpu, 'x64', 'arm64') && takes(libc, 'glibc');
}

const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');

describe('the lockfile', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    lockfileVersion: number;
    packages: Record<string, LockedPackage>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

  it('names no download host, so that it installs from whichever registry is configured', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(read('.npmrc')).not.toMatch(/registry\s*=/);
  });

  it('carries a checksum of every package but optional builds for other systems than Linux servers', () => {
    const unchecked = packages.filter(([, entry]) => entry.integrity === undefined);
    expect(unchecked.filter(([, entry]) => !entry.optional || isForLinuxServers(entry))).toEqual([]);
  });

  it('gives the Temporal packages one protobufjs, without which recorded histories do not replay', () => {
    const paths = packages.map(([path]) => path);
    expect(paths).toContain('node_modules/protobufjs');
    expect(paths.filter((path) => /@temporalio\/.*node_modules\/protobufjs$/.test(path))).toEqual([]);
  });

  it('holds the Temporal packages on one version', () => {
    const versions = Object.entries(lock.packages as Record<string, { version?: string }>)
      .filter(([path]) => /node_modules\/@temporalio\/[^/]+$/.test(path))
      .map(([, { version }]) => version);
    expect(new Set(versions).size).toBe(1);
  });
});

it('keeps every source at a length that can be read', () => {
  const sources = globSync(['{apps,libs,test,tools}/**/*.{ts,mjs}'], { cwd: REPOSITORY });
  const long = sources.filter((path) => read(path).split('\n').length > MAX_LINES);
  expect(long).toEqual([]);
});

it('has no room called common, utils or shared', () => {
  const sources = globSync(['{apps,libs,tools}/**/*.{ts,mjs}'], { cwd: REPOSITORY });
  expect(sources.filter((path) => /(^|[\\/])(common|utils|shared)[\\/]/.test(path))).toEqual([]);
});
