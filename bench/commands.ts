/** The shared parts of the rows of the benchmark: the program, and the commands that they measure. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ANCHORS, NOW } from './data.ts';
import { type Command, type Figures, measure } from './measure.ts';
import type { Result } from './table.ts';

/** The settings of the benchmark. */
export interface Bench {
  /** The node program to measure. */
  node: string;
  /** The absolute path of the checkout to measure, with a `dist/`. */
  root: string;
  /** The checkout of another revision to compare with; null: the rows have their own baseline. */
  compared: string | null;
  /** An empty directory for each row. */
  directory: string;
}

/** One row. `measure` returns the figures of the subject and of its baseline, if there is one. */
export interface Row extends Omit<Result, 'subject' | 'baseline'> {
  measure: (bench: Bench) => Promise<Figures[]>;
}

/** Measures the first command, and its baseline: the second command, if there is one, or the same command of the other revision. */
export function measureAll(bench: Bench, commands: readonly Command[], runs: number): Promise<Figures[]> {
  const { node, directory, root, compared } = bench;
  const [subject] = commands;
  if (compared === null || subject === undefined) return measure(node, commands, runs, directory);
  const args = subject.args.map((arg) => (arg.startsWith(root) ? path.join(compared, path.relative(root, arg)) : arg));
  return measure(node, [subject, { ...subject, args }], runs, directory);
}

export function runCli({ root, directory }: Bench, ...args: string[]): Command {
  return { args: [path.join(root, 'dist/cli.js'), ...args], cwd: directory };
}

/** Creates a scan that fails if an endpoint cannot be read, unless `--allow-unread` is given: a scan that does nothing would be fast. */
export function scan(bench: Bench, manifest: string, ...options: string[]): Command {
  const command = runCli(bench, 'scan', '--dry-run', '--quiet', '--now', NOW, '-m', manifest, ...options);
  return { ...command, env: { SSL_CERT_FILE: path.join(bench.directory, ANCHORS) } };
}

/** Runs Node without any code, which every command takes at least. */
export function runBareNode({ directory }: Bench): Command {
  return { args: ['-e', '0'], cwd: directory };
}

/** Runs a helper of the benchmark with the version of Node to measure. */
export function runNodeChild({ root, directory }: Bench, name: string, ...args: string[]): Command {
  return { args: [findChild(name, root), ...args], cwd: directory };
}

/** Runs a helper of the benchmark with this version of Node. Its memory is not measured. */
export function runChild({ root, directory }: Bench, name: string, ...args: string[]): Command {
  return { program: process.execPath, args: [findChild(name, root), ...args], cwd: directory };
}

function findChild(name: string, root = path.join(import.meta.dirname, '..')): string {
  return path.join(root, 'bench/children', `${name}.ts`);
}

export interface Started extends AsyncDisposable {
  /** The first line of its output. */
  output: { live: number[]; dead: number[]; ca: string };
}

/** Starts a server, which runs until it is disposed, or this process exits. */
export async function startChild(name: string, ...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, [findChild(name), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    closed.then(() => Promise.reject(new Error(`${name} exited before it was ready`))),
  ]);
  return {
    output: JSON.parse(line),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await closed;
    },
  };
}
