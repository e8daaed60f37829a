import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export const CLI = path.resolve('dist/cli.js');
const ACTION = path.resolve('dist/action.js');

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Nothing of the developer's environment gets in, so that a test on a runner is as one on a desk. */
export const CLEAN_ENV = { PATH: process.env.PATH ?? '', HOME: os.tmpdir(), NO_COLOR: '1' };

/** The Node that the machine itself has: what stands on the PATH behind the one that npm puts before it. */
function machineNode(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => path.join(folder, 'node')).find(existsSync);
  return found ?? process.execPath;
}

export const NODES: [name: string, node: string][] = [
  ['the Node of the tests', process.execPath],
  ['the Node of the machine', machineNode()],
];

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  node?: string;
  /** What is piped in; by default nothing is. */
  input?: string | Uint8Array;
  /** The largest file that the process may write, in blocks of the shell (512 or 1024 bytes): a disk that is full. */
  largestFile?: number;
}

/** Runs `dist/cli.js` as a user does: in a process of its own. */
export function runCli(args: string[], options: RunOptions): Promise<Outcome> {
  return runScript(CLI, args, options);
}

/** Runs `dist/action.js` as a runner does. */
export function runAction(options: RunOptions): Promise<Outcome> {
  return runScript(ACTION, [], options);
}

function runScript(
  script: string,
  args: string[],
  { cwd, env = {}, node = process.execPath, input, largestFile }: RunOptions,
): Promise<Outcome> {
  const command = [node, script, ...args];
  const [program = '', ...rest] =
    largestFile === undefined ? command : ['sh', '-c', `ulimit -f ${largestFile}; exec "$0" "$@"`, ...command];
  return new Promise((resolve, reject) => {
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
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...outcome, status }));
  });
}

export interface Workspace extends AsyncDisposable {
  root: string;
  /** Absolute path of a file in it. */
  at: (name: string) => string;
  write: (name: string, content: string | Uint8Array) => Promise<void>;
  /** The file's text; null where there is none. */
  read: (name: string) => Promise<string | null>;
}

/** A folder with these files, which is gone after the test. */
export async function createWorkspace(files: Record<string, string | Uint8Array>): Promise<Workspace> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-test-'));
  const at = (name: string) => path.join(root, name);
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
