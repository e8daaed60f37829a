/**
 * Interrupts scans at random moments and counts the messages that a receiver gets: `npm run interrupt -- --rounds 500`. Options: `--seed
 * N`, `--store file|commit`, `--partitions N`, `--signal SIGTERM|SIGKILL` (default: each in half of the rounds). Needs `dist/`, and uses
 * loopback only. A round interrupts up to three scans of one manifest, and then lets one finish. Messages must not be lost: the receiver
 * must have every alert, and one more scan must not send messages. After SIGTERM and SIGINT, messages must not be sent twice either. Ctrl+C
 * ends the run after the current round.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addCommit, getHead } from '../test/helpers/github/git.ts';
import { getRepository, REPOSITORY, startGitHub, TOKEN } from '../test/helpers/github/server.ts';
import { startReceiver } from '../test/helpers/receiver.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'file' },
    partitions: { type: 'string', default: '1' },
    signal: { type: 'string' },
  },
});
const rounds = Number(options.rounds);

const CLI = path.resolve('dist/cli.js');
const MAX_INTERRUPTIONS = 3;
const ALERTS = 30;
/** The maximum delay before a scan is interrupted. Some scans end earlier. */
const MAX_DELAY_MS = 900;
/** The maximum delay of a response, far below the time that an interrupted scan waits for it. */
const MAX_RESPONSE_MS = 20;

/** Creates a generator with the algorithm Mulberry32. The same seed results in the same moments, but not in the same interleaving. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = createRandom(Number(options.seed));
const pick = (count: number) => Math.floor(random() * count);

let received: string[] = [];
/** Called with the number of requests of the current scan. */
let onRequest: (count: number) => void = () => {};
let requestsOfScan = 0;

const receiver = await startReceiver(({ body }) => {
  received.push(JSON.parse(body).data.certificate);
  requestsOfScan += 1;
  onRequest(requestsOfScan);
  return { after: new Promise((resolve) => setTimeout(resolve, pick(MAX_RESPONSE_MS))) };
});
const github = await startGitHub();

function renderManifest(round: number): string {
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const entries = Array.from({ length: ALERTS }, (_, index) => `  - { name: c${index}, expires: ${soon} }\n`);
  return `version: 1
certificates:
${entries.join('')}webhooks: { chat: { url: "${receiver.origin}/" } }
rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: chat }] }]
event_log: { store: ${options.store}, path: logs/${round}/event-log.json, partitions: ${options.partitions} }
`;
}

