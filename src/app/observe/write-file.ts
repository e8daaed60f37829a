/** Writes the file of a probe line by line, with a trailer that authenticates it. */

import { createHash, createHmac } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ObservationHeader, ObservationTrailer } from '../../generated/observations.ts';
import { AppError } from '../../lib/app-error.ts';
import { writeAtomically } from '../../lib/files/write-atomically.ts';
import type { Io } from '../../lib/io.ts';
import { printPieces } from '../../lib/print-pieces.ts';
import { describeSystemError } from '../../store/failures.ts';
import {
  FILE_START,
  isValidLine,
  MAX_FILE_BYTES,
  MAX_HEADER_BYTES,
  MAX_LINES,
  type ObservationLine,
} from '../observations/format.ts';

export interface WriteRequest {
  header: ObservationHeader;
  lines: Iterable<ObservationLine>;
  /** The secret; null: the file is not signed. */
  secret: string | null;
}

/** The size up to which lines are written together. */
const CHUNK_LENGTH = 256 * 1024;

/** Prints the file, no faster than it is read. Returns the number of bytes. Throws AppError `observations-too-large`. */
export async function printObservations(request: WriteRequest, io: Io): Promise<number> {
  const { chunks, getBytes } = countBytes(request);
  await printPieces(chunks, io);
  return getBytes();
}

/**
 * Writes the file (absolute path) and missing directories, and returns the number of bytes. Throws AppError if it cannot be written: the
 * old file is then unchanged.
 */
export async function writeObservations(request: WriteRequest, file: string): Promise<number> {
  const { chunks, getBytes } = countBytes(request);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    await writeAtomically(file, chunks);
    return getBytes();
  } catch (error) {
    const reason = describeSystemError(error);
    throw reason === null ? error : createWriteError(file, reason, error);
  }
}

function countBytes(request: WriteRequest): { chunks: Iterable<string>; getBytes: () => number } {
  let bytes = 0;
  function* count() {
    bytes = yield* renderLines(request);
  }
  return { chunks: count(), getBytes: () => bytes };
}

/** Checks the target. Throws AppError `observations-unwritable` if a file exists that no probe wrote, such as the manifest. */
export function checkTarget(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size === 0) return;
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(FILE_START.length);
    const length = readSync(handle, start, 0, start.length, 0);
    if (!FILE_START.startsWith(start.toString('latin1', 0, length)))
      throw createWriteError(file, 'it exists, and certvigil observe did not write it');
  } finally {
    closeSync(handle);
  }
}

/** Checks the size. Throws AppError `observations-too-large` if a scan would not accept the header, because it lists too many entries. */
export function checkHeaderSize(header: ObservationHeader): void {
  if (!isValidLine(header) || Buffer.byteLength(JSON.stringify(header)) >= MAX_HEADER_BYTES) throw createSizeError();
}

/** Yields chunks of lines, and returns the number of bytes. */
function* renderLines({ header, lines, secret }: WriteRequest): Generator<string, number> {
  const hash = createHash('sha256');
  const hmac = secret === null ? null : createHmac('sha256', secret);
  let count = 0;
  let bytes = 0;
  let chunk = '';
  const add = (line: ObservationHeader | ObservationLine | ObservationTrailer) => {
    const text = `${JSON.stringify(line)}\n`;
    bytes += Buffer.byteLength(text);
    if (bytes > MAX_FILE_BYTES || count === MAX_LINES) throw createSizeError();
    chunk += text;
    return text;
  };
  const addSigned = (line: ObservationHeader | ObservationLine) => {
    const text = add(line);
    hash.update(text);
    hmac?.update(text);
    count += 1;
  };
  checkHeaderSize(header);
  addSigned(header);
  for (const line of lines) {
    addSigned(line);
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  const signature = hmac === null ? {} : { hmac: hmac.digest('hex') };
  add({ kind: 'trailer', lines: count, sha256: hash.digest('hex'), ...signature });
  yield chunk;
  return bytes;
}

function createSizeError(): AppError {
  return new AppError(
    'observations-too-large',
    'the observations of these entries take more than 1 GiB or 500,000 lines, or the list of entries is too long',
    {
      hint: 'Split them with --shard, such as --shard 1/4.',
      exitCode: 3,
    },
  );
}

function createWriteError(file: string, reason: string, cause?: unknown): AppError {
  return new AppError('observations-unwritable', `${file} could not be written: ${reason}`, {
    hint: 'Nothing was written. Fix the cause, or use --output with another file.',
    exitCode: 3,
    cause,
  });
}
