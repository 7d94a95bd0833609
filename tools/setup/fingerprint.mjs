/**
 * One hash over many files: the answer to "has anything changed since?".
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A hash over the names and contents of all files at and under the given paths; absent paths count as empty.
 *
 * @param accepts leaves out the files it answers `false` for; asked with the path relative to `root`
 */
export function fingerprint(root, paths, accepts = () => true) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((start) => filesUnder(root, start)).sort()) {
    if (accepts(path))
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0');
  }
  return hash.digest('hex');
}

/** All files at or under a path, relative to `root`. */
export function filesUnder(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) =>
    name === 'node_modules' ? [] : filesUnder(root, join(path, name)),
  );
}
