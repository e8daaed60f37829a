/**
 * Stores the event log in a file. Saves are atomic, survive a power failure, and are safe with several processes at once. The file
 * system calls are synchronous, because nothing else runs during a save.
 */

import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../lib/app-error.ts';
import {
  type CompleteFileSet,
  type FileSet,
  formatPartPath,
  isSameFileSet,
  listFileChanges,
  listPartsIn,
  parsePartName,
} from '../lib/files/file-set.ts';
import { hasText, writeText } from '../lib/files/large-text.ts';
import { removeLeftovers, retryWhileInUse } from '../lib/files/write-atomically.ts';
import { catchErrorCode, createStoreError, getSystemErrorCode, type StoreErrorCode } from './failures.ts';
import { acquireFileLock, type FileLock, type LockTiming } from './file-lock.ts';
import type { Store } from './store.ts';

/** Four times the size of a log with 500,000 events. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** The maximum of attempts if a program that ignores the lock changes a file. */
const MAX_TRIES = 5;

interface FileStoreOptions {
  timing?: LockTiming | undefined;
  /** Called if another process holds the lock for long. `owner` is a description for messages. */
  onWait?: (owner: string) => void;
}

/** The file and its directory need not exist. If the path is a symbolic link, the file that it points to is replaced. */
export function createFileStore(path: string, { timing, onWait }: FileStoreOptions = {}): Store {
  /** The lock while `exclusively` runs. */
  let held: FileLock | null = null;
  /** The files as they were last read. A text that is still the same is not read again: a log can have 100 MB. */
  let last: FileSet = { main: null, parts: new Map() };
  const read = (target: string) => {
    last = readFiles(target, path, last);
    return last;
  };
  const acquire = (target: string) => acquireLock(target, path, timing, onWait);
  return {
    description: path,
    hasParts: true,
    read: () => withErrorCode('event-log-unreadable', path, async () => read(followLinks(path))),
    save: (merge) =>
      withErrorCode('event-log-unwritable', path, () =>
        saveFiles(path, { merge, read }, async (target) => {
          const own = held;
          // A lock that was lost is acquired again.
          return own?.isHeld() ? { isHeld: own.isHeld, release: () => {} } : acquire(target);
        }),
      ),
    exclusively: async (work) => {
      held = await acquireIfPossible(path, () => {
        const target = followLinks(path);
        createDirectory(dirname(target));
        return acquire(target);
      });
      try {
        return await work();
      } finally {
        held?.release();
        held = null;
      }
    },
  };
}

/** `target` is the main file, after all links. Messages call it `path`. */
function readFiles(target: string, path: string, last: FileSet): FileSet {
  const { files, isDoubtful } = readOnce(target, path, last);
  if (!isDoubtful) return files;
  const again = readOnce(target, path, files).files;
  return isSameFileSet(files, again) ? files : readFiles(target, path, again);
}

/** `isDoubtful`: another process may have saved since the main file was read, so that its parts were removed or added. */
function readOnce(target: string, path: string, last: FileSet): { files: FileSet; isDoubtful: boolean } {
  const main = readText(target, path, last.main);
  const names = main === null ? [...listPartFiles(target).values()] : listPartsIn(main);
  const parts = new Map<string, string>();
  for (const name of names) {
    const text = readPart(formatPartPath(target, name), path, last.parts.get(name));
    if (text !== null) parts.set(name, text);
  }
  return { files: { main, parts }, isDoubtful: main === null ? parts.size > 0 : parts.size < names.length };
}

/** The parts beside a main file, by the names of their files. */
function listPartFiles(target: string): ReadonlyMap<string, string> {
  const names = nullIfMissing(() => readdirSync(dirname(target))) ?? [];
  return new Map(
    names.flatMap((name): [string, string][] => {
      const part = parsePartName(name, target);
      return part === null ? [] : [[name, part]];
    }),
  );
}

function readPart(file: string, path: string, known: string | undefined): string | null {
  rejectLink(file);
  return readText(file, path, known ?? null);
}

/** A symbolic link could lead out of the workspace. */
function rejectLink(file: string): void {
  const found = nullIfMissing(() => lstatSync(file));
  if (found?.isSymbolicLink()) throw createStoreError('event-log-unreadable', file, 'it is a symbolic link');
}

/** Returns null if the file does not exist, and `known` if it still has that text. Throws AppError if it cannot be read. */
function readText(file: string, path: string, known: string | null): string | null {
  const found = nullIfMissing(() => retryWhileInUse(() => statSync(file)));
  if (found === null) return null;
  // Reading a pipe or a device could block forever.
  if (!found.isFile() && !found.isDirectory()) throw createReadError(path, 'it is not a regular file');
  if (found.size > MAX_LOG_BYTES) throw createReadError(path, 'it is larger than 256 MiB, so it is not an event log');
  try {
    if (known !== null && isUnchanged(file, known)) return known;
    const bytes = nullIfMissing(() => retryWhileInUse(() => readFileSync(file)));
    return bytes === null ? null : decodeText(bytes, path);
  } catch (error) {
    throw toAppError('event-log-unreadable', path, error);
  }
}