function startScan(directory: string): ChildProcess {
  requestsOfScan = 0;
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    GITHUB_TOKEN: TOKEN,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_API_URL: github.api_url,
  };
  const child = spawn(process.execPath, [CLI, 'scan', '--quiet'], {
    cwd: directory,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.resume();
  return child;
}

/** Resolves with the exit code of the process, or the signal that ended it. */
function waitForExit(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
}

/** Lets the claim of a killed scan expire, for which the next scan would wait several minutes. */
function expireClaim(): void {
  const repository = getRepository(github);
  const files = getHead(repository, 'certvigil-state')?.files ?? {};
  for (const [name, blob] of Object.entries(files)) {
    const text = repository.blobs.get(blob)?.toString() ?? '';
    const after = text.replace(/("claim":.*"expires_at":)"[^"]*"/, '$1"2000-01-01T00:00:00Z"');
    if (after !== text) addCommit(repository, 'certvigil-state', 'expired', { [name]: Buffer.from(after) });
  }
}

type Signal = 'SIGTERM' | 'SIGINT' | 'SIGKILL';

/** Interrupts a scan. Half of the moments depend on the time, the others on the number of requests that the receiver got. */
async function interruptScan(directory: string, signal: Signal): Promise<number | NodeJS.Signals | null> {
  const child = startScan(directory);
  const ended = waitForExit(child);
  const kill = () => void child.kill(signal);
  let timer: NodeJS.Timeout | undefined;
  if (random() < 0.5) timer = setTimeout(kill, pick(MAX_DELAY_MS));
  else {
    const at = 1 + pick(ALERTS);
    onRequest = (count) => count === at && kill();
  }
  const how = await ended;
  clearTimeout(timer);
  onRequest = () => {};
  return how;
}

interface Round {
  signal: Signal;
  interrupted: number;
  lost: number;
  repeated: number;
  /** Other problems. */
  problems: string[];
}

async function runRound(round: number, directory: string): Promise<Round> {
  received = [];
  // The rate limit of an hour would not be sufficient for the scans of all rounds.
  github.state.rate.remaining = github.state.rate.limit;
  const signal =
    (options.signal as Signal | undefined) ??
    (['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGKILL'] as const)[round % 4] ??
    'SIGTERM';
  const problems: string[] = [];
  await writeFile(path.join(directory, 'certvigil.yaml'), renderManifest(round));
  let interrupted = 0;
  for (let times = 1 + pick(MAX_INTERRUPTIONS); times > 0; times -= 1) {
    const how = await interruptScan(directory, signal);
    const expected: (number | NodeJS.Signals | null)[] = [
      0,
      signal,
      { SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal],
    ];
    if (!expected.includes(how)) problems.push(`an interrupted scan ended with ${how}`);
    if (how !== 0) interrupted += 1;
    if (how === 'SIGKILL') expireClaim();
  }
  const finished = await waitForExit(startScan(directory));
  if (finished !== 0) problems.push(`the last scan ended with ${finished}`);
  const counts = new Map<string, number>();
  for (const name of received) counts.set(name, (counts.get(name) ?? 0) + 1);
  const after = await waitForExit(startScan(directory));
  if (after !== 0 || requestsOfScan > 0) problems.push(`one more scan sent ${requestsOfScan} and ended with ${after}`);
  const repeated = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  return { signal, interrupted, lost: ALERTS - counts.size, repeated, problems };
}

const totals = new Map<Signal, Omit<Round, 'signal' | 'problems'> & { rounds: number }>();
const failures: string[] = [];
const leftovers = new Set<string>();
const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-interrupt-'));
const began = performance.now();
/** Ctrl+C ends the run after this round. */
let isStopped = false;
process.once('SIGINT', () => {
  isStopped = true;
});
let done = 0;
for (let round = 1; round <= rounds && !isStopped; round += 1) {
  const { signal, interrupted, lost, repeated, problems } = await runRound(round, directory);
  const total = totals.get(signal) ?? { rounds: 0, interrupted: 0, lost: 0, repeated: 0 };
  totals.set(signal, {
    rounds: total.rounds + 1,
    interrupted: total.interrupted + interrupted,
    lost: total.lost + lost,
    repeated: total.repeated + repeated,
  });
  if (lost > 0) problems.push(`${lost} alerts were lost`);
  if (repeated > 0 && signal !== 'SIGKILL') problems.push(`${repeated} alerts were sent twice after ${signal}`);
  failures.push(...problems.map((problem) => `round ${round}: ${problem}`));
  const logs = await readdir(path.join(directory, `logs/${round}`)).catch(() => []);
  for (const name of logs) if (/\.(?:tmp|lock|broken)$/.test(name)) leftovers.add(`${round}/${name}`);
  done = round;
  if (round % 50 === 0) process.stderr.write(`${round} of ${rounds}\n`);
}
await Promise.all([receiver.close(), github.close(), rm(directory, { recursive: true, force: true })]);

const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `${done} rounds with the store ${options.store} and ${options.partitions} partitions from seed ${options.seed} in ${seconds} s\n`,
);
for (const [signal, { rounds: count, interrupted, lost, repeated }] of totals)
  process.stdout.write(
    `${signal}: ${count} rounds, ${interrupted} interrupted scans, ${lost} lost, ${repeated} repeated\n`,
  );
process.stdout.write(`files that killed saves left, and that a save removes after an hour: ${leftovers.size}\n`);
for (const failure of failures) process.stdout.write(`${failure}\n`);
if (failures.length > 0) process.exitCode = 1;
