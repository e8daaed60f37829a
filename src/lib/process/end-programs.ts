/** Ends programs that take too long, with all that they started. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { type ChildProcess, spawnSync } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { getOrCreate } from '../collections.ts';

/** What `limitTime` throws. */
export const TOO_LATE = Symbol('too late');

/** The programs that the current `use` of `limitTime` has started. */
const STARTED = new AsyncLocalStorage<ChildProcess[]>();
let isWatching = false;

/**
 * Waits for what has no limit of its own, such as a library. After the time, the programs that it started are ended; what else it does
 * cannot be ended. Throws TOO_LATE.
 */
export async function limitTime<Result>(use: () => Promise<Result>, milliseconds: number): Promise<Result> {
  watchPrograms();
  const ended = new AbortController();
  const late = setTimeout<typeof TOO_LATE>(milliseconds, TOO_LATE, { signal: ended.signal, ref: false });
  const started: ChildProcess[] = [];
  const used = STARTED.run(started, async () => use());
  try {
    const result = await Promise.race([used, late]);
    if (result === TOO_LATE) throw TOO_LATE;
    return result;
  } catch (error) {
    if (error === TOO_LATE) {
      used.catch(() => undefined);
      for (const { pid, exitCode, signalCode } of started)
        if (pid !== undefined && exitCode === null && signalCode === null) endTree(pid);
    }
    throw error;
  } finally {
    ended.abort();
    late.catch(() => undefined);
  }
}

/** Libraries do not return the programs that they start, but Node announces each of them (nodejs.org/api/diagnostics_channel.html). */
function watchPrograms(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe('child_process', (message) => STARTED.getStore()?.push((message as { process: ChildProcess }).process));
}

/** Ends a program and its descendants. One that left its parent, as a daemon does, stays. */
export function endTree(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  const children = new Map<number, number[]>();
  for (const [child, parent] of listProcesses()) getOrCreate(children, parent, () => []).push(child);
  const listTree = (root: number): number[] => [root, ...(children.get(root) ?? []).flatMap(listTree)];
  for (const one of listTree(pid)) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** All processes of this machine that can be seen. Empty if they cannot be listed. */
function listProcesses(): [pid: number, parent: number][] {
  const stats = process.platform === 'linux' ? readStats() : listWithPs();
  return stats.flatMap((line) => {
    const [, pid, parent] = /^\s*(\d+)\s+(?:\(.*\) \S )?(\d+)/s.exec(line) ?? [];
    return pid === undefined ? [] : [[Number(pid), Number(parent)]];
  });
}

/** proc(5): the number, the name in parentheses, the state, and the parent. */
function readStats(): string[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/stat`, 'utf8')] : [];
    } catch {
      return [];
    }
  });
}

function listWithPs(): string[] {
  return String(spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout ?? '').split('\n');
}
