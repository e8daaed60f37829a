/** Reads small files whose paths come from settings, such as credentials: never pipes or devices, which could block or never end. */

import { stat } from 'node:fs/promises';
import { readLimited } from './read-limited.ts';

/** The maximum size: credentials are smaller by far. */
const MAX_MEBIBYTES = 10;
const TOO_LARGE = `is larger than ${MAX_MEBIBYTES} MiB`;

/** `problem` continues a sentence that starts with the file name. `isAbsent`: there is nothing at the path, as far as is known. */
export type RegularFile = { text: string } | { problem: string; isAbsent: boolean };

/** The problem of a special file. */
export const SPECIAL_FILE = 'is a device, a pipe or a socket';

/** Whether a path leads to a device, a pipe or a socket. */
export async function isSpecialFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats !== null && !stats.isFile() && !stats.isDirectory();
}

/** Reads a file as UTF-8. Nothing is opened that is not a regular file: opening a pipe blocks until somebody writes to it. */
export async function readRegularFile(path: string): Promise<RegularFile> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return { problem: 'is a directory', isAbsent: false };
    if (!stats.isFile()) return { problem: SPECIAL_FILE, isAbsent: false };
  } catch (error) {
    return { problem: isMissing(error) ? 'does not exist' : 'cannot be read', isAbsent: true };
  }
  const read = await readLimited(path, MAX_MEBIBYTES * 1024 * 1024);
  if ('bytes' in read) return { text: read.bytes.toString('utf8') };
  if (read.failure === 'not-found') return { problem: 'does not exist', isAbsent: true };
  return { problem: read.failure === 'too-large' ? TOO_LARGE : 'cannot be read', isAbsent: false };
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
