/**
 * Stores the event log in a file. Saves are atomic and safe with several processes at once. The file system calls are
 * synchronous: nothing else runs during a save, and awaiting each call would trigger a garbage collection of a long log.
 */

import { randomUUID } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../lib/app-error.ts';
import { removeLeftovers } from '../lib/files/leftovers.ts';
import { type ChunkedText, encodeText, isTextEqual } from './chunked-text.ts';
import { catchErrorCode, createStoreError, type StoreErrorCode } from './failures.ts';
import { acquireFileLock, type FileLock, type LockTiming } from './file-lock.ts';
import type { Store } from './store.ts';

/** Four times the size of a log with 500,000 events. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** How often to retry if a program that ignores the lock changes the file. */
const MAX_TRIES = 5;

/** Minimum age of a change so that a later one has another timestamp: FAT has a resolution of 2 s. */
const SETTLED_MS = 2_000;

interface FileSnapshot {
  text: string | null;
  /** The state just before reading; null if there is no file, or if it is too new to detect a change by its timestamps. */
  stats: BigIntStats | null;
}

interface FileStore extends Store {
  /** A file has no history, and so no message. */
  save(update: (current: string | null) => ChunkedText): Promise<'saved' | 'unchanged'>;
}

/** The file and its directory need not exist. If the path is a symbolic link, the file that it points to is replaced. */
export function createFileStore(path: string, timing?: LockTiming, settledMs = SETTLED_MS): FileStore {
  let loaded: FileSnapshot | null = null;
  const read: ReadSnapshot = (target, known) => readSnapshot(target, path, known, settledMs);
  return {
    description: path,
    load: () =>
      withErrorCode('event-log-unreadable', path, async () => {
        loaded = read(followLinks(path), null);
        return loaded.text;
      }),
    save: (update) => withErrorCode('event-log-unwritable', path, () => saveFile(path, update, read, loaded, timing)),
  };
}

/** Returns `known` if the file has not changed since, without reading it again. */
type ReadSnapshot = (target: string, known: FileSnapshot | null) => FileSnapshot;

/** Converts file system errors to an AppError with that code. */
async function withErrorCode<Result>(code: StoreErrorCode, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toAppError(code, path, error);
  }
}

function toAppError(code: StoreErrorCode, path: string, error: unknown): AppError {
  return error instanceof AppError ? error : createStoreError(code, path, error);
}

async function saveFile(
  path: string,
  update: (current: string | null) => ChunkedText,
  read: ReadSnapshot,
  loaded: FileSnapshot | null,
  timing?: LockTiming,
) {
  const target = followLinks(path);
  createDirectory(dirname(target));
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    // Acquired again for each attempt, because the lock may have been lost.
    const lock = await acquireLock(target, path, timing);
    try {
      if (tries === 0) removeLeftovers(target, Date.now());
      const current = read(target, loaded);
      const next = update(current.text);
      if (isTextEqual(next, current.text)) return 'unchanged';
      const isUnchanged = () => lock.isHeld() && read(target, current).text === current.text;
      if (replace(target, next, isUnchanged)) return 'saved';
    } finally {
      lock.release();
    }
  }
  throw createStoreError('event-log-locked', path, 'another program keeps changing it');
}

async function acquireLock(target: string, path: string, timing?: LockTiming): Promise<FileLock> {
  const lockFile = `${target}.lock`;
  const lock = await acquireFileLock(lockFile, timing);
  if (lock !== null) return lock;
  const hint = `Wait until it has finished and scan again. If no other scan is running, delete ${lockFile}.`;
  throw createStoreError('event-log-locked', path, 'timed out waiting for its lock', hint);
}

/**
 * Writes a temporary file and renames it, so that a reader sees either the old text or the new one. Returns false if the
 * file or the lock has changed since the text was computed.
 */
function replace(target: string, text: ChunkedText, isUnchanged: () => boolean): boolean {
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    writeSynced(temporary, text, getMode(target));
    if (!isUnchanged()) return false;
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncDirectory(dirname(target));
  return true;
}

function writeSynced(file: string, text: ChunkedText, mode: number | null): void {
  const descriptor = openSync(file, 'wx');
  try {
    if (mode !== null) fchmodSync(descriptor, mode);
    for (const part of encodeText(text)) writeAll(descriptor, part);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The system may write less than requested. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
}

/** Makes the rename survive a power failure, on systems that can sync a directory. */
function syncDirectory(directory: string): void {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(directory, 'r');
    fsyncSync(descriptor);
  } catch {
    // Not supported on every system.
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function readSnapshot(target: string, path: string, known: FileSnapshot | null, settledMs: number): FileSnapshot {
  try {
    return readOpenFile(target, path, known, settledMs);
  } catch (error) {
    throw toAppError('event-log-unreadable', path, error);
  }
}

function readOpenFile(target: string, path: string, known: FileSnapshot | null, settledMs: number): FileSnapshot {
  const found = nullIfMissing(() => statSync(target));
  if (found === null) return { text: null, stats: null };
  // Reading a pipe or a device could block forever.
  if (!found.isFile() && !found.isDirectory())
    throw createStoreError('event-log-unreadable', path, 'it is not a regular file');
  if (found.size > MAX_LOG_BYTES)
    throw createStoreError('event-log-unreadable', path, 'it is larger than 256 MiB, so it is not an event log');
  const descriptor = nullIfMissing(() => openSync(target, 'r'));
  if (descriptor === null) return { text: null, stats: null };
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

/** Node's `recursive` option never returns if a parent is a broken link. */
function createDirectory(directory: string): void {
  const found = nullIfMissing(() => statSync(directory));
  if (found !== null) return;
  createDirectory(dirname(directory));
  // If something exists there that is not a directory, opening a file in it fails later.
  catchErrorCode('EEXIST', () => mkdirSync(directory));
}

function getMode(target: string): number | null {
  const found = nullIfMissing(() => statSync(target));
  return found === null ? null : found.mode & 0o7777;
}

/** The target of a path after all symbolic links. It need not exist. */
function followLinks(path: string): string {
  const real = nullIfMissing(() => realpathSync.native(path));
  if (real !== null) return real;
  const link = nullIfMissing(() => lstatSync(path));
  return link?.isSymbolicLink() ? followLinks(resolve(dirname(path), readlinkSync(path))) : path;
}

function nullIfMissing<Result>(read: () => Result): Result | null {
  return catchErrorCode('ENOENT', read);
}
