/**
 * Stores the event log in a file. Saves are atomic and safe with several processes at once. The file system calls are
 * synchronous: nothing else runs during a save, and awaiting each call would trigger a garbage collection of a long log.
 */

import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../lib/app-error.ts';
import { type ChunkedText, isTextEqual } from '../lib/files/chunked-text.ts';
import {
  type FileFormat,
  type FileSet,
  type FileSetUpdate,
  formatPartPath,
  parsePartName,
} from '../lib/files/file-set.ts';
import { removeLeftovers } from '../lib/files/leftovers.ts';
import { createDirectory, getMode, syncDirectory, writeSynced } from './durable-files.ts';
import { createStoreError, getSystemErrorCode, type StoreErrorCode } from './failures.ts';
import { acquireFileLock, type FileLock, type LockTiming } from './file-lock.ts';
import {
  createFileBuffer,
  FileChangedError,
  type FileReader,
  type FileSnapshot,
  type FileVersion,
  isUnchanged,
  nullIfMissing,
  readSnapshot,
  readVersion,
  toAppError,
} from './file-snapshot.ts';
import type { Store } from './store.ts';

/** How often to retry if a program that ignores the lock changes the file. */
const MAX_TRIES = 5;

/** Minimum age of a change so that a later one has another timestamp: FAT has a resolution of 2 s. */
const SETTLED_MS = 2_000;

interface FileStore<Content> extends Store<Content> {
  /** A file has no history, and so no message. */
  save(update: Update<Content>): Promise<'saved' | 'unchanged'>;
}

type Update<Content> = (current: FileSet<Content> | null) => FileSetUpdate;

/** The main file and its parts, by name. */
interface SetSnapshot<Content> {
  main: FileSnapshot<Content>;
  parts: ReadonlyMap<string, FileSnapshot<Content>>;
}

interface FileStoreOptions {
  timing?: LockTiming | undefined;
  /** Called if another process holds the lock for long; `owner` is for people. */
  onWait?: (owner: string) => void;
  settledMs?: number;
}

