/** The event log in a file: replaced as a whole or not at all, and safe with several processes at once. */

import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { errorCode, type StoreFailure, storeError } from './failures.ts';
import { acquireLock, type Held, type LockTiming } from './lock.ts';
import type { Store } from './store.ts';

/** A log of 500,000 events takes a quarter of this; what is larger is not an event log. */
const LARGEST = 256 * 1024 * 1024;

/** How often a file may change under our lock, by a program that takes none, before we give up. */
const TRIES = 5;

interface FileStore extends Store {
  /** A file has no history to keep a message in. */
  save(update: (current: string | null) => string): Promise<'saved' | 'unchanged'>;
}

/** The file need not exist, nor its folder; a symbolic link stays one, and the file that it points to is replaced. */
export function fileStore(path: string, timing?: LockTiming): FileStore {
  return {
    describe: path,
    load: () =>
      naming('event-log-unreadable', path, async () => toText(await readBytes(await followLinks(path), path), path)),
    save: (update) => naming('event-log-unwritable', path, () => saveFile(path, update, timing)),
  };
}

/** Puts errors of the file system into words; an AppError and a bug pass as they are. */
async function naming<Result>(code: StoreFailure, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : storeError(code, path, error);
  }
}

async function saveFile(path: string, update: (current: string | null) => string, timing?: LockTiming) {
  const target = await followLinks(path);
  await makeFolder(dirname(target));
  const lockFile = `${target}.lock`;
  const lock = await acquireLock(lockFile, timing);
  if (lock === null) {
    const hint = `Wait until it is done and scan again. Where no other scan runs, delete ${lockFile}.`;
    throw storeError('event-log-locked', path, 'its lock was not let go of', hint);
  }
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const bytes = await naming('event-log-unreadable', path, () => readBytes(target, path));
      const current = toText(bytes, path);
      const next = update(current);
      if (next === current) return 'unchanged';
      if (await replace(target, path, next, bytes, lock)) return 'saved';
    }
    throw storeError('event-log-locked', path, 'it changed under our hands again and again');
  } finally {
    await lock.release();
  }
}

/**
 * Writes beside the file, then renames: a reader sees the old text or the new one, never a part. False where the file
 * or the lock is not what it was when the text was made.
 */
async function replace(target: string, path: string, text: string, expected: Buffer | null, lock: Held) {
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, text, await modeOf(target));
    if (!(await lock.isHeld()) || !isSame(await readBytes(target, path), expected)) return false;
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(target));
  return true;
}

async function writeSynced(file: string, text: string, mode: number | null): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    if (mode !== null) await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the rename last through a power cut, where the system can do that for a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function readBytes(target: string, path: string): Promise<Buffer | null> {
  const found = await orMissing(stat(target));
  if (found === null) return null;
  // A pipe or a device would be waited for without end.
  if (!found.isFile() && !found.isDirectory())
    throw storeError('event-log-unreadable', path, 'it is not a regular file');
  if (found.size > LARGEST) throw storeError('event-log-unreadable', path, 'it is over 256 MiB, which no event log is');
  return orMissing(readFile(target));
}

function isSame(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

function toText(bytes: Buffer | null, path: string): string | null {
  if (bytes === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw storeError('event-log-unreadable', path, 'it is not UTF-8 text');
  }
}

/** Node's own `recursive` never returns below a link that leads nowhere: here each folder is tried once more and no oftener. */
async function makeFolder(folder: string): Promise<void> {
  const found = await orMissing(stat(folder));
  if (found !== null) return;
  await makeFolder(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    // Another process was faster. What is there may still not be a folder: then opening a file in it says so.
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

async function modeOf(target: string): Promise<number | null> {
  const found = await orMissing(stat(target));
  return found === null ? null : found.mode & 0o7777;
}

/** The file that a path leads to in the end, also where that does not exist yet. */
async function followLinks(path: string): Promise<string> {
  const real = await orMissing(realpath(path));
  if (real !== null) return real;
  const link = await orMissing(lstat(path));
  return link?.isSymbolicLink() ? followLinks(resolve(dirname(path), await readlink(path))) : path;
}

async function orMissing<Result>(result: Promise<Result>): Promise<Result | null> {
  return result.catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
}
