/** Measures the run time and peak memory of whole processes. */

import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** One command line of Node, or of another program. */
export interface Command {
  /** Another program, whose memory is not measured. Default: the node program to measure. */
  program?: string;
  args: readonly string[];
  cwd: string;
  /** Variables that are added to the environment of the benchmark. */
  env?: Record<string, string>;
  /** Set if the command measures its own time without preparation, and prints `{"milliseconds": N}`. */
  timesItself?: true;
}

export interface Figures {
  /** The median in milliseconds. */
  median: number;
  min: number;
  /** The peak resident memory in MiB; null for another program. */
  memory: number | null;
}

/** The timeout is three times more than any command needs. */
const TIMEOUT_MS = 300_000;

/** Writes the peak memory of the process in KiB when it exits. */
const PRELOAD = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs';" +
    "process.on('exit', () => writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS)));",
)}`;

/**
 * Runs the commands in turn, `runs` times each, so that other load on the machine affects all of them. Memory is measured in a
 * first run that is not timed, because measuring it takes time. Throws if a command fails or times out.
 */
export async function measure(
  node: string,
  commands: readonly Command[],
  runs: number,
  directory: string,
): Promise<Figures[]> {
  const memories: (number | null)[] = [];
  for (const command of commands) memories.push(await peakMemory(node, command, directory));
  const times: number[][] = commands.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, command] of commands.entries()) times[index]?.push(await duration(node, command));
  }
  return times.map((taken, index) => ({
    median: median(taken),
    min: Math.min(...taken),
    memory: memories[index] ?? null,
  }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return (low + high) / 2;
}

async function duration(node: string, command: Command): Promise<number> {
  const startedAt = performance.now();
  const stdout = await runNode(node, command);
  if (command.timesItself !== true) return performance.now() - startedAt;
  const { milliseconds } = JSON.parse(stdout);
  return milliseconds;
}

/** Runs a command of Node once, and measures both its time and its memory. */
export async function measureOnce(node: string, command: Command, directory: string): Promise<Figures> {
  const startedAt = performance.now();
  const memory = await peakMemory(node, command, directory);
  const milliseconds = performance.now() - startedAt;
  return { median: milliseconds, min: milliseconds, memory };
}

async function peakMemory(node: string, command: Command, directory: string): Promise<number | null> {
  if (command.program !== undefined) return null;
  const file = path.join(directory, 'peak-memory.txt');
  await runNode(node, { ...command, args: ['--import', PRELOAD, ...command.args] }, { BENCH_MEMORY: file });
  const kibibytes = Number(await readFile(file, 'utf8'));
  await rm(file);
  return kibibytes / 1024;
}

/** Runs a command and returns its standard output. */
async function runNode(
  node: string,
  { program = node, args, cwd, env: own = {} }: Command,
  env: Record<string, string> = {},
): Promise<string> {
  // Other variables are dropped, because the variables of a runner change what a command does.
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(program, args, { cwd, env: { PATH, HOME, TMPDIR, ...own, ...env }, timeout: TIMEOUT_MS });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const exitCode = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(code ?? signal));
  });
  if (exitCode !== 0) throw new Error(`${[program, ...args].join(' ')} exited with ${exitCode}:\n${output.stderr}`);
  return output.stdout;
}
