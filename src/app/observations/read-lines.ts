/** Reads the lines of a file with bounded memory. */

import { type FileHandle, open } from 'node:fs/promises';
import { READ_ONLY } from '../../lib/files/read-limited.ts';
import { describeSystemError } from '../../store/failures.ts';
import { MAX_FILE_BYTES, MAX_HEADER_BYTES, MAX_LINE_BYTES, MAX_LINES } from './format.ts';
import { RejectedFile } from './observation-problems.ts';

/** A file: the name in messages, and the absolute path. */
export interface ObservationFile {
  name: string;
  path: string;
}

const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 10;

/**
 * Yields each line as bytes, with its line feed, which the last line may lack. Throws `RejectedFile` if the file cannot be read, is not
 * regular, or if it or a line of it is too large.
 */
export async function* readLines({ name, path }: ObservationFile): AsyncGenerator<Buffer> {
  const handle = await openRegularFile(name, path);
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    let total = 0;
    let count = 0;
    for (;;) {
      const { bytesRead } = await readChunk(handle, chunk, name);
      if (bytesRead === 0) break;
      total += bytesRead;
      if (total > MAX_FILE_BYTES) throw new RejectedFile('observations-too-large', name);
      for (let start = 0; start < bytesRead; ) {
        const found = chunk.indexOf(LINE_FEED, start);
        const end = found === -1 || found >= bytesRead ? bytesRead : found + 1;
        // The part is copied, because the chunk is used again.
        pending.push(Buffer.from(chunk.subarray(start, end)));
        pendingBytes += end - start;
        if (pendingBytes > (count === 0 ? MAX_HEADER_BYTES : MAX_LINE_BYTES))
          throw new RejectedFile('observations-invalid', name, `line ${count + 1} is too long`);
        start = end;
        if (chunk[end - 1] !== LINE_FEED) continue;
        yield pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending);
        count += 1;
        if (count > MAX_LINES) throw new RejectedFile('observations-too-large', name);
        pending = [];
        pendingBytes = 0;
      }
    }
    if (pendingBytes > 0) yield Buffer.concat(pending);
  } finally {
    await handle.close();
  }
}

async function openRegularFile(name: string, path: string): Promise<FileHandle> {
  const handle = await open(path, READ_ONLY).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new RejectedFile('observations-not-found', name);
    throw createReadError(name, error);
  });
  const stats = await handle.stat();
  const reject = async (error: RejectedFile) => {
    await handle.close();
    throw error;
  };
  if (!stats.isFile()) await reject(new RejectedFile('observations-unreadable', name, 'it is not a regular file'));
  if (stats.size > MAX_FILE_BYTES) await reject(new RejectedFile('observations-too-large', name));
  return handle;
}

async function readChunk(handle: FileHandle, chunk: Buffer, name: string): Promise<{ bytesRead: number }> {
  try {
    return await handle.read(chunk, 0, chunk.length, null);
  } catch (error) {
    throw createReadError(name, error);
  }
}

function createReadError(name: string, error: unknown): unknown {
  const reason = describeSystemError(error);
  return reason === null ? error : new RejectedFile('observations-unreadable', name, reason);
}
