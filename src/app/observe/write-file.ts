/** Writes the file of a probe line by line, with a trailer that authenticates it. */

import { createHash, createHmac, randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { ObservationHeader, ObservationTrailer } from '../../generated/observations.ts';
import { AppError } from '../../lib/app-error.ts';
import { toRealPath } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { printPieces } from '../../lib/print-pieces.ts';
import {
  isValidLine,
  MAX_FILE_BYTES,
  MAX_HEADER_BYTES,
  MAX_LINES,
  type ObservationLine,
} from '../observations/format.ts';

export interface WriteRequest {
  header: ObservationHeader;
  lines: Iterable<ObservationLine>;
  /** null: the file is not signed. */
  secret: string | null;
}

/** Lines are written together up to this size. */
const CHUNK_LENGTH = 256 * 1024;

/** Prints the file, no faster than it is read. Returns the number of bytes. Throws AppError `observations-too-large`. */
export async function printObservations(request: WriteRequest, io: Io): Promise<number> {
  let bytes = 0;
  function* count() {
    bytes = yield* renderLines(request);
  }
  await printPieces(count(), io);
  return bytes;
}

/** Returns the number of bytes. Missing directories are created. `file` is absolute. Throws AppError if it cannot be written. */
export function writeObservations(request: WriteRequest, file: string): number {
  const target = toRealPath(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    const handle = openSync(temporary, 'wx');
    try {
      const chunks = renderLines(request);
      let next = chunks.next();
      for (; !next.done; next = chunks.next()) writeAll(handle, next.value);
      renameSync(temporary, target);
      return next.value;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw createWriteError(file, error);
  } finally {
    rmSync(temporary, { force: true });
  }
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
  if (!isValidLine(header) || JSON.stringify(header).length > MAX_HEADER_BYTES / 2) throw createSizeError();
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

function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
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

function createWriteError(file: string, cause: unknown): AppError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown system error';
  return new AppError('observations-unwritable', `${file} could not be written: ${reason}`, {
    hint: 'Use --output with a file in a writable directory.',
    exitCode: 3,
    cause,
  });
}
