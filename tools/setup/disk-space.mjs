/**
 * Asks for disk space before it is used, since a full disk met half-way reads as anything but that.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SetupError } from './setup-error.mjs';

const MEGABYTE = 1_000_000;

/**
 * Makes the folder if need be, and checks the space on its disk.
 *
 * @param neededMegabytes what will be written there, in millions of bytes
 * @param purpose what needs it, for the one line
 */
export async function requireDiskSpace(folder, neededMegabytes, purpose) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
  const { bavail, bsize } = await statfs(nearestExisting(folder));
  const free = Math.floor((bavail * bsize) / MEGABYTE);
  if (free < neededMegabytes) {
    throw new SetupError(
      `No space: ${purpose} needs ${neededMegabytes} MB in ${folder}, and ${free} MB are free.`,
    );
  }
}

function nearestExisting(folder) {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}
