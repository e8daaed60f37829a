/** Writes to a named pipe without waiting for ever: for a reader that does not come, or that does not read. */

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** The time in milliseconds that the reader may take for the next bytes. */
const MAX_WAIT_MS = 10_000;
/** The time in milliseconds between two attempts to write to a full pipe. */
const PAUSE_MS = 20;

/**
 * Writes a text, or its pieces one after the other. Throws the system error ENXIO for a pipe without a reader, and ETIMEDOUT if the reader
 * reads nothing for `max_wait_ms`. A blocking write could not be given up: it would also keep the process alive.
 */
export async function writeToPipe(
  pipe: string,
  text: string | Iterable<string>,
  max_wait_ms = MAX_WAIT_MS,
): Promise<void> {
  const handle = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    for (const piece of typeof text === 'string' ? [text] : text)
      await writePiece(handle, Buffer.from(piece), max_wait_ms);
  } finally {
    await handle.close();
  }
}

async function writePiece(handle: FileHandle, bytes: Buffer, max_wait_ms: number): Promise<void> {
  let ends = performance.now() + max_wait_ms;
  for (let at = 0; at < bytes.length; ) {
    const written = await tryWrite(handle, bytes.subarray(at));
    at += written;
    if (written > 0) ends = performance.now() + max_wait_ms;
    else if (performance.now() > ends)
      throw Object.assign(new Error('the reader of the pipe does not read'), { code: 'ETIMEDOUT' });
    else await delay(PAUSE_MS);
  }
}

/** Returns the number of bytes that the pipe took: 0 if it is full. */
async function tryWrite(handle: FileHandle, bytes: Buffer): Promise<number> {
  try {
    return (await handle.write(bytes)).bytesWritten;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}
