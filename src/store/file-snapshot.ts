/** Reads files of the event log, and notices if they have not changed since. */

import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { AppError } from '../lib/app-error.ts';
import { catchErrorCode, createStoreError, type StoreErrorCode } from './failures.ts';

/** Four times the size of a log with 500,000 events. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

export interface FileSnapshot {
  text: string | null;
  /** The state just before reading; null if there is no file, or if it is too new to detect a change by its timestamps. */
  stats: BigIntStats | null;
}

const NO_FILE: FileSnapshot = { text: null, stats: null };

/** Returns `known` if the file has not changed since, without reading it again. */
export type ReadSnapshot = (target: string, known: FileSnapshot | null) => FileSnapshot;

/** `path`: the name in messages. Throws AppError. */
export function readSnapshot(
  target: string,
  path: string,
  known: FileSnapshot | null,
  settledMs: number,
): FileSnapshot {
  try {
    return readOpenFile(target, path, known, settledMs);
  } catch (error) {
    throw toAppError('event-log-unreadable', path, error);
  }
}

function readOpenFile(target: string, path: string, known: FileSnapshot | null, settledMs: number): FileSnapshot {
  const found = nullIfMissing(() => statSync(target));
  if (found === null) return NO_FILE;
  // Reading a pipe or a device could block forever.
  if (!found.isFile() && !found.isDirectory())
    throw createStoreError('event-log-unreadable', path, 'it is not a regular file');
  if (found.size > MAX_LOG_BYTES)
    throw createStoreError('event-log-unreadable', path, 'it is larger than 256 MiB, so it is not an event log');
  const descriptor = nullIfMissing(() => openSync(target, 'r'));
  if (descriptor === null) return NO_FILE;
  try {
    // For the open file, because a network file system may have outdated data for a path.
    const now = Date.now();
    const stats = fstatSync(descriptor, { bigint: true });
    if (known !== null && isSameFile(known.stats, stats)) return known;
    const text = toText(readFileSync(descriptor), path);
    return { text, stats: isOlder(stats, now - settledMs) ? stats : null };
  } finally {
    closeSync(descriptor);
  }
}

/** Timestamps are in nanoseconds. `ctime` also changes if a program resets the others, and cannot be set itself. */
function isSameFile(a: BigIntStats | null, b: BigIntStats): boolean {
  return a !== null && IDENTITY.every((field) => a[field] === b[field]);
}

const IDENTITY = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const;

function isOlder({ mtimeMs, ctimeMs }: BigIntStats, before: number): boolean {
  return mtimeMs < before && ctimeMs < before;
}

function toText(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw createStoreError('event-log-unreadable', path, 'it is not UTF-8 text');
  }
}

export function toAppError(code: StoreErrorCode, path: string, error: unknown): AppError {
  return error instanceof AppError ? error : createStoreError(code, path, error);
}

export function nullIfMissing<Result>(read: () => Result): Result | null {
  return catchErrorCode('ENOENT', read);
}
