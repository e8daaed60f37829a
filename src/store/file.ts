/**
 * The event log in a file: replaced as a whole or not at all, and safe with several processes at once. But for waiting for a
 * lock, its calls are synchronous: nothing is left to do beside a save, and each turn of the event loop between two of them
 * would first go to the garbage of a long log.
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
import { type ChunkedText, encodeText, isTextEqual } from './chunked-text.ts';
import { catchErrorCode, createStoreError, type StoreErrorCode } from './failures.ts';
import { acquireFileLock, type LockTiming } from './file-lock.ts';
import type { Store } from './store.ts';

/** A log of 500,000 events takes a quarter of this; what is larger is not an event log. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** How often a file may change under our lock, by a program that takes none, before we give up. */
const MAX_TRIES = 5;

/** How old a change must be before the times of a file can tell it from the next: FAT keeps them in steps of 2 s. */
const SETTLED_MS = 2_000;

/** What a file held when it was looked at. */
interface FileSnapshot {
  text: string | null;
  /** As it was just before it was read; null where there is no file, or where its times cannot tell a change yet. */
  stats: BigIntStats | null;
}

interface FileStore extends Store {
  /** A file has no history to keep a message in. */
  save(update: (current: string | null) => ChunkedText): Promise<'saved' | 'unchanged'>;
}

/** The file need not exist, nor its folder; a symbolic link stays one, and the file that it points to is replaced. */
export function createFileStore(path: string, timing?: LockTiming, settledMs = SETTLED_MS): FileStore {
  let loaded: FileSnapshot | null = null;
  const look: Looker = (target, known) => lookAt(target, path, known, settledMs);
  return {
    describe: path,
    load: () =>
      naming('event-log-unreadable', path, async () => {
        loaded = look(followLinks(path), null);
        return loaded.text;
      }),
    save: (update) => naming('event-log-unwritable', path, () => saveFile(path, update, look, loaded, timing)),
  };
}

/** `known` is given back where the file is still what it was then: it need not be read again. */
type Looker = (target: string, known: FileSnapshot | null) => FileSnapshot;

/** Puts errors of the file system into words; an AppError and a bug pass as they are. */
async function naming<Result>(code: StoreErrorCode, path: string, work: () => Promise<Result>): Promise<Result> {
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
  look: Looker,
  loaded: FileSnapshot | null,
  timing?: LockTiming,
) {
  const target = followLinks(path);
  makeFolder(dirname(target));
  const lockFile = `${target}.lock`;
  const lock = await acquireFileLock(lockFile, timing);
  if (lock === null) {
    const hint = `Wait until it is done and scan again. Where no other scan runs, delete ${lockFile}.`;
    throw createStoreError('event-log-locked', path, 'its lock was not let go of', hint);
  }
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const current = look(target, loaded);
      const next = update(current.text);
      if (isTextEqual(next, current.text)) return 'unchanged';
      const isStill = () => lock.isHeld() && look(target, current).text === current.text;
      if (replace(target, next, isStill)) return 'saved';
    }
    throw createStoreError('event-log-locked', path, 'it changed under our hands again and again');
  } finally {
    lock.release();
  }
}

/**
 * Writes beside the file, then renames: a reader sees the old text or the new one, never a part. False where the file
 * or the lock is not what it was when the text was made.
 */
function replace(target: string, text: ChunkedText, isStill: () => boolean): boolean {
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    writeSynced(temporary, text, modeOf(target));
    if (!isStill()) return false;
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(dirname(target));
  return true;
}

function writeSynced(file: string, text: ChunkedText, mode: number | null): void {
  const descriptor = openSync(file, 'wx');
  try {
    if (mode !== null) fchmodSync(descriptor, mode);
    for (const part of encodeText(text)) writeWhole(descriptor, part);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A system may write less than it was given. */
function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
}

/** Makes the rename last through a power cut, where the system can do that for a folder. */
function syncFolder(folder: string): void {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
  } catch {
    // Not every system can.
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function lookAt(target: string, path: string, known: FileSnapshot | null, settledMs: number): FileSnapshot {
  try {
    return lookAtFile(target, path, known, settledMs);
  } catch (error) {
    throw toAppError('event-log-unreadable', path, error);
  }
}

function lookAtFile(target: string, path: string, known: FileSnapshot | null, settledMs: number): FileSnapshot {
  const found = orMissing(() => statSync(target));
  if (found === null) return { text: null, stats: null };
  // A pipe or a device would be waited for without end.
  if (!found.isFile() && !found.isDirectory())
    throw createStoreError('event-log-unreadable', path, 'it is not a regular file');
  if (found.size > MAX_LOG_BYTES)
    throw createStoreError('event-log-unreadable', path, 'it is over 256 MiB, which no event log is');
  const descriptor = orMissing(() => openSync(target, 'r'));
  if (descriptor === null) return { text: null, stats: null };
  try {
    // Asked of the open file: a network's file system may answer for a path from what it remembers.
    const now = Date.now();
    const stats = fstatSync(descriptor, { bigint: true });
    if (known !== null && isSameFile(known.stats, stats)) return known;
    const text = toText(readFileSync(descriptor), path);
    return { text, stats: isSettled(stats, now - settledMs) ? stats : null };
  } finally {
    closeSync(descriptor);
  }
}

/** The times are to the nanosecond, and `ctime` cannot be set: a program that puts the others back changes it. */
function isSameFile(a: BigIntStats | null, b: BigIntStats): boolean {
  return a !== null && IDENTITY.every((field) => a[field] === b[field]);
}

const IDENTITY = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const;

function isSettled({ mtimeMs, ctimeMs }: BigIntStats, before: number): boolean {
  return mtimeMs < before && ctimeMs < before;
}

function toText(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw createStoreError('event-log-unreadable', path, 'it is not UTF-8 text');
  }
}

/** Node's own `recursive` never returns below a link that leads nowhere: here each folder is tried once more and no oftener. */
function makeFolder(folder: string): void {
  const found = orMissing(() => statSync(folder));
  if (found !== null) return;
  makeFolder(dirname(folder));
  // Where another process was faster, what is there may still not be a folder: then opening a file in it says so.
  catchErrorCode('EEXIST', () => mkdirSync(folder));
}

function modeOf(target: string): number | null {
  const found = orMissing(() => statSync(target));
  return found === null ? null : found.mode & 0o7777;
}

/** The file that a path leads to in the end, also where that does not exist yet. */
function followLinks(path: string): string {
  const real = orMissing(() => realpathSync.native(path));
  if (real !== null) return real;
  const link = orMissing(() => lstatSync(path));
  return link?.isSymbolicLink() ? followLinks(resolve(dirname(path), readlinkSync(path))) : path;
}

function orMissing<Result>(look: () => Result): Result | null {
  return catchErrorCode('ENOENT', look);
}
