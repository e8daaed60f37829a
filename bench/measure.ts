/** Whole processes, timed from their start to their end, and the most memory that they held. */

import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** One command line of Node. */
export interface Command {
  args: readonly string[];
  cwd: string;
  /** Beside the environment of the bench. */
  env?: Record<string, string>;
  /** It measures itself, and says on standard output `{"milliseconds": N}`: what it prepares does not count. */
  timesItself?: true;
  /** Its exit status where all went as it should; 0 where nothing is said. */
  status?: number;
}

export interface Figures {
  /** Milliseconds. */
  median: number;
  min: number;
  /** Peak resident memory in MiB. */
  memory: number;
}

/** No command of the bench takes a tenth of this. */
const PATIENCE_MS = 120_000;

/** Writes the peak of this process in KiB when it ends. */
const PRELOAD = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs';" +
    "process.on('exit', () => writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS)));",
)}`;

/**
 * Runs the commands in turn, `runs` times each after one that does not count, so that whatever else the machine does
 * meets all of them alike. Memory is taken in a run of its own: to measure it costs a little time.
 *
 * @throws Error where a command fails or does not end.
 */
export async function measure(
  node: string,
  commands: readonly Command[],
  runs: number,
  folder: string,
): Promise<Figures[]> {
  const memories: number[] = [];
  for (const command of commands) memories.push(await peakMemory(node, command, folder));
  const times: number[][] = commands.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, command] of commands.entries()) times[index]?.push(await duration(node, command));
  }
  return times.map((taken, index) => ({
    median: median(taken),
    min: Math.min(...taken),
    memory: memories[index] ?? Number.NaN,
  }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return (low + high) / 2;
}

async function duration(node: string, command: Command): Promise<number> {
  const began = performance.now();
  const stdout = await runNode(node, command);
  if (command.timesItself !== true) return performance.now() - began;
  const { milliseconds } = JSON.parse(stdout);
  return milliseconds;
}

async function peakMemory(node: string, command: Command, folder: string): Promise<number> {
  const file = path.join(folder, 'peak-memory.txt');
  await runNode(node, { ...command, args: ['--import', PRELOAD, ...command.args] }, { BENCH_MEMORY: file });
  const kibibytes = Number(await readFile(file, 'utf8'));
  await rm(file);
  return kibibytes / 1024;
}

/** Runs it to its end and answers with its standard output. */
async function runNode(
  node: string,
  { args, cwd, env: own = {}, status = 0 }: Command,
  env: Record<string, string> = {},
): Promise<string> {
  const child = spawn(node, args, { cwd, env: { ...process.env, ...own, ...env }, timeout: PATIENCE_MS });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const ended = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(code ?? signal));
  });
  if (ended !== status) throw new Error(`${[node, ...args].join(' ')} ended with ${ended}:\n${output.stderr}`);
  return output.stdout;
}
