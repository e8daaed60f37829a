/** Opens the event log for a manifest, and saves it after a scan or digest. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Manifest, ScanContext } from '../domain/index.ts';
import type { HistoryCache } from '../events/log/history.ts';
import type { LoadedLog } from '../events/log/incremental-lines.ts';
import { mergeLogs } from '../events/log/merge.ts';
import { checkOwnership } from '../events/log/ownership.ts';
import { readLog } from '../events/log/parse.ts';
import { createEmptyLog, serializeLogChunks } from '../events/log/serialize.ts';
import { pruneLog } from '../events/state/prune.ts';
import type { EventLog } from '../generated/event-log.ts';
import { AppError } from '../lib/app-error.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../lib/files/repository-path.ts';
import type { Io } from '../lib/io.ts';
import { openStore, type Store, type StoreRequest } from '../store/index.ts';

export interface OpenedLog {
  store: Store;
  /** As loaded; null if there is no log yet. */
  saved: LoadedLog | null;
  /** With the manifest as its owner. */
  log: EventLog;
  /** Manifest paths that may own the log. After a rename, this includes the old path. */
  owners: readonly string[];
}

/** Throws AppError `event-log-manifest-mismatch` if the log belongs to another manifest that still exists. */
export async function openEventLog(manifest: Manifest, request: StoreRequest, io: Io): Promise<OpenedLog> {
  const store = await openStore(manifest, request, io);
  const text = await store.load();
  const saved = text === null ? null : readLog(text, store.description);
  const log = saved?.log ?? createEmptyLog();
  const owners = listOwners(log, manifest, io);
  checkOwnership(log, owners, store.description);
  return { store, saved, owners, log: { ...log, scans: { ...log.scans, manifest: owners[0] } } };
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
  /** The histories that planning has computed, if any. */
  cache?: HistoryCache;
}

/**
 * Saves `log`, which was derived from `opened.saved`. If another scan has written in the meantime, both logs are merged.
 * Throws AppError if it cannot be saved.
 */
export async function saveEventLog(log: EventLog, opened: OpenedLog, options: SaveOptions): Promise<void> {
  const { store, saved, owners } = opened;
  const { message, scan, retention_days, cache } = options;
  const serialize = (updated: EventLog, existing: LoadedLog | null) =>
    serializeLogChunks(
      pruneLog(updated, { now: scan.now, retention_days, saved: existing?.log ?? null, cache }),
      existing,
    );
  const update = (current: string | null) => {
    if (current === null) return serialize(log, null);
    if (current === saved?.text) return serialize(log, saved);
    const existing = readLog(current, store.description);
    checkOwnership(existing.log, owners, store.description);
    return serialize(mergeLogs(existing.log, log), existing);
  };
  await store.save(update, () => `certvigil: ${message}`);
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
