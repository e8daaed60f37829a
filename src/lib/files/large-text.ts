/** Compares and writes large texts in chunks, so that their bytes take no memory besides the text. */

import { readSync, writeSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;

/** Whether an open file contains the UTF-8 bytes of a text, from its position on. A byte order mark counts as part of the text. */
export function hasText(descriptor: number, text: string): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let at = 0;
  for (;;) {
    const count = readSync(descriptor, chunk);
    const read = decodeNext(decoder, chunk.subarray(0, count));
    if (read === null || !text.startsWith(read, at)) return false;
    at += read.length;
    if (count === 0) return at === text.length;
  }
}

/** Decodes the next bytes, and the end if there are none; returns null if they are not UTF-8. */
function decodeNext(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes, { stream: bytes.length > 0 });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Writes a text as UTF-8 to an open file. */
export function writeText(descriptor: number, text: string): void {
  const encoder = new TextEncoder();
  // A code unit becomes at most three bytes.
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const length = Math.floor(CHUNK_BYTES / 3);
  for (let at = 0; at < text.length; ) {
    const end = at + length < text.length && isSplitAt(text, at + length) ? at + length - 1 : at + length;
    const { written } = encoder.encodeInto(text.slice(at, end), chunk);
    for (let done = 0; done < written; ) done += writeSync(descriptor, chunk, done, written - done);
    at = end;
  }
}

/** Whether both halves of a character are on different sides of an index. */
function isSplitAt(text: string, index: number): boolean {
  const [before, after] = [text.charCodeAt(index - 1), text.charCodeAt(index)];
  return (before & 0xfc00) === 0xd800 && (after & 0xfc00) === 0xdc00;
}
