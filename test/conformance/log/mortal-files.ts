/**
 * File-system calls of a process that can be killed at each of them. The functions of `node:fs` are replaced for good, and behave as before
 * outside of `runMortal`. From the kill on, every call fails, so that nothing that the process still does in memory reaches the disk.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { FileKill } from './cases.ts';

/** Thrown by all calls of a killed process. */
export class KilledError extends Error {}

/** A call that changes the file system: its name, and the path that it is about, or that it creates. */
export interface Call {
  name: string;
  path: string;
}

/** A process. It lives as long as nobody plans its end. */
export class Mortal {
  isKilled = false;
  #kill: FileKill | null = null;
  #isFrom: (call: Call) => boolean = () => true;
  #isLast: (call: Call) => boolean = () => false;
  #hasCalled: (call: Call) => void = () => {};
  #calls = -1;

  /**
   * Kills the process at a call, counted from the first one that `isFrom` accepts, and at the latest before one that `isLast` accepts.
   * Null: it lives.
   */
  plan(kill: FileKill | null, isFrom: (call: Call) => boolean, isLast: (call: Call) => boolean): void {
    this.#kill = kill;
    this.#isFrom = isFrom;
    this.#isLast = isLast;
    this.#calls = -1;
  }

  /** Kills it now, between two calls. */
  kill(): void {
    this.isKilled = true;
  }

  /** Calls back after each call that changes the file system. */
  watch(hasCalled: (call: Call) => void): void {
    this.#hasCalled = hasCalled;
  }

  /** Does `work`, which changes the file system, or a half of it, unless the process is killed before. */
  change<Result>(call: Call, work: () => Result, workPartly: () => void): Result {
    this.check();
    const how = this.#decide(call);
    if (how === 'within') workPartly();
    if (how === 'before' || how === 'within') this.#die();
    const result = work();
    if (how === 'after') this.#die();
    this.#hasCalled(call);
    return result;
  }

  /** Throws KilledError if it was killed. */
  check(): void {
    if (this.isKilled) throw new KilledError();
  }

  #decide(call: Call): FileKill['how'] | null {
    if (this.#kill === null) return null;
    if (this.#isLast(call)) return 'before';
    if (this.#calls < 0 && !this.#isFrom(call)) return null;
    this.#calls += 1;
    return this.#calls === this.#kill.calls ? this.#kill.how : null;
  }

  #die(): never {
    this.kill();
    throw new KilledError();
  }
}

const scope = new AsyncLocalStorage<Mortal>();

/** Runs `work` as that process. */
export function runMortal<Result>(mortal: Mortal, work: () => Result): Result {
  return scope.run(mortal, work);
}

const real = { ...fs };

/** Wraps a function that changes the file system. `getPath` returns the path that it is about. */
function wrapChange<Args extends unknown[], Result>(
  name: string,
  work: (...args: Args) => Result,
  getPath: (...args: Args) => unknown,
  workPartly: (...args: Args) => void = () => {},
) {
  return (...args: Args): Result => {
    const mortal = scope.getStore();
    if (mortal === undefined) return work(...args);
    return mortal.change(
      { name, path: String(getPath(...args)) },
      () => work(...args),
      () => workPartly(...args),
    );
  };
}

/** Wraps a function that reads. */
function wrapRead<Args extends unknown[], Result>(work: (...args: Args) => Result) {
  return (...args: Args): Result => {
    scope.getStore()?.check();
    return work(...args);
  };
}

const first = (path: unknown) => path;
const second = (_: unknown, path: unknown) => path;

const openRead = wrapRead(real.openSync);
const openNew = wrapChange('open', real.openSync, first);

Object.assign(fs, {
  openSync: (...args: Parameters<typeof real.openSync>) => (args[1] === 'wx' ? openNew(...args) : openRead(...args)),
  writeFileSync: wrapChange('write', real.writeFileSync, first, (file, data) =>
    real.writeFileSync(file, String(data).slice(0, String(data).length / 2)),
  ),
  fsyncSync: wrapChange('sync', real.fsyncSync, first),
  fchmodSync: wrapChange('chmod', real.fchmodSync, first),
  renameSync: wrapChange('rename', real.renameSync, second),
  linkSync: wrapChange('link', real.linkSync, second),
  rmSync: wrapChange('remove', real.rmSync, first),
  mkdirSync: wrapChange('mkdir', real.mkdirSync, first),
  utimesSync: wrapRead(real.utimesSync),
  readFileSync: wrapRead(real.readFileSync),
  readdirSync: wrapRead(real.readdirSync),
  statSync: wrapRead(real.statSync),
  lstatSync: wrapRead(real.lstatSync),
});
syncBuiltinESMExports();
