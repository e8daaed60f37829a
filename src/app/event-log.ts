/** Opens the event log for a manifest, and saves it after a scan or digest. */

import path from 'node:path';
import type { Failure, ScanContext } from '../domain/index.ts';
import { endClaim, setClaim } from '../events/log/claim.ts';
import { checkOwnership, type LoadedLog, parseLogFiles, serializeLogFiles } from '../events/log/log-files.ts';
import { mergeLogs } from '../events/log/merge.ts';
import { createSizeFailure } from '../events/log/messages.ts';
import { createEmptyLog } from '../events/log/serialize.ts';
import { pruneLog } from '../events/state/prune.ts';
import type { EventLog, LoggedClaim } from '../generated/event-log.ts';
import { AppError } from '../lib/app-error.ts';
import { type FileSet, isSameFileSet } from '../lib/files/file-set.ts';
import type { Io } from '../lib/io.ts';
import { getInterruption, NEVER_INTERRUPTED } from '../lib/process/interruption.ts';
import { formatCount } from '../lib/text/count.ts';
import { trace, traceWork } from '../lib/trace/trace.ts';
import { waitUntilInterrupted } from '../notify/interruption.ts';
import { createStoreError } from '../store/failures.ts';
import { type LogSettings, openStore, resolveLogPath, type Store, type StoreRequest } from '../store/index.ts';
import { type LogOwner, resolveLogOwner } from './log-owner.ts';

/** The location of the event log, and the manifest that owns it. */
export interface OwnedLogSettings extends LogSettings {
  /** The name of the manifest. */
  file: string;
}

export interface OpenedLog {
  store: Store;
  /** The log as it was read; null if it does not exist yet. */
  saved: LoadedLog | null;
  /** The number of files to save it in. */
  partitions: number;
  /** The log with the manifest as its owner. */
  log: EventLog;
  owner: LogOwner;
}

/** Opens the log. Throws AppError `event-log-manifest-mismatch` if it belongs to another manifest that still exists. */
export async function openEventLog(settings: OwnedLogSettings, request: StoreRequest, io: Io): Promise<OpenedLog> {
  const store = await openStore(settings, request, io);
  const started = performance.now();
  const saved = parseLogFiles(await store.read(), store.description);
  trace('event-log', () => [`read ${store.description}`, describeRead(saved)], started);
  const log = saved?.log ?? createEmptyLog();
  const manifest = path.resolve(io.cwd, settings.file);
  const owner = resolveLogOwner(manifest, resolveLogPath(settings, request), log.scans.manifest);
  if (saved !== null) checkOwnership(saved, owner, store.description);
  const partitions = store.hasParts ? settings.event_log.partitions : 1;
  return { store, saved, owner, partitions, log: setOwner(log, owner) };
}

function setOwner(log: EventLog, { names: [manifest] }: LogOwner): EventLog {
  return { ...log, scans: { ...log.scans, manifest } };
}

function describeRead(saved: LoadedLog | null): string {
  return saved === null ? 'none yet' : formatCount(saved.log.events.length, 'event');
}

/**
 * Reads the log again, in case another scan has saved it since. Returns the same object if not, or if it cannot be read: saving then
 * reports the failure.
 */
export async function reopenEventLog(opened: OpenedLog): Promise<OpenedLog> {
  const { store, saved: before, owner } = opened;
  try {
    const files = await store.read();
    if (before !== null && isSameFileSet(files, before.files)) return opened;
    const saved = parseLogFiles(files, store.description);
    if (saved === null) return opened;
    checkOwnership(saved, owner, store.description);
    return { ...opened, saved, log: setOwner(saved.log, owner) };
  } catch (error) {
    if (error instanceof AppError) return opened;
    throw error;
  }
}

/** The attempt of a scan to be the one that sends. */
export interface Turn {
  /**
   * Returns the claim to save. `held`: the claim in the saved log. `isSame`: whether that is the log of the decision. Throws TurnLostError.
   */
  takeClaim: (held: LoggedClaim | undefined, isSame: boolean) => LoggedClaim;
}

interface SaveOptions {
  /** Summary for the commit message. */
  message: string;
  scan: ScanContext;
  retention_days: number;
  /** Whether to save a log without changes, too, which proves that saving works. */
  always?: boolean;
  /** Claims the log before sending. Any other save ends the claim of this scan. */
  turn?: Turn;
  /** Aborted if the process should end: there is then little time left to save. */
  interrupted?: AbortSignal;
}

/** The time from a signal to the end of saving. GitHub kills a canceled action after 10 s; the rest is for the messages. */
const INTERRUPTED_SAVE_MS = 8_500;

/**
 * Saves `log`, which was derived from `opened.saved`. If another scan has written in the meantime, both logs are merged.
 * Throws AppError if it cannot be saved, or not in time after a signal; TurnLostError if `turn` is over.
 */
export async function saveEventLog(
  log: EventLog,
  opened: OpenedLog,
  options: SaveOptions,
  io: Pick<Io, 'sleep'>,
): Promise<void> {
  const { store, saved, owner, partitions } = opened;
  const { message, scan, retention_days, always = false, turn, interrupted = NEVER_INTERRUPTED } = options;
  const merge = (current: FileSet) => {
    const isSame = saved !== null && isSameFileSet(current, saved.files);
    const existing = isSame ? saved : parseLogFiles(current, store.description);
    if (existing !== null) checkOwnership(existing, owner, store.description);
    const held = existing?.log.scans.claim;
    const claim = turn === undefined ? endClaim(held, scan) : turn.takeClaim(held, isSame || existing === saved);
    const merged = isSame || existing === null ? log : mergeLogs(existing.log, log);
    const next = setClaim(pruneLog(merged, { now: scan.now, retention_days }), claim);
    return serializeLogFiles(next, existing, partitions);
  };
  const traced = { subject: () => `save ${store.description}`, describe: () => `saved, ${message}` };
  const save = () => store.save(merge, () => `certvigil: ${message}`, { always });
  const outcome = await traceWork('event-log', traced, () =>
    waitUntilInterrupted(save(), io, interrupted, () => computeTimeToSave(interrupted)),
  );
  if (outcome === null)
    throw createStoreError('event-log-save-interrupted', store.description, 'a signal left no more time for it');
}

function computeTimeToSave(interrupted: AbortSignal): number {
  const now = performance.now();
  const { at = now } = getInterruption(interrupted) ?? {};
  return Math.max(0, at + INTERRUPTED_SAVE_MS - now);
}

/** The size of a large file, far below the 100 MB that GitHub allows, so that there is time to react. */
const LARGE_BYTES = 20_000_000;

/** Creates a warning if one of the files is large, in a store in which the log can have several. */
export function checkLogSize({ store, saved }: OpenedLog): Failure[] {
  if (saved === null || !store.hasParts) return [];
  const { main, parts } = saved.files;
  // Almost all characters of a log are one byte.
  const largest = Math.max(...[main ?? '', ...parts.values()].map(({ length }) => length));
  return largest < LARGE_BYTES ? [] : [createSizeFailure(store.description, largest, parts.size)];
}

/** Like `saveEventLog`, but returns the error, for a log that is saved after notifications were sent. */
export async function trySaveEventLog(
  log: EventLog,
  opened: OpenedLog,
  options: SaveOptions,
  io: Pick<Io, 'sleep'>,
): Promise<AppError | null> {
  try {
    await saveEventLog(log, opened, options, io);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