/** The file and its directory need not exist. If the path is a symbolic link, the file that it points to is replaced. */
export function createFileStore<Content>(
  path: string,
  format: FileFormat<Content>,
  { timing, settledMs = SETTLED_MS, onWait }: FileStoreOptions = {},
): FileStore<Content> {
  let loaded: SetSnapshot<Content> | null = null;
  /** While `exclusively` runs. */
  let held: FileLock | null = null;
  const acquire = (target: string) => acquireLock(target, path, timing, onWait);
  const getBuffer = createFileBuffer();
  const openSet = (): OpenSet<Content> => {
    const target = followLinks(path);
    const getReader = (part: string | null): FileReader<Content> => ({
      target: part === null ? target : formatPartPath(target, part),
      path,
      settledMs,
      parse: (text) => format.parse(text, part, path),
      keepsText: part === null,
      getBuffer: part === null ? Buffer.allocUnsafeSlow : getBuffer,
    });
    return { path, target, format, getReader };
  };
  return {
    description: path,
    hasParts: true,
    load: () =>
      withErrorCode('event-log-unreadable', path, async () => {
        loaded = readFileSet(openSet(), loaded);
        return toFileSet(loaded);
      }),
    save: (update) =>
      withErrorCode('event-log-unwritable', path, () =>
        saveFiles(openSet(), update, loaded, async (target) => {
          const own = held;
          // A lock that was lost is acquired again.
          return own?.isHeld() ? { isHeld: own.isHeld, release: () => {} } : acquire(target);
        }),
      ),
    exclusively: async (work) => {
      held = await acquireIfPossible(path, () => {
        const { target } = openSet();
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

interface OpenSet<Content> {
  /** The name in messages. */
  path: string;
  /** The main file, after all links. */
  target: string;
  format: FileFormat<Content>;
  /** Null: the main file. */
  getReader: (part: string | null) => FileReader<Content>;
}

/** Each part is parsed before the next one is read, so that only one text is in memory. */
function readFileSet<Content>(set: OpenSet<Content>, known: SetSnapshot<Content> | null): SetSnapshot<Content> {
  const main = readSnapshot(set.getReader(null), known?.main ?? null);
  // Another process may have saved since the main file was read.
  const isChanged = () => !isUnchanged(set.getReader(null), main.version);
  if (main.text === null) {
    try {
      checkOrphans(set);
    } catch (error) {
      if (isChanged()) return readFileSet(set, known);
      throw error;
    }
  }
  const names = main.text === null ? [] : set.format.listParts(main.text);
  const parts = new Map(names.map((name) => [name, readPart(set.getReader(name), known?.parts.get(name) ?? null)]));
  const isMissing = [...parts.values()].some(({ file }) => file === null);
  if (isMissing && isChanged()) return readFileSet(set, known);
  return { main, parts };
}

/** Parts without a main file are left by a process that was killed in its first save, or their main file was removed. */
function checkOrphans<Content>({ path, target, format, getReader }: OpenSet<Content>): void {
  for (const part of listPartFiles(target).values()) {
    readPart({ ...getReader(part), parse: (text) => format.checkOrphan(text, part, path) }, null);
  }
}

/** The parts next to a main file, by the names of their files. */
function listPartFiles(target: string): ReadonlyMap<string, string> {
  const names = nullIfMissing(() => readdirSync(dirname(target))) ?? [];
  return new Map(
    names.flatMap((name): [string, string][] => {
      const part = parsePartName(name, target);
      return part === null ? [] : [[name, part]];
    }),
  );
}

function readPart<Content>(reader: FileReader<Content>, known: FileSnapshot<Content> | null): FileSnapshot<Content> {
  rejectLink(reader.target);
  return readSnapshot(reader, known);
}

/** A symbolic link could lead out of the workspace. */
function rejectLink(file: string): void {
  const found = nullIfMissing(() => lstatSync(file));
  if (found?.isSymbolicLink()) throw createStoreError('event-log-unreadable', file, 'it is a symbolic link');
}

/** Null if the main file does not exist. */
function toFileSet<Content>({ main, parts }: SetSnapshot<Content>): FileSet<Content> | null {
  if (main.file === null) return null;
  const existing = new Map<string, NonNullable<typeof main.file>>();
  for (const [name, { file }] of parts) if (file !== null) existing.set(name, file);
  return { main: main.file, parts: existing };
}

/** Converts file system errors to an AppError with that code. */
async function withErrorCode<Result>(code: StoreErrorCode, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toAppError(code, path, error);
  }
}

/** Null for a log that cannot be written: saving it reports that. Throws AppError `event-log-locked`. */
async function acquireIfPossible(path: string, acquire: () => Promise<FileLock>): Promise<FileLock | null> {
  try {
    return await withErrorCode('event-log-unwritable', path, acquire);
  } catch (error) {
    if (error instanceof AppError && error.code !== 'event-log-locked') return null;
    throw error;
  }
}

async function saveFiles<Content>(
  set: OpenSet<Content>,
  update: Update<Content>,
  loaded: SetSnapshot<Content> | null,
  acquire: (target: string) => Promise<FileLock>,
): Promise<'saved' | 'unchanged'> {
  const { path, target } = set;
  createDirectory(dirname(target));
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    // Acquired again for each attempt, because the lock may have been lost.
    const lock = await acquire(target);
    try {
      if (tries === 0) removeLeftovers(target, Date.now(), (name) => parsePartName(name, target) !== null);
      const current = readFileSet(set, loaded);
      const { parts, changes } = update(toFileSet(current));
      const saved = writeChanges(set, changes, current, lock);
      if (saved === 'saved') removeOtherParts(target, parts);
      return saved;
    } catch (error) {
      if (!(error instanceof FileChangedError)) throw error;
    } finally {
      lock.release();
    }
  }
  throw createStoreError('event-log-locked', path, 'another program keeps changing it');
}

/**
 * The main file comes last: a part that is newer than it counts, so that nothing is lost if the process ends in between. Throws
 * FileChangedError if a file or the lock has changed since it was read.
 */
function writeChanges<Content>(
  set: OpenSet<Content>,
  changes: FileSetUpdate['changes'],
  current: SetSnapshot<Content>,
  lock: FileLock,
): 'saved' | 'unchanged' {
  const directory = dirname(set.target);
  let written = 0;
  for (const { part, text } of changes) {
    const reader = set.getReader(part);
    if (part === null) {
      if (isTextEqual(text, current.main.text)) continue;
      // So that a main file that survives a power failure has its parts.
      if (written > 0) syncDirectory(directory);
    }
    replace(reader, text, part === null ? current.main.version : findVersion(reader, current.parts.get(part)), lock);
    written += 1;
  }
  if (written > 0) syncDirectory(directory);
  return written > 0 ? 'saved' : 'unchanged';
}

/** A process that was killed while it changed the number of parts may have left the file. */
function findVersion(reader: FileReader<unknown>, known: FileSnapshot<unknown> | undefined): FileVersion {
  if (known !== undefined) return known.version;
  rejectLink(reader.target);
  return readVersion(reader);
}

/** Parts of an earlier number of parts. They do no harm if they stay. */
function removeOtherParts(target: string, parts: readonly string[]): void {
  const kept = new Set(parts.map((name) => basename(formatPartPath(target, name))));
  try {
    for (const name of listPartFiles(target).keys()) {
      if (!kept.has(name)) rmSync(join(dirname(target), name), { force: true });
    }
  } catch (error) {
    if (getSystemErrorCode(error) === null) throw error;
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

/**
 * Writes a temporary file and renames it, so that a reader sees either the old text or the new one. Throws FileChangedError if the
 * file or the lock has changed since the text was computed.
 */
function replace(reader: FileReader<unknown>, text: ChunkedText, before: FileVersion, lock: FileLock): void {
  const { target } = reader;
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    writeSynced(temporary, text, getMode(target));
    if (!lock.isHeld() || !isUnchanged(reader, before)) throw new FileChangedError();
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The target of a path after all symbolic links. It need not exist. */
function followLinks(path: string): string {
  const real = nullIfMissing(() => realpathSync.native(path));
  if (real !== null) return real;
  const link = nullIfMissing(() => lstatSync(path));
  return link?.isSymbolicLink() ? followLinks(resolve(dirname(path), readlinkSync(path))) : path;
}
