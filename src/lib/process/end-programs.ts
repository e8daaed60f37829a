/** Ends programs that take too long, with all of their descendants. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { type ChildProcess, spawnSync } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** The value that `limitTime` throws. */
export const TOO_LATE = Symbol('too late');

/** The programs that the current `use`, and those around it, have started. */
const STARTED = new AsyncLocalStorage<readonly ChildProcess[][]>();
let isWatching = false;

/**
 * Waits for code without its own time limit, such as a library. After the time, the programs that it started are ended; its other work
 * cannot be ended. Throws TOO_LATE.
 */
export function limitTime<Result>(use: () => Promise<Result>, milliseconds: number): Promise<Result> {
  return useWithPrograms(async (endPrograms) => {
    const ended = new AbortController();
    const late = setTimeout<typeof TOO_LATE>(milliseconds, TOO_LATE, { signal: ended.signal, ref: false });
    const used = use();
    try {
      const result = await Promise.race([used, late]);
      if (result !== TOO_LATE) return result;
      used.catch(() => undefined);
      endPrograms();
      throw TOO_LATE;
    } finally {
      ended.abort();
      late.catch(() => undefined);
    }
  });
}

/** Runs code that can end all programs that it has started until then. */
export async function useWithPrograms<Result>(use: (endPrograms: () => void) => Promise<Result>): Promise<Result> {
  watchPrograms();
  const started: ChildProcess[] = [];
  const endPrograms = () => {
    for (const { pid, exitCode, signalCode } of started)
      if (pid !== undefined && exitCode === null && signalCode === null) endTree(pid);
  };
  return STARTED.run([...(STARTED.getStore() ?? []), started], () => use(endPrograms));
}

/** Libraries do not return the programs that they start, but Node announces each of them (nodejs.org/api/diagnostics_channel.html). */
function watchPrograms(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe('child_process', (message) => {
    for (const started of STARTED.getStore() ?? []) started.push((message as { process: ChildProcess }).process);
  });
}

/** Ends a program and its descendants. A process that left its parent, like a daemon, keeps running. */
export function endTree(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  for (const one of stopTree(pid)) signal(one, 'SIGKILL');
}

/**
 * Stops a program and its descendants, and lists them. Without the stop, a running program could start another one that is not in the list.
 * Programs that were just being started are only in the second list.
 */
function stopTree(pid: number): Set<number> {
  const tree = new Set([pid]);
  for (let quietLists = 0; quietLists < 2; ) {
    for (const one of tree) signal(one, 'SIGSTOP');
    const found = listProcesses().filter(([child, parent]) => tree.has(parent) && !tree.has(child));
    for (const [child] of found) tree.add(child);
    quietLists = found.length > 0 ? 0 : quietLists + 1;
  }
  return tree;
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended in the meantime.
  }
}

/** Lists all visible processes of this machine. The list is empty if they cannot be listed. */
function listProcesses(): [pid: number, parent: number][] {
  const stats = process.platform === 'linux' ? readStats() : listWithPs();
  return stats.flatMap((line) => {
    const [, pid, parent] = /^\s*(\d+)\s+(?:\(.*\) \S )?(\d+)/s.exec(line) ?? [];
    return pid === undefined ? [] : [[Number(pid), Number(parent)]];
  });
}

/** Reads the fields of proc(5): the number, the name in parentheses, the state, and the parent. */
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
