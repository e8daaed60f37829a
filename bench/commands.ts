/** What the rows of the benchmark have in common: the program, and the commands that they measure. */

import path from 'node:path';
import type { Children } from './children.ts';
import { ANCHORS } from './environment.ts';
import { type Command, type Figures, measure } from './measure.ts';
import { NOW } from './now.ts';
import type { Result } from './table.ts';

/** How to run the benchmark. */
export interface Bench {
  /** The node program to measure. */
  node: string;
  /** Absolute path of `dist/cli.js`. */
  cli: string;
  /** An empty directory for each row. */
  directory: string;
  children: Children;
  /** Uses a hundredth of the data, once: checks that the benchmark works. */
  small: boolean;
}

/**
 * One row. `measure` returns the figures of the subject and of its baseline, if there is one. `also`: another row, with a
 * second baseline from the same runs.
 */
export interface Row extends Omit<Result, 'subject' | 'baseline'> {
  also?: Pick<Result, 'name' | 'against'> & Partial<Pick<Result, 'aim'>>;
  measure: (bench: Bench) => Promise<Figures[]>;
}

export function measured(bench: Bench, commands: readonly Command[], runs: number): Promise<Figures[]> {
  return measure(bench.node, commands, bench.small ? 1 : runs, bench.directory);
}

/** A hundredth if `small`, but at least 2. */
export function sized({ small }: Bench, count: number): number {
  return small ? Math.max(2, count / 100) : count;
}

/** How many files or connections a baseline has open at once. */
export const CONCURRENCY = 100;

/** The baseline of rows about startup. */
export const EMPTY = '`node -e 0`';

export const TIMEOUT_SECONDS = 2;

/** For scans without unresponsive servers: a busy machine must not cause timeouts. */
export const LONG_TIMEOUT_SECONDS = 30;

export function getTimeout({ small }: Bench): number {
  return small ? TIMEOUT_SECONDS / 10 : TIMEOUT_SECONDS;
}

export function empty({ directory }: Bench): Command {
  return { args: ['-e', '0'], cwd: directory };
}

export function cli({ cli: file, directory }: Bench, ...args: string[]): Command {
  return { args: [file, ...args], cwd: directory };
}

/** Makes a scan fail if it cannot read an endpoint: otherwise it might be fast because it does nothing. */
export const ALL_READ = ['--fail-on', 'critical'];

/** For endpoints that are dead on purpose. */
export const ALLOW_UNREAD = ['--allow-unread'];

export function scan(bench: Bench, manifest: string, ...options: string[]): Command {
  const command = cli(bench, 'scan', '--dry-run', '--quiet', '--now', NOW, '-m', manifest, ...options);
  return { ...command, env: { SSL_CERT_FILE: path.join(bench.directory, ANCHORS) } };
}

/** A scan that sends all notifications again, and records them. */
export function send(bench: Bench, manifest: string): Command {
  const log = `${manifest}.log.json`;
  return cli(bench, 'scan', '--quiet', '--ignore-cooldown', '--now', NOW, '--event-log', log, '-m', manifest);
}

export function child({ children, directory }: Bench, name: keyof Children, ...args: string[]): Command {
  return { args: [children[name], ...args], cwd: directory };
}
