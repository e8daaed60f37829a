/** Opens the event log for a manifest, and saves it after a scan or digest. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Failure, Manifest, ScanContext } from '../domain/index.ts';
import {
  checkFileOwnership,
  joinLogFiles,
  LOG_FORMAT,
  type LoadedFiles,
  type ParsedLog,
  serializeLogFiles,
} from '../events/log/log-files.ts';
import { mergeLogs } from '../events/log/merge.ts';
import { createSizeFailure } from '../events/log/messages.ts';
import { createEmptyLog } from '../events/log/serialize.ts';
import { pruneLog } from '../events/state/prune.ts';
import type { EventLog } from '../generated/event-log.ts';
import { AppError } from '../lib/app-error.ts';
import type { FileSet } from '../lib/files/file-set.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../lib/files/repository-path.ts';
import type { Io } from '../lib/io.ts';
import { openStore, type Store, type StoreRequest } from '../store/index.ts';

export interface OpenedLog {
  store: Store<ParsedLog>;
  /** As loaded; null if there is no log yet. */
  saved: SavedFiles | null;
  /** The number of files to save it in. */
  partitions: number;
  /** With the manifest as its owner. */
  log: EventLog;
  /** Manifest paths that may own the log. After a rename, this includes the old path. */
  owners: readonly [string, ...string[]];
}

/** The files as they were loaded, and what they contain. */
interface SavedFiles extends LoadedFiles {
  files: FileSet<ParsedLog>;
}

/** Throws AppError `event-log-manifest-mismatch` if the log belongs to another manifest that still exists. */
export async function openEventLog(manifest: Manifest, request: StoreRequest, io: Io): Promise<OpenedLog> {
  const store = await openStore(manifest, request, io, LOG_FORMAT);
  const files = await store.load();
  const saved = files === null ? null : { files, ...joinLogFiles(files, store.description) };
  const log = saved?.log ?? createEmptyLog();
  const owners = listOwners(log, manifest, io);
  if (saved !== null) checkFileOwnership(saved, owners, store.description);
  const partitions = store.hasParts ? manifest.event_log.partitions : 1;
  return { store, saved, owners, partitions, log: { ...log, scans: { ...log.scans, manifest: owners[0] } } };
}

/**
 * Reads the log again, in case another scan has saved since. Returns the same object if none has, or if it cannot be read: then saving
 * reports that.
 */
export async function reopenEventLog(opened: OpenedLog): Promise<OpenedLog> {
  const { store, saved: before, owners } = opened;
  try {
    const files = await store.load();
    if (files === null || (before !== null && isSameSet(files, before.files))) return opened;
    const saved = { files, ...joinLogFiles(files, store.description) };
    checkFileOwnership(saved, owners, store.description);
    return { ...opened, saved, log: { ...saved.log, scans: { ...saved.log.scans, manifest: owners[0] } } };
  } catch (error) {
    if (error instanceof AppError) return opened;
    throw error;
  }
}

/** Paths relative to the root of the repository; the first is the current one. */
function listOwners({ scans }: EventLog, { file, root }: Manifest, { cwd, env }: Io): [string, ...string[]] {
  const repository = resolveRepositoryRoot(root, env);
  const current = toRepositoryPath(path.resolve(cwd, file), repository);
  const recorded = scans.manifest;
  const isRenamed = recorded !== undefined && !existsSync(path.resolve(repository, recorded));
  return isRenamed ? [current, recorded] : [current];
}

interface SaveOptions {
  /** Summary for the commit message. */
  message: string;
  scan: ScanContext;
  retention_days: number;
  /** Whether to save a log without changes, too, which proves that saving works. */
  always?: boolean;
}

/**
 * Saves `log`, which was derived from `opened.saved`. If another scan has written in the meantime, both logs are merged.
 * Throws AppError if it cannot be saved.
 */
export async function saveEventLog(log: EventLog, opened: OpenedLog, options: SaveOptions): Promise<void> {
  const { store, saved, owners, partitions } = opened;
  const { message, scan, retention_days, always = false } = options;
  const serialize = (updated: EventLog, existing: LoadedFiles | null) =>
    serializeLogFiles(pruneLog(updated, { now: scan.now, retention_days }), existing, partitions);
  const update = (current: FileSet<ParsedLog> | null) => {
    if (current === null) return serialize(log, null);
    if (saved !== null && isSameSet(current, saved.files)) return serialize(log, saved);
    const existing = joinLogFiles(current, store.description);
    checkFileOwnership(existing, owners, store.description);
    return serialize(mergeLogs(existing.log, log), existing);
  };
  await store.save(update, () => `certvigil: ${message}`, { always });
}

/** Far below the 100 MB that GitHub allows, so that there is time to react. */
const LARGE_BYTES = 20_000_000;

/** A warning if one of the files is large, in a store in which the log can have several. */
export function checkLogSize({ store, saved }: OpenedLog): Failure[] {
  if (saved === null || !store.hasParts) return [];
  // Almost all characters of a log are one byte.
  const largest = Math.max(...[saved.main, ...saved.parts].map(({ length }) => length));
  return largest < LARGE_BYTES ? [] : [createSizeFailure(store.description, largest, saved.parts.length)];
}

function isSameSet<Content>(a: FileSet<Content>, b: FileSet<Content>): boolean {
  return (
    a.main === b.main &&
    a.parts.size === b.parts.size &&
    [...a.parts].every(([name, file]) => b.parts.get(name) === file)
  );
}

/** As `saveEventLog`, but returns the error, for a log that is saved after notifications were sent. */
export async function trySaveEventLog(
  log: EventLog,
  opened: OpenedLog,
  options: SaveOptions,
): Promise<AppError | null> {
  try {
    await saveEventLog(log, opened, options);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
