/** Puts aside what is large: in a file without a name, which the system removes with the process at the latest. */

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Spool {
  /** How to have it back. Where it cannot be put aside it is held. */
  put: (bytes: Buffer) => Promise<() => Promise<Buffer>>;
  close: () => Promise<void>;
}

export function openSpool(folder = tmpdir()): Spool {
  const handles: Promise<FileHandle>[] = [];
  return {
    put: async (bytes) => {
      try {
        const opened = openUnnamed(folder);
        handles.push(opened);
        const handle = await opened;
        await handle.writeFile(bytes);
        return createFileReader(handle, bytes.length);
      } catch {
        // No room, or no such folder.
        return createMemoryReader(bytes);
      }
    },
    close: async () => {
      for (const handle of handles) await handle.then((one) => one.close()).catch(() => undefined);
    },
  };
}

/** By itself, as a closure beside another one holds what either of them does. */
function createFileReader(handle: FileHandle, length: number): () => Promise<Buffer> {
  return async () => {
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let read = 0; read < length; ) {
      const { bytesRead } = await handle.read(bytes, read, length - read, read);
      if (bytesRead === 0) throw new Error('the file of what was put aside was cut short');
      read += bytesRead;
    }
    return bytes;
  };
}

function createMemoryReader(bytes: Buffer): () => Promise<Buffer> {
  return async () => bytes;
}

async function openUnnamed(folder: string): Promise<FileHandle> {
  const file = path.join(folder, `certvigil-${randomUUID()}`);
  const handle = await open(file, 'wx+', 0o600);
  await unlink(file);
  return handle;
}
