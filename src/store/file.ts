/**
 * Stores the event log in a file. Saves are atomic and safe with several processes at once. The file system calls are
 * synchronous: nothing else runs during a save, and awaiting each call would trigger a garbage collection of a long log.
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
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type ChunkedText, encodeText, isTextEqual } from '../lib/files/chunked-text.ts';
import {
  type FileSet,
  type FileSetUpdate,
  formatPartPath,
  isPartName,
  type ListParts,
  NO_PARTS,
} from '../lib/files/file-set.ts';
import { removeLeftovers } from '../lib/files/leftovers.ts';
import { catchErrorCode, createStoreError, getSystemErrorCode, type StoreErrorCode } from './failures.ts';
import { acquireFileLock, type FileLock, type LockTiming } from './file-lock.ts';
import { type FileSnapshot, nullIfMissing, type ReadSnapshot, readSnapshot, toAppError } from './file-snapshot.ts';
import type { Store } from './store.ts';

/** How often to retry if a program that ignores the lock changes the file. */
const MAX_TRIES = 5;

/** Minimum age of a change so that a later one has another timestamp: FAT has a resolution of 2 s. */
const SETTLED_MS = 2_000;

interface FileStore extends Store {
  /** A file has no history, and so no message. */
  save(update: (current: FileSet | null) => FileSetUpdate): Promise<'saved' | 'unchanged'>;
}

/** The main file and its parts, by name. */
interface SetSnapshot {
  main: FileSnapshot;
  parts: ReadonlyMap<string, FileSnapshot>;
}

/** The file and its directory need not exist. If the path is a symbolic link, the file that it points to is replaced. */
export function createFileStore(
  path: string,
  { listParts = NO_PARTS, timing, settledMs = SETTLED_MS }: FileStoreOptions = {},
): FileStore {
  let loaded: SetSnapshot | null = null;
  const readFile: ReadSnapshot = (target, known) => readSnapshot(target, path, known, settledMs);
  const readSet = (target: string, known: SetSnapshot | null) => readFileSet(target, listParts, readFile, known);
  return {
    description: path,
    hasParts: true,
    load: () =>
      withErrorCode('event-log-unreadable', path, async () => {
        loaded = readSet(followLinks(path), null);
        return toFileSet(loaded);
      }),
    save: (update) =>
      withErrorCode('event-log-unwritable', path, () =>
        saveFiles(path, update, { readFile, readSet: (target) => readSet(target, loaded) }, timing),
      ),
  };
}

interface FileStoreOptions {
  listParts?: ListParts;
  timing?: LockTiming;
  settledMs?: number;
}

function readFileSet(
  target: string,
  listParts: ListParts,
  readFile: ReadSnapshot,
  known: SetSnapshot | null,
): SetSnapshot {
  const main = readFile(target, known?.main ?? null);
  const names = main.text === null ? [] : listParts(main.text);
  const parts = new Map(
    names.map((name) => [name, readPart(formatPartPath(target, name), readFile, known?.parts.get(name))]),
  );
  const isMissing = [...parts.values()].some(({ text }) => text === null);
  // Another process may have changed the number of parts since the main file was read.
  if (isMissing && readFile(target, main).text !== main.text) return readFileSet(target, listParts, readFile, known);
  return { main, parts };
}

/** Does not follow a symbolic link, which could lead out of the workspace. */
function readPart(file: string, readFile: ReadSnapshot, known: FileSnapshot | undefined): FileSnapshot {
  const found = nullIfMissing(() => lstatSync(file));
  if (found?.isSymbolicLink()) throw createStoreError('event-log-unreadable', file, 'it is a symbolic link');
  return readFile(file, known ?? null);
}

/** Null if there is no main file. */
function toFileSet({ main, parts }: SetSnapshot): FileSet | null {
  if (main.text === null) return null;
  const existing = [...parts].flatMap(([name, { text }]): [string, string][] => (text === null ? [] : [[name, text]]));
  return { text: main.text, parts: new Map(existing) };
}

/** Converts file system errors to an AppError with that code. */
async function withErrorCode<Result>(code: StoreErrorCode, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toAppError(code, path, error);
  }
}

async function saveFiles(
  path: string,
  update: (current: FileSet | null) => FileSetUpdate,
  { readFile, readSet }: { readFile: ReadSnapshot; readSet: (target: string) => SetSnapshot },
  timing?: LockTiming,
) {
  const target = followLinks(path);
  createDirectory(dirname(target));
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    // Acquired again for each attempt, because the lock may have been lost.
    const lock = await acquireLock(target, path, timing);
    try {
      if (tries === 0) removeLeftovers(target, Date.now(), (name) => isPartName(name, target));
      const current = readSet(target);
      const next = update(toFileSet(current));
      const changes = listChanges(target, next, current, readFile);
      if (changes.length === 0) return 'unchanged';
      const isUnchanged = ({ file, before }: FileChange) =>
        lock.isHeld() && readFile(file, before).text === before.text;
      if (changes.every((change) => replace(change.file, change.text, () => isUnchanged(change)))) {
        removeOtherParts(target, next.parts);
        return 'saved';
      }
    } finally {
      lock.release();
    }
  }
  throw createStoreError('event-log-locked', path, 'another program keeps changing it');
}

interface FileChange {
  file: string;
  text: ChunkedText;
  before: FileSnapshot;
}

/** The main file comes last: a part that is newer than it counts, so that nothing is lost if the process ends in between. */
function listChanges(
  target: string,
  { text, parts }: FileSetUpdate,
  current: SetSnapshot,
  readFile: ReadSnapshot,
): FileChange[] {
  const changedParts = [...parts].flatMap(([name, part]): FileChange[] => {
    const file = formatPartPath(target, name);
    // A process that was killed while it changed the number of parts may have left the file.
    return part === null
      ? []
      : [{ file, text: part, before: current.parts.get(name) ?? readPart(file, readFile, undefined) }];
  });
  const main = { file: target, text, before: current.main };
  return [...changedParts, main].filter(({ text, before }) => !isTextEqual(text, before.text));
}

/** Parts of an earlier number of parts. They do no harm if they stay. */
function removeOtherParts(target: string, parts: ReadonlyMap<string, unknown>): void {
  const kept = new Set([...parts.keys()].map((name) => basename(formatPartPath(target, name))));
  try {
    for (const name of readdirSync(dirname(target))) {
      if (isPartName(name, target) && !kept.has(name)) rmSync(join(dirname(target), name), { force: true });
    }
  } catch (error) {
    if (getSystemErrorCode(error) === null) throw error;
  }
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
