import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const CLI = path.resolve('dist/cli.js');
const ACTION = path.resolve('dist/action.js');

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Nothing of the developer's environment gets in, so that a test on a runner is as one on a desk. */
const CLEAN = { PATH: process.env.PATH ?? '', HOME: os.tmpdir(), NO_COLOR: '1' };

/** The Node that the machine itself has: what stands on the PATH behind the one that npm puts before it. */
export function machineNode(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => path.join(folder, 'node')).find(existsSync);
  return found ?? process.execPath;
}

export const NODES: [name: string, node: string][] = [
  ['the Node of the tests', process.execPath],
  ['the Node of the machine', machineNode()],
];

interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  node?: string;
}

/** Runs `dist/cli.js` as a user does: in a process of its own. */
export function certvigil(args: string[], options: RunOptions): Promise<Outcome> {
  return runScript(CLI, args, options);
}

/** Runs `dist/action.js` as a runner does. */
export function action(options: RunOptions): Promise<Outcome> {
  return runScript(ACTION, [], options);
}

function runScript(
  script: string,
  args: string[],
  { cwd, env = {}, node = process.execPath }: RunOptions,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [script, ...args], {
      cwd,
      env: { ...CLEAN, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
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

/** A folder with these files, which is gone after the test. */
export async function workspace(
  files: Record<string, string | Uint8Array>,
): Promise<{ root: string } & AsyncDisposable> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-test-'));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(root, name), content);
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}
