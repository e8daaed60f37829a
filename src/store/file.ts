/** The event log in a file: replaced as a whole or not at all, and safe with several processes at once. */

import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { errorCode, type StoreFailure, storeError } from './failures.ts';
import { acquireLock, type LockTiming } from './lock.ts';
import type { Store } from './store.ts';

/** A log of 500,000 events takes a quarter of this; what is larger is not an event log. */
const LARGEST = 256 * 1024 * 1024;

/** How often a file may change under our lock, by a program that takes none, before we give up. */
const TRIES = 5;

/** How old a change must be before the times of a file can tell it from the next: FAT keeps them in steps of 2 s. */
const SETTLED_MS = 2_000;

/** What a file held when it was looked at. */
interface Look {
  text: string | null;
  /** As it was just before it was read; null where there is no file, or where its times cannot tell a change yet. */
  stats: BigIntStats | null;
}

interface FileStore extends Store {
  /** A file has no history to keep a message in. */
  save(update: (current: string | null) => string): Promise<'saved' | 'unchanged'>;
}

/** The file need not exist, nor its folder; a symbolic link stays one, and the file that it points to is replaced. */
export function fileStore(path: string, timing?: LockTiming, settledMs = SETTLED_MS): FileStore {
  let loaded: Look | null = null;
  const look: Looker = (target, known) =>
    naming('event-log-unreadable', path, () => lookAt(target, path, known, settledMs));
  return {
    describe: path,
    load: async () => {
      loaded = await look(await naming('event-log-unreadable', path, () => followLinks(path)), null);
      return loaded.text;
    },
    save: (update) => naming('event-log-unwritable', path, () => saveFile(path, update, look, loaded, timing)),
  };
}

/** `known` is given back where the file is still what it was then: it need not be read again. */
type Looker = (target: string, known: Look | null) => Promise<Look>;

/** Puts errors of the file system into words; an AppError and a bug pass as they are. */
async function naming<Result>(code: StoreFailure, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : storeError(code, path, error);
  }
}

async function saveFile(
  path: string,
  update: (current: string | null) => string,
  look: Looker,
  loaded: Look | null,
  timing?: LockTiming,
) {
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
      const current = await look(target, loaded);
      const next = update(current.text);
      if (next === current.text) return 'unchanged';
      const isStill = async () => (await lock.isHeld()) && (await look(target, current)).text === current.text;
      if (await replace(target, next, isStill)) return 'saved';
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
async function replace(target: string, text: string, isStill: () => Promise<boolean>): Promise<boolean> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, text, await modeOf(target));
    if (!(await isStill())) return false;
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
    await handle.writeFile(piecesOf(text));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Characters that are encoded at once: a long text as a whole would need as much memory again. */
const PIECE = 1024 * 1024;

/** In UTF-8, one after another in the same memory: each is good until the next is asked for. */
function* piecesOf(text: string): Generator<Uint8Array> {
  const bytes = Buffer.allocUnsafe(Math.min(text.length, PIECE) * 3);
  for (let from = 0; from < text.length; ) {
    // A character of two halves is not cut.
    const isCut = /[\ud800-\udbff]/.test(text.charAt(from + PIECE - 1));
    const to = from + PIECE - (isCut ? 1 : 0);
    yield bytes.subarray(0, bytes.write(text.slice(from, to)));
    from = to;
  }
}

/** Makes the rename last through a power cut, where the system can do that for a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function lookAt(target: string, path: string, known: Look | null, settledMs: number): Promise<Look> {
  const found = await orMissing(stat(target));
  if (found === null) return { text: null, stats: null };
  // A pipe or a device would be waited for without end.
  if (!found.isFile() && !found.isDirectory())
    throw storeError('event-log-unreadable', path, 'it is not a regular file');
  if (found.size > LARGEST) throw storeError('event-log-unreadable', path, 'it is over 256 MiB, which no event log is');
  const handle = await orMissing(open(target, 'r'));
  if (handle === null) return { text: null, stats: null };
  try {
    // Asked of the open file: a network's file system may answer for a path from what it remembers.
    const now = Date.now();
    const stats = await handle.stat({ bigint: true });
    if (known !== null && isSameFile(known.stats, stats)) return known;
    const text = toText(await handle.readFile(), path);
    return { text, stats: isSettled(stats, now - settledMs) ? stats : null };
  } finally {
    await handle.close();
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
