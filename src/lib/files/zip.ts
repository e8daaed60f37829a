/** Reads a ZIP archive with one file, such as an artifact of a workflow run (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */

import { crc32, inflateRawSync } from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
/** The end of the archive is followed by a comment of at most this length. */
const MAX_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads the content of the only file, or returns the reason why it cannot be read: `invalid`, or `too-large` for more than `maxBytes`. The
 * sizes in the archive are not trusted.
 */
export function readSingleFileZip(archive: Buffer, maxBytes: number): Buffer | 'invalid' | 'too-large' {
  const end = findEnd(archive);
  if (end === null || archive.readUInt16LE(end + 10) !== 1) return 'invalid';
  const entry = archive.readUInt32LE(end + 16);
  if (entry + ENTRY_SIZE > end || archive.readUInt32LE(entry) !== ENTRY_SIGNATURE) return 'invalid';
  const method = archive.readUInt16LE(entry + 10);
  const size = archive.readUInt32LE(entry + 20);
  const local = archive.readUInt32LE(entry + 42);
  if (local + LOCAL_SIZE > entry || archive.readUInt32LE(local) !== LOCAL_SIGNATURE) return 'invalid';
  const start = local + LOCAL_SIZE + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (start + size > entry) return 'invalid';
  const stored = archive.subarray(start, start + size);
  const content = decompress(stored, method, maxBytes);
  return typeof content === 'string' || crc32(content) === archive.readUInt32LE(entry + 16) ? content : 'invalid';
}

function findEnd(archive: Buffer): number | null {
  const first = Math.max(0, archive.length - END_SIZE - MAX_COMMENT);
  for (let at = archive.length - END_SIZE; at >= first; at -= 1)
    if (archive.readUInt32LE(at) === END_SIGNATURE) return at;
  return null;
}

function decompress(stored: Buffer, method: number, maxBytes: number): Buffer | 'invalid' | 'too-large' {
  if (method === STORED) return stored.length > maxBytes ? 'too-large' : stored;
  return method === DEFLATED ? inflate(stored, maxBytes) : 'invalid';
}

function inflate(content: Buffer, maxOutputLength: number): Buffer | 'invalid' | 'too-large' {
  try {
    return inflateRawSync(content, { maxOutputLength });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'invalid';
  }
}
