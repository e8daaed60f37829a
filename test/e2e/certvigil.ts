import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/lib/io.ts';
import { createProcessIo } from '../../src/lib/process/process-io.ts';
import { createHostProcess } from './host-process.ts';

export const CLI = path.resolve('dist/cli.js');
const ACTION = path.resolve('dist/action.js');

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A minimal environment, so that tests behave the same everywhere. */
export const CLEAN_ENV = { PATH: process.env.PATH ?? '', HOME: os.tmpdir(), NO_COLOR: '1' };

function findMachineNode(): string {
  const directories = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((directory) => !directory.includes('node_modules'));
  const found = directories.map((directory) => path.join(directory, 'node')).find(existsSync);
  return found ?? process.execPath;
}

/** The node program of the machine, rather than the one that npm adds to the PATH. */
export const MACHINE_NODE = findMachineNode();

export const NODES: [name: string, node: string][] = [
  ['the Node of the tests', process.execPath],
  ['the Node of the machine', MACHINE_NODE],
];

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  /** Standard input. Default: empty. */
  input?: string | Uint8Array;
}

/** For tests whose waits show nothing, such as those between two requests to GitHub. */
export const WITHOUT_WAITS: Partial<Io> = { sleep: async () => {} };

export interface ProcessOptions extends RunOptions {
  node?: string;
  /** Maximum size of a file that the process may write, in blocks of 512 or 1024 bytes, to simulate a full disk. */
  largestFile?: number;
}

/** Runs a command line in this process, with streams and an environment of its own: a tenth of the time of a process. */
export async function runCli(
  args: string[],
  { cwd, env = {}, input = '' }: RunOptions,
  changes: Partial<Io> = {},
): Promise<Outcome> {
  const { host, outcome } = createHostProcess(cwd, { ...CLEAN_ENV, ...env }, [Buffer.from(input)]);
  const status = await main(args, { ...createProcessIo(host), ...changes });
  return { ...outcome, status };
}

/** Runs `dist/cli.js` in its own process, for what only a process shows; for `npm run mutants`, its source in this one. */
export function runProcess(args: string[], options: ProcessOptions): Promise<Outcome> {
  const { node, largestFile } = options;
  if (process.env.CERTVIGIL_TEST_IN_PROCESS === undefined || (node ?? largestFile) !== undefined)
    return startScript(CLI, args, options).outcome;
  return runCli(args, options);
}

/** Runs `dist/action.js` in its own process; for `npm run mutants`, its source in this one. */
export async function runAction(options: ProcessOptions): Promise<Outcome> {
  if (process.env.CERTVIGIL_TEST_IN_PROCESS === undefined) return startScript(ACTION, [], options).outcome;
  const { runActionHere } = await import('./action-in-process.ts');
  return runActionHere(options.cwd, { ...CLEAN_ENV, ...options.env });
}

export interface RunningProcess {
  outcome: Promise<Outcome>;
  kill: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void;
  /** Resolves when standard error contains a text. Never resolves if that does not happen. */
  waitForStderr: (text: string) => Promise<void>;
}

/** Starts `dist/cli.js`, or `dist/action.js` without arguments, in its own process. */
export function startProcess(args: string[] | 'action', options: ProcessOptions): RunningProcess {
  return args === 'action' ? startScript(ACTION, [], options) : startScript(CLI, args, options);
}

function startScript(
  script: string,
  args: string[],
  { cwd, env = {}, node = process.execPath, input, largestFile }: ProcessOptions,
): RunningProcess {
  const command = [node, script, ...args];
  const [program = '', ...rest] =
    largestFile === undefined ? command : ['sh', '-c', `ulimit -f ${largestFile}; exec "$0" "$@"`, ...command];
  const child = spawn(program, rest, {
    cwd,
    env: { ...CLEAN_ENV, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  child.stdin.on('error', () => {}).end(input);
  const outcome: Outcome = { status: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    outcome.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    outcome.stderr += text;
  });
  return {
    outcome: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve({ ...outcome, status }));
    }),
    kill: (signal) => void child.kill(signal),
    waitForStderr: (text) =>
      new Promise((resolve) => {
        const check = () => outcome.stderr.includes(text) && resolve();
        child.stderr.on('data', check);
        check();
      }),
  };
}

export interface Workspace extends AsyncDisposable {
  root: string;
  /** Absolute path of a file in it; an absolute path stays as it is. */
  at: (name: string) => string;
  write: (name: string, content: string | Uint8Array) => Promise<void>;
  /** The file's text; null where there is none. */
  read: (name: string) => Promise<string | null>;
}

/** A temporary directory with these files, which is removed after the test. */
export async function createWorkspace(files: Record<string, string | Uint8Array>): Promise<Workspace> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-test-'));
  const at = (name: string) => path.resolve(root, name);
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  return {
    root,
    at,
    write,
    read: (name) => readFile(at(name), 'utf8').catch(() => null),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
