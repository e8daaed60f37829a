/**
 * Locks a file between processes, for the duration of one save. The lock is a second file that only one process can create.
 *
 * A process that dies leaves its lock behind. Another process breaks a lock that has not changed for a while and whose
 * owner is not running on this machine. Two processes that break a lock at the same time could remove each other's
 * new lock. So a process must first create a third file, named after the old lock, and then check that the old lock
 * still exists. An owner that was only suspended sees from `isHeld` that it has lost the lock.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { catchErrorCode, getSystemErrorCode } from './failures.ts';

export interface LockTiming {
  /** How long to wait for the lock. */
  timeout_ms: number;
  /** How long a lock must be unchanged, with its owner not known to be running, before it is broken. */
  stale_ms: number;
  /** Between two attempts. Randomly up to twice as long. */
  poll_ms: number;
}

const DEFAULT_TIMING: LockTiming = { timeout_ms: 30_000, stale_ms: 10_000, poll_ms: 10 };

export interface FileLock {
  /** Whether this process still has the lock. Check this before an action that cannot be undone. */
  isHeld: () => boolean;
  release: () => void;
}

interface Owner {
  token: string;
  host: string;
  pid: number;
}

/** Creates the lock at a path. Returns null after the timeout. Throws file system errors. */
export async function acquireFileLock(path: string, timing: LockTiming = DEFAULT_TIMING): Promise<FileLock | null> {
  const self: Owner = { token: randomUUID(), host: hostname(), pid: process.pid };
  const content = JSON.stringify(self);
  const startedAt = performance.now();
  let seen: { content: string | null; since: number } = { content: null, since: startedAt };
  while (!create(path, content)) {
    const now = performance.now();
    if (now - startedAt > timing.timeout_ms) return null;
    const found = read(path);
    if (found !== seen.content) seen = { content: found, since: now };
    else if (found !== null && now - seen.since >= timing.stale_ms && !isAlive(found)) breakLock(path, found);
    await wait(timing.poll_ms * (1 + Math.random()));
  }
  return {
    isHeld: () => read(path) === content,
    release: () => {
      if (read(path) === content) rmSync(path, { force: true });
    },
  };
}

/** Creates a file, or returns false if it exists. Never leaves a partial file behind. */
function create(path: string, content: string): boolean {
  const descriptor = catchErrorCode('EEXIST', () => openSync(path, 'wx'));
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

function read(path: string): string | null {
  return catchErrorCode('ENOENT', () => readFileSync(path, 'utf8'));
}

function breakLock(path: string, stale: string): void {
  const mark = `${path}.${parseOwner(stale)?.token ?? 'unsigned'}`;
  if (!create(mark, '')) return;
  try {
    if (read(path) === stale) rmSync(path, { force: true });
  } finally {
    rmSync(mark, { force: true });
  }
}

/** Whether the owner is a process running on this machine. It cannot be checked for another machine. */
function isAlive(content: string): boolean {
  const owner = parseOwner(content);
  if (owner === null || owner.host !== hostname()) return false;
  try {
    // Signal 0 only checks that the process exists.
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return getSystemErrorCode(error) === 'EPERM';
  }
}

/** null for an empty lock, whose owner died before writing it, and for any other file. */
function parseOwner(content: string): Owner | null {
  try {
    const { token, host, pid } = JSON.parse(content);
    const valid = /^[\da-f-]{36}$/.test(token) && typeof host === 'string' && Number.isSafeInteger(pid) && pid > 0;
    return valid ? { token, host, pid } : null;
  } catch {
    return null;
  }
}
