/** Stores large responses in unnamed temporary files, which the system removes when the process exits. */

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Spool {
  /** Returns a function that reads the bytes again. They stay in memory if they cannot be written. */
  put: (bytes: Buffer) => Promise<() => Promise<Buffer>>;
  close: () => Promise<void>;
}

/** Opens a spool, which does not write before the first `put`. `directory` is the location of its files. */
export function openSpool(directory = tmpdir()): Spool {
  const handles: Promise<FileHandle>[] = [];
  return {
    put: async (bytes) => {
      try {
        const opened = openUnnamed(directory);
        handles.push(opened);
        const handle = await opened;
        await handle.writeFile(bytes);
        return createFileReader(handle, bytes.length);
      } catch {
        // The disk is full, or there is no such directory.
        return createMemoryReader(bytes);
      }
    },
    close: async () => {
      for (const handle of handles) await handle.then((one) => one.close()).catch(() => undefined);
    },
  };
}

/** Creates a reader. It is a top-level function, because closures in one scope share and so retain all captured variables. */
function createFileReader(handle: FileHandle, length: number): () => Promise<Buffer> {
  return async () => {
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let read = 0; read < length; ) {
      const { bytesRead } = await handle.read(bytes, read, length - read, read);
      if (bytesRead === 0) throw new Error('a temporary file was truncated');
      read += bytesRead;
    }
    return bytes;
  };
}

function createMemoryReader(bytes: Buffer): () => Promise<Buffer> {
  return async () => bytes;
}

async function openUnnamed(directory: string): Promise<FileHandle> {
  const file = path.join(directory, `certvigil-${randomUUID()}`);
  const handle = await open(file, 'wx+', 0o600);
  await unlink(file);
  return handle;
}
