/**
 * Reads files whose paths come from people, settings or repositories: never a pipe or a device, which could block or never end, and never
 * more than a limit, because the size that a file system reports can be wrong, and a file can grow.
 */

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** `why` continues a sentence, such as `it is a directory`. */
export type ReadResult =
  | { bytes: Buffer }
  | { failure: 'not-found' }
  | { failure: 'too-large' }
  | { failure: 'unreadable'; why: string };

const CHUNK_BYTES = 256 * 1024;

/** Opening a pipe must not wait for a writer. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const NOT_REGULAR = 'it is not a regular file';

/** Reads a regular file of at most `maxBytes`. */
export async function readLimited(absolute: string, maxBytes: number): Promise<ReadResult> {
  let file: FileHandle | undefined;
  try {
    file = await open(absolute, FLAGS);
    if (isSpecial(await file.stat())) return { failure: 'unreadable', why: NOT_REGULAR };
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      length += bytesRead;
      if (bytesRead === 0) return { bytes: Buffer.concat(chunks) };
      if (length > maxBytes) return { failure: 'too-large' };
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    return createFailure(error);
  } finally {
    await file?.close();
  }
}

/** The same for small files, for which waiting costs more than reading. */
export function readLimitedSync(absolute: string, maxBytes: number): ReadResult {
  let file: number | undefined;
  try {
    file = openSync(absolute, FLAGS);
    if (isSpecial(fstatSync(file))) return { failure: 'unreadable', why: NOT_REGULAR };
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, maxBytes + 1));
      const bytesRead = readSync(file, buffer);
      length += bytesRead;
      if (bytesRead === 0) return { bytes: Buffer.concat(chunks) };
      if (length > maxBytes) return { failure: 'too-large' };
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    return createFailure(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Reading a directory fails, with a reason of its own. */
function isSpecial(stats: Stats): boolean {
  return !stats.isFile() && !stats.isDirectory();
}

function createFailure(error: unknown): ReadResult {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { failure: 'not-found' };
  return { failure: 'unreadable', why: describeReadError(code) };
}

/** Describes an error code of the operating system, for use within a sentence. */
export function describeReadError(code: string): string {
  return REASONS[code] ?? `system error ${code}`;
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'symlink loop',
  ENAMETOOLONG: 'its name is too long',
  // Opening a socket fails.
  ENXIO: NOT_REGULAR,
  EOPNOTSUPP: NOT_REGULAR,
};
