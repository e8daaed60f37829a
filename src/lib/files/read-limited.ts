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

/** Opens a file for reading. Opening a pipe does not wait for its writer. */
export const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const NOT_REGULAR = 'it is not a regular file';

/** Reads a regular file of at most `maxBytes`. */
export async function readLimited(absolute: string, maxBytes: number): Promise<ReadResult> {
  let file: FileHandle | undefined;
  try {
    file = await open(absolute, READ_ONLY);
    if (isSpecial(await file.stat())) return { failure: 'unreadable', why: NOT_REGULAR };
    const collect = createCollector(maxBytes);
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, null);
      const result = collect(chunk.subarray(0, bytesRead));
      if (result !== null) return result;
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
    file = openSync(absolute, READ_ONLY);
    if (isSpecial(fstatSync(file))) return { failure: 'unreadable', why: NOT_REGULAR };
    const collect = createCollector(maxBytes);
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const result = collect(chunk.subarray(0, readSync(file, chunk)));
      if (result !== null) return result;
    }
  } catch (error) {
    return createFailure(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Collects chunks up to a size. Returns the result at the end of the file, which is an empty chunk, or above the size; before, null. */
function createCollector(maxBytes: number): (chunk: Buffer) => ReadResult | null {
  const chunks: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    if (chunk.length === 0) return { bytes: Buffer.concat(chunks) };
    chunks.push(chunk);
    length += chunk.length;
    return length > maxBytes ? { failure: 'too-large' } : null;
  };
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
