/**
 * Locks a file between processes, for the duration of one save, or while notifications are sent. The lock is a second file that only one
 * process can create. A process that dies leaves its lock behind. A running owner touches its lock regularly. Another process breaks a lock
 * that has not changed for a while and whose owner is not running on this machine: it renames the lock and then checks the renamed file. If
 * another process broke the old lock first and created a new one in between, the new lock is restored. An owner that lost its lock, for
 * example because it was suspended, detects that with `isHeld`. docs/internals/decisions/017-file-lock.md explains why this is not a
 * library.
 */

import { randomUUID } from 'node:crypto';
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { READ_ONLY } from '../lib/files/read-limited.ts';
import { retryWhileInUse } from '../lib/files/write-atomically.ts';
import { catchErrorCode, getSystemErrorCode } from './failures.ts';

export interface LockTiming {
  /** The time to wait for each owner of the lock. */
  timeout_ms: number;
  /** The time for which a lock must be unchanged, without its owner known to be running, before it is broken. */
  stale_ms: number;
  /** The interval between two attempts, randomly extended up to twice as long. */
  poll_ms: number;
}

/** The timeout exceeds the default time that a scan may take to send notifications. */
const DEFAULT_TIMING: LockTiming = { timeout_ms: 900_000, stale_ms: 5_000, poll_ms: 10 };

/** The number of times that an owner touches its lock within `stale_ms`. */
const TOUCHES = 5;

/** Milliseconds after which a process reports that it waits. Most locks are released earlier. */
const NOTICE_AFTER = 1_000;

export interface FileLock {
  /** Whether this process still has the lock. Check this before an action that cannot be undone. */
  isHeld: () => boolean;
  release: () => void;
}

interface Owner {
  token: string;
  host: string;
  pid: number;
  /** The start time from `readStartOfProcess`. In containers, a PID is soon reused, even on the same host name. */
  started: string | null;
}

/** The locks of this process. Any other lock with its PID was left by an earlier process. */
const ownTokens = new Set<string>();

/**
 * Creates the lock at a path. Returns null after the timeout. Throws file system errors. `onWait` is called once if it takes long, with a
 * description of the owner such as `process 123 on build-7`.
 */
export async function acquireFileLock(
  path: string,
  timing: LockTiming = DEFAULT_TIMING,
  onWait: (owner: string) => void = () => {},
): Promise<FileLock | null> {
  const { pid } = process;
  const self: Owner = { token: randomUUID(), host: hostname(), pid, started: readStartOfProcess(pid) };
  const content = JSON.stringify(self);
  const startedAt = performance.now();
  let seen: Seen = { content: null, touched: 0, since: startedAt, ownedSince: startedAt };
  let hasNotified = false;
  while (!create(path, content)) {
    const now = performance.now();
    if (now - seen.ownedSince > timing.timeout_ms) return null;
    const found = read(path);
    const touched = found === null ? 0 : readTouched(path);
    const isSameOwner = found === seen.content;
    if (!isSameOwner) seen = { content: found, touched, since: now, ownedSince: now };
    else if (touched !== seen.touched) seen = { ...seen, touched, since: now };
    else if (found !== null && now - seen.since >= timing.stale_ms && !isAlive(found)) breakLock(path, found);
    if (!hasNotified && found !== null && now - startedAt > NOTICE_AFTER) {
      hasNotified = true;
      onWait(describeOwner(found));
    }
    await wait(timing.poll_ms * (1 + Math.random()));
  }
  ownTokens.add(self.token);
  const isHeld = () => read(path) === content;
  const touching = setInterval(() => touch(path, isHeld), timing.stale_ms / TOUCHES).unref();
  const release = () => {
    clearInterval(touching);
    process.off('exit', release);
    ownTokens.delete(self.token);
    if (isHeld()) retryWhileInUse(() => rmSync(path, { force: true }));
  };
  // The lock is released at exit, so that an interrupted scan does not block the next one.
  process.once('exit', release);
  return { isHeld, release };
}