function isUnchanged(file: string, text: string): boolean {
  const descriptor = nullIfMissing(() => retryWhileInUse(() => openSync(file, 'r')));
  if (descriptor === null) return false;
  try {
    return hasText(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

function decodeText(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw createReadError(path, 'it is not UTF-8 text');
  }
}

function createReadError(path: string, why: string): AppError {
  return createStoreError('event-log-unreadable', path, why);
}

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

function nullIfMissing<Result>(read: () => Result): Result | null {
  return catchErrorCode('ENOENT', read);
}

/** Returns null for a log that cannot be written: saving it reports the error. Throws AppError `event-log-locked`. */
async function acquireIfPossible(path: string, acquire: () => Promise<FileLock>): Promise<FileLock | null> {
  try {
    return await withErrorCode('event-log-unwritable', path, acquire);
  } catch (error) {
    if (error instanceof AppError && error.code !== 'event-log-locked') return null;
    throw error;
  }
}

async function acquireLock(
  target: string,
  path: string,
  timing?: LockTiming,
  onWait?: (owner: string) => void,
): Promise<FileLock> {
  const lockFile = `${target}.lock`;
  const lock = await acquireFileLock(lockFile, timing, onWait);
  if (lock !== null) return lock;
  const hint = `Wait until it has finished and scan again. If no other scan is running, delete ${lockFile}.`;
  throw createStoreError('event-log-locked', path, 'timed out waiting for its lock', hint);
}

/** A file has changed since it was read, by a program that ignores the lock, or the lock was lost. */
class FileChangedError extends Error {}

async function saveFiles(
  path: string,
  { merge, read }: { merge: (current: FileSet) => CompleteFileSet; read: (target: string) => FileSet },
  acquire: (target: string) => Promise<FileLock>,
): Promise<'saved' | 'unchanged'> {
  const target = followLinks(path);
  createDirectory(dirname(target));
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    // The lock is acquired again for each attempt, because it may have been lost.
    const lock = await acquire(target);
    try {
      if (tries === 0) removeLeftovers(target, Date.now(), (name) => parsePartName(name, target) !== null);
      const current = read(target);
      const next = merge(current);
      const checkUnchanged = (part: string | null) => {
        if (!lock.isHeld() || hasChanged(part, current, target, path)) throw new FileChangedError();
      };
      return writeChanges(target, current, next, checkUnchanged);
    } catch (error) {
      if (!(error instanceof FileChangedError)) throw error;
    } finally {
      lock.release();
    }
  }
  throw createStoreError('event-log-locked', path, 'another program keeps changing it');
}

/** Whether a file that was read has changed since. A part that was not read is left over from an earlier save, which was interrupted. */
function hasChanged(part: string | null, { main, parts }: FileSet, target: string, path: string): boolean {
  if (part === null) return readText(target, path, main) !== main;
  const known = parts.get(part);
  const text = readPart(formatPartPath(target, part), path, known);
  return known !== undefined && known !== text;
}

/**
 * The main file comes last: a part that is newer than the main file is valid, so that nothing is lost if the process ends in between.
 * `checkUnchanged` throws if a file must not be replaced any more.
 */
function writeChanges(
  target: string,
  current: FileSet,
  next: CompleteFileSet,
  checkUnchanged: (part: string | null) => void,
): 'saved' | 'unchanged' {
  const changes = listFileChanges(current, next);
  if (changes.length === 0) return 'unchanged';
  for (const { part, text } of changes) {
    // The parts are synced first, so that a main file that survives a power failure has its parts.
    if (part === null && changes.length > 1) syncDirectory(dirname(target));
    replace(part === null ? target : formatPartPath(target, part), text, () => checkUnchanged(part));
  }
  syncDirectory(dirname(target));
  removeOtherParts(target, next);
  return 'saved';
}

/** Writes a temporary file and renames it after `check`, so that a reader sees either the old text or the new one. */
function replace(file: string, text: string, check: () => void): void {
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);
  try {
    writeSynced(temporary, text, getMode(file));
    check();
    retryWhileInUse(() => renameSync(temporary, file));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Creates a file with a mode, or with the default mode, and waits until it is on the disk. Fails if it exists. */
function writeSynced(file: string, text: string, mode: number | null): void {
  const descriptor = openSync(file, 'wx');
  try {
    if (mode !== null) fchmodSync(descriptor, mode);
    writeText(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The permissions of a file; null if it does not exist. */
function getMode(file: string): number | null {
  const found = nullIfMissing(() => statSync(file));
  return found === null ? null : found.mode & 0o7777;
}

/** Makes the renames survive a power failure, on systems that can sync a directory. */
function syncDirectory(directory: string): void {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(directory, 'r');
    fsyncSync(descriptor);
  } catch {
    // Some systems do not support this.
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Removes parts from before the number of parts changed. They are harmless if they remain. */
function removeOtherParts(target: string, { parts }: FileSet): void {
  try {
    for (const [name, part] of listPartFiles(target)) {
      if (!parts.has(part)) rmSync(join(dirname(target), name), { force: true });
    }
  } catch (error) {
    if (getSystemErrorCode(error) === null) throw error;
  }
}

/** Creates a directory and its parents. Node's `recursive` option never returns if a parent is a broken link. */
function createDirectory(directory: string): void {
  const found = nullIfMissing(() => statSync(directory));
  if (found !== null) return;
  createDirectory(dirname(directory));
  // If something exists there that is not a directory, opening a file in it fails later.
  catchErrorCode('EEXIST', () => mkdirSync(directory));
}

/** The target of a path after all symbolic links. It need not exist. */
function followLinks(path: string): string {
  const real = nullIfMissing(() => realpathSync.native(path));
  if (real !== null) return real;
  const link = nullIfMissing(() => lstatSync(path));
  return link?.isSymbolicLink() ? followLinks(resolve(dirname(path), readlinkSync(path))) : path;
}
