/**
 * A lock between processes, made of a file that only one can create. It is held for the moment of one save.
 *
 * A holder that died leaves its lock behind. Others take it away once they have seen the same lock for a while and its
 * holder is not alive on this machine. Two that do so at once could take away each other's new lock, so each lock may
 * be broken by one process only: the one that creates a second file, named after that lock, and still finds the lock
 * there after that. A holder that was merely asleep learns by `isHeld` that it is the holder no more.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { catchErrorCode, getSystemErrorCode } from './failures.ts';

export interface LockTiming {
  /** How long to wait for the lock in all. */
  patience_ms: number;
  /** How long a lock must have been the same one, while its holder is not known to be alive, before it is broken. */
  stale_ms: number;
  /** Between two looks, up to twice as long. */
  pause_ms: number;
}

const DEFAULT_TIMING: LockTiming = { patience_ms: 30_000, stale_ms: 10_000, pause_ms: 10 };

export interface FileLock {
  /** Whether the lock is still ours: to be asked before what cannot be undone. */
  isHeld: () => boolean;
  release: () => void;
}

interface Holder {
  token: string;
  host: string;
  pid: number;
}

/** Takes the lock at a path; null where another held it for as long as we waited. Throws errors of the file system. */
export async function acquireFileLock(path: string, timing: LockTiming = DEFAULT_TIMING): Promise<FileLock | null> {
  const own: Holder = { token: randomUUID(), host: hostname(), pid: process.pid };
  const content = JSON.stringify(own);
  const began = performance.now();
  let seen: { content: string | null; since: number } = { content: null, since: began };
  while (!create(path, content)) {
    const now = performance.now();
    if (now - began > timing.patience_ms) return null;
    const found = read(path);
    if (found !== seen.content) seen = { content: found, since: now };
    else if (found !== null && now - seen.since >= timing.stale_ms && !isAlive(found)) breakLock(path, found);
    await wait(timing.pause_ms * (1 + Math.random()));
  }
  return {
    isHeld: () => read(path) === content,
    release: () => {
      if (read(path) === content) rmSync(path, { force: true });
    },
  };
}

/** Creates a file that must not exist yet; false where it does. Leaves no half-written one behind. */
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
  const mark = `${path}.${parseHolder(stale)?.token ?? 'unsigned'}`;
  if (!create(mark, '')) return;
  try {
    if (read(path) === stale) rmSync(path, { force: true });
  } finally {
    rmSync(mark, { force: true });
  }
}

/** Whether the holder is a process that runs on this machine; of another machine's nothing is known. */
function isAlive(content: string): boolean {
  const holder = parseHolder(content);
  if (holder === null || holder.host !== hostname()) return false;
  try {
    // Signal 0 is not sent: it only asks whether there is such a process.
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return getSystemErrorCode(error) === 'EPERM';
  }
}

/** Null for a lock whose holder died before it could sign it, and for a file that is no lock of ours. */
function parseHolder(content: string): Holder | null {
  try {
    const { token, host, pid } = JSON.parse(content);
    const valid = /^[\da-f-]{36}$/.test(token) && typeof host === 'string' && Number.isSafeInteger(pid) && pid > 0;
    return valid ? { token, host, pid } : null;
  } catch {
    return null;
  }
}