/** The lock of another process. Times of `performance.now()`. */
interface Seen {
  content: string | null;
  /** The time when its owner last touched it, in milliseconds. */
  touched: number;
  /** The time since which it is unchanged. */
  since: number;
  /** The time since which it has this owner. */
  ownedSince: number;
}

function readTouched(path: string): number {
  return catchErrorCode('ENOENT', () => retryWhileInUse(() => statSync(path).mtimeMs)) ?? 0;
}

/** Errors are ignored: a lost lock is noticed before the next action that cannot be undone. */
function touch(path: string, isHeld: () => boolean): void {
  try {
    const now = new Date();
    if (isHeld()) utimesSync(path, now, now);
  } catch (error) {
    if (getSystemErrorCode(error) === null) throw error;
  }
}

function describeOwner(content: string): string {
  const owner = parseOwner(content);
  return owner === null ? 'an unknown process' : `process ${owner.pid} on ${owner.host}`;
}

/** Creates a file, or returns false if it exists. Never leaves a partial file behind. */
function create(path: string, content: string): boolean {
  const descriptor = catchErrorCode('EEXIST', () => retryWhileInUse(() => openSync(path, 'wx')));
  if (descriptor === null) return false;
  try {
    writeFileSync(descriptor, content);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Returns the content of a lock; null if there is none. Opening a pipe must not block; it is then an empty lock. */
function read(path: string): string | null {
  const descriptor = catchErrorCode('ENOENT', () => retryWhileInUse(() => openSync(path, READ_ONLY)));
  if (descriptor === null) return null;
  try {
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a stale lock. If it is killed in between, only a renamed file remains, which `removeLeftovers` finds. */
function breakLock(path: string, stale: string): void {
  if (read(path) !== stale) return;
  const moved = `${path}.${randomUUID()}.broken`;
  const isMissing = catchErrorCode('ENOENT', () => retryWhileInUse(() => renameSync(path, moved))) === null;
  if (isMissing) return;
  if (read(moved) !== stale) putBack(moved, path);
  retryWhileInUse(() => rmSync(moved, { force: true }));
}

/** Renaming would replace an even newer lock. */
function putBack(moved: string, path: string): void {
  try {
    linkSync(moved, path);
  } catch (error) {
    // A newer lock exists, or the file system has no links. The owner of this lock then sees that it lost it.
    if (getSystemErrorCode(error) === null) throw error;
  }
}

/** Whether the owner is a process running on this machine. It cannot be checked for another machine. */
function isAlive(content: string): boolean {
  const owner = parseOwner(content);
  if (owner === null || owner.host !== hostname()) return false;
  if (owner.pid === process.pid) return ownTokens.has(owner.token);
  if (!isRunning(owner.pid)) return false;
  const started = readStartOfProcess(owner.pid);
  return started === null || owner.started === null || started === owner.started;
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only checks that the process exists.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return getSystemErrorCode(error) === 'EPERM';
  }
}

/** Returns null for an empty lock, whose owner died before writing it, and for any other file. */
function parseOwner(content: string): Owner | null {
  try {
    const { token, host, pid, started } = JSON.parse(content);
    const valid = /^[\da-f-]{36}$/.test(token) && typeof host === 'string' && Number.isSafeInteger(pid) && pid > 0;
    return valid ? { token, host, pid, started: typeof started === 'string' ? started : null } : null;
  } catch {
    return null;
  }
}

/**
 * The index among the fields after the command in parentheses, which may itself contain spaces and parentheses: proc_pid_stat(5), field 22.
 */
const START_TIME_INDEX = 22 - 3;

/**
 * Returns when a process started, as `BOOT-ID/CLOCK-TICKS`: the same text means the same process. Returns null on systems without `/proc`,
 * and if the process does not exist or is not visible.
 */
export function readStartOfProcess(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_INDEX];
    return boot !== '' && start !== undefined && /^\d+$/.test(start) ? `${boot}/${start}` : null;
  } catch {
    return null;
  }
}
