/**
 * Starts real servers from Debian's packages, each as a child process on loopback with a separate directory. Suites with
 * missing programs are skipped with a message; with CERTVIGIL_REAL=1 (as in .ci/run) they fail.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { findProgram } from '../helpers/programs.ts';

/** Debian installs servers in directories that are often not on a user's PATH. */
const SERVER_DIRECTORIES = ['/usr/sbin', '/sbin', '/usr/lib/news/bin'];

export interface Needs {
  programs: readonly string[];
  /** The server drops root privileges itself, and does not start without them. */
  root?: boolean;
}

/** A `describe` that runs where the programs are installed. `body` gets their paths, in order. */
export function describeReal(
  name: string,
  { programs, root = false }: Needs,
  body: (...paths: string[]) => void,
): void {
  const paths = programs.map((program) => findProgram(program, SERVER_DIRECTORIES));
  const missing = programs.filter((_, index) => paths[index] === null);
  if (root && process.getuid?.() !== 0) missing.push('root');
  if (missing.length === 0) return void describe(name, () => body(...paths.flatMap((path) => path ?? [])));
  const why = `needs ${missing.join(', ')}: see scripts/install-real.sh`;
  if (process.env.CERTVIGIL_REAL !== '1') {
    process.stderr.write(`Skipped: ${name} ${why}.\n`);
    return void describe.skip(`${name} (${why})`, () => it.todo('runs'));
  }
  describe(name, () => {
    it('is installed', () => {
      throw new Error(why);
    });
  });
}

/** A new directory that every user may enter: many servers drop root privileges before they read their certificate. */
export function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'certvigil-real-'));
  chmodSync(directory, 0o755);
  return directory;
}

/** Throws if a process is still running in it: servers must stop with their tests. */
export async function removeDirectory(directory: string): Promise<void> {
  const until = Date.now() + STOP_TIMEOUT_MS;
  while (listProcesses(directory).length > 0 && Date.now() < until) await setTimeout(30);
  const left = listProcesses(directory);
  rmSync(directory, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`still running in ${directory}: ${left.join('; ')}`);
}

/** Processes with their working directory or an argument in the directory. */
function listProcesses(directory: string): string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // A zombie process has no command line.
      const isIn = command !== '' && `${readlinkSync(`/proc/${id}/cwd`)} ${command}`.includes(directory);
      return isIn ? [`${id} ${command}`] : [];
    } catch {
      // The process has exited in the meantime.
      return [];
    }
  });
}

/** Finds a free port on loopback. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Daemon {
  stop: () => Promise<void>;
  /** The last lines of its standard output and standard error so far. */
  output: () => string;
}

export interface DaemonOptions {
  cwd?: string;
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  /** Ports of 127.0.0.1 that it listens on once it has started. */
  ports: readonly number[];
  /** The signal that stops it; default: SIGTERM. */
  signal?: NodeJS.Signals;
  /** The file with the process ID of the leader of another group. */
  pidFile?: string;
}

const START_TIMEOUT_MS = 40_000;
const STOP_TIMEOUT_MS = 5000;

/** Starts a server that stays in the foreground, and waits until it listens. */
export async function startDaemon(program: string, args: readonly string[], options: DaemonOptions): Promise<Daemon> {
  const { ports, signal = 'SIGTERM', env, pidFile, ...rest } = options;
  const child = spawn(program, args, {
    ...rest,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A separate process group, so that child processes of the server stop with it.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  let failed: Error | null = null;
  child.on('error', (error) => {
    failed = error;
  });
  const until = Date.now() + START_TIMEOUT_MS;
  for (const port of ports) {
    while (!(await listens(port))) {
      if (failed !== null || child.exitCode !== null || Date.now() > until) {
        await stop(child, 'SIGKILL');
        throw new Error(`${program} ${args.join(' ')} did not start (${failed ?? child.exitCode}):\n${output}`);
      }
      await setTimeout(30);
    }
  }
  const leader = pidFile === undefined ? null : Number(readFileSync(pidFile, 'utf8'));
  const stopAll = async () => {
    if (leader !== null) signalGroup(leader);
    await stop(child, signal);
  };
  return { stop: stopAll, output: () => output };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined) return;
  const exited = new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(true);
    else child.once('exit', () => resolve(true));
  });
  child.kill(signal);
  const ended = await Promise.race([exited, setTimeout(STOP_TIMEOUT_MS, false, { ref: false })]);
  signalGroup(child.pid);
  if (!ended) await exited;
}

/** Kills the processes that the server left in its group. */
function signalGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Runs a program. Returns its standard output; throws an error with both outputs if it fails. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; input?: string | Uint8Array; env?: Record<string, string>; uid?: number; gid?: number } = {},
): Promise<Buffer> {
  const { input, env, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...rest, env: { ...process.env, ...env } });
    const written: Buffer[] = [];
    const all: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      written.push(chunk);
      all.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      all.push(chunk);
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject).on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(written));
      else reject(new Error(`${program} ${args.join(' ')} exited with ${code}:\n${Buffer.concat(all).toString()}`));
    });
  });
}
