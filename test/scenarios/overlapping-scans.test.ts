/**
 * Overlapping scans with a log that is only replaced if it is still the one that was read, as on a branch. A scheduler decides which of two to
 * four scans takes the next step: each reading and writing of the log, and each message, is one. Scans are killed at any step.
 */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runDigest } from '../../src/app/digest/run-digest.ts';
import { type RunOptions, runScan } from '../../src/app/scan.ts';
import type { Manifest, Receipt } from '../../src/domain/index.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { FileSet } from '../../src/lib/files/file-set.ts';
import type { Io } from '../../src/lib/io.ts';
import { deliverAll } from '../../src/notify/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { createDice, type Dice } from '../helpers/dice.ts';
import { createTestIo } from '../manifest/io.ts';
import { parseManifest } from './simulation.ts';

vi.mock('../../src/store/index.ts', { spy: true });
vi.mock('../../src/notify/index.ts', { spy: true });

const START = Date.parse('2031-03-10T06:00:00Z');
const ENTRIES = ['mail', 'shop', 'wiki'];
const MANIFEST = `version: 1
certificates:
${ENTRIES.map((name) => `  - { name: ${name}, expires: 2031-03-20 }\n`).join('')}webhooks:
  chat: { url: "https://chat.example.com/hook" }
digest: { actions: [{ webhook: chat }] }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
settings: { delivery_timeout_seconds: 60 }
event_log: { store: commit }
`;

/** The name of the process that is a digest. */
const DIGEST = 'digest';

const OPTIONS: RunOptions = {
  log: { file: null, store: null },
  now: null,
  dry_run: false,
  ignore_cooldown: false,
  only: [],
};

/** A scan, which waits for the scheduler before each step. */
interface Process {
  name: string;
  state: 'working' | 'waiting' | 'ended' | 'killed';
  /** When it can take its next step. */
  wakes: number;
  takeStep: () => void;
}

interface World {
  now: number;
  log: string | null;
  processes: Process[];
  messages: { certificate: string; by: string; at: number }[];
  /** When the claim of each scan expires. */
  claims: Map<string, number>;
  output: string;
}

/** Kills a process instead of letting it take this step, counted from 0. */
type Kills = ReadonlyMap<string, number>;

let manifest: Manifest;
let world: World;

const createWorld = (): World => ({
  ...{ now: START, log: null, processes: [], messages: [], claims: new Map(), output: '' },
});

function wait(name: string, milliseconds = 0): Promise<void> {
  const process = findProcess(name);
  return new Promise((resolve) => {
    process.state = 'waiting';
    process.wakes = world.now + milliseconds;
    process.takeStep = () => {
      process.state = 'working';
      resolve();
    };
  });
}

function findProcess(name: string): Process {
  return world.processes.find((one) => one.name === name) as Process;
}

function createBranch(name: string): Store {
  const read = async (): Promise<FileSet> => {
    await wait(name);
    return { main: world.log, parts: new Map() };
  };
  return {
    description: 'event-log.json on the branch certvigil-state',
    hasParts: false,
    provesBySaving: true,
    read,
    save: async (merge, _, { always = false } = {}) => {
      for (;;) {
        const current = await read();
        const { main } = merge(current);
        if (main === current.main && !always) return 'unchanged';
        await wait(name);
        if (world.log !== current.main) continue;
        world.log = main;
        const { claim } = (JSON.parse(main) as EventLog).scans;
        if (claim && !current.main?.includes(claim.scan_id)) world.claims.set(name, Date.parse(claim.expires_at));
        // It can be killed before it gets the response.
        await wait(name);
        return 'saved';
      }
    },
  };
}

beforeAll(async () => {
  manifest = await parseManifest(MANIFEST);
  const getName = ({ env }: Pick<Io, 'env'>) => env.PROCESS ?? '';
  vi.mocked(openStore).mockImplementation(async (_, __, io) => createBranch(getName(io)));
  vi.mocked(deliverAll).mockImplementation(async ({ deliveries, events }, _, io) => {
    const receipts: Receipt[] = [];
    for (const { event_id, rule, destination } of deliveries.filter(({ due }) => due)) {
      const certificate = events.find(({ id }) => id === event_id)?.certificate ?? '';
      await wait(getName(io));
      if (getName(io) !== DIGEST) world.messages.push({ certificate, by: getName(io), at: world.now });
      receipts.push({ event_id, rule, destination, status: 'sent', attempts: 1, error: null });
    }
    return { receipts, problems: [] };
  });
});
afterAll(() => {
  vi.restoreAllMocks();
});

/** Starts a scan, or the digest. Rejects if it fails, or claims that alerts were delivered that were not. */
async function start(name: string): Promise<void> {
  const process: Process = { name, state: 'working', wakes: 0, takeStep: () => {} };
  world.processes.push(process);
  const io = createIo(name);
  if (name === DIGEST) await runDigest(manifest, OPTIONS, io);
  else {
    const { report } = await runScan(manifest, OPTIONS, io);
    if (report.coverage.text.includes('all alerts delivered')) expect(listSent()).toEqual(ENTRIES);
  }
  process.state = 'ended';
}

function createIo(name: string): Io {
  return {
    ...createTestIo('/'),
    env: { PROCESS: name },
    now: () => world.now,
    sleep: (milliseconds) => wait(name, milliseconds),
    stderr: (text) => {
      world.output += text;
    },
  };
}

function listSent(): string[] {
  return [...new Set(world.messages.map(({ certificate }) => certificate))].sort();
}

/** Lets scans take steps in a random order until each has ended or was killed. Time passes if all sleep. */
async function runTogether(names: readonly string[], dice: Dice, kills: Kills = new Map()): Promise<void> {
  const failures: unknown[] = [];
  for (const name of names) start(name).catch((error: unknown) => failures.push(error));
  const steps = new Map<string, number>();
  for (;;) {
    while (world.processes.some(({ state }) => state === 'working') && failures.length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    if (failures.length > 0) throw failures[0];
    const waiting = world.processes.filter(({ state }) => state === 'waiting');
    if (waiting.length === 0) return;
    const ready = waiting.filter(({ wakes }) => wakes <= world.now);
    if (ready.length === 0) world.now = Math.min(...waiting.map(({ wakes }) => wakes));
    else {
      const process = dice.pick(ready);
      const step = steps.get(process.name) ?? 0;
      steps.set(process.name, step + 1);
      world.now += 1000;
      if (kills.get(process.name) === step) process.state = 'killed';
      else process.takeStep();
    }
  }
}

/** A message is only sent twice if the scan that sent it was killed, and its claim has expired. */
function expectNoEarlyDuplicate(): void {
  for (const [index, { certificate, by, at }] of world.messages.entries()) {
    for (const earlier of world.messages.slice(0, index).filter((one) => one.certificate === certificate)) {
      expect(findProcess(earlier.by).state, `${earlier.by} sent ${certificate} before ${by}`).toBe('killed');
      expect(at).toBeGreaterThanOrEqual(world.claims.get(earlier.by) ?? Number.POSITIVE_INFINITY);
    }
  }
}

/** After the overlapping scans, one more must send what is missing, and another one nothing. */
async function expectNothingLost(dice: Dice): Promise<void> {
  await runTogether(['next'], dice);
  expect(listSent()).toEqual(ENTRIES);
  const count = world.messages.length;
  await runTogether(['last'], dice);
  expect(world.messages).toHaveLength(count);
}

const SEEDS = Number(process.env.MODEL_SEEDS ?? 40);
const seeds = Array.from({ length: SEEDS }, (_, index) => index);

/** Two to four scans. In half of the cases, there is a log already. */
function startOver(seed: number): { dice: Dice; names: string[] } {
  world = createWorld();
  const dice = createDice(seed);
  const names = ['a', 'b', 'c', 'd'].slice(0, 2 + dice.upTo(2));
  if (dice.chance(0.5)) {
    world.log = '{"version":1,"scans":{},"locations":{},"certificates":{},"events":[]}\n';
  }
  return { dice, names };
}

describe('scans that overlap', () => {
  it('send each alert once, in any order of their steps', async () => {
    for (const seed of seeds) {
      const { dice, names } = startOver(seed);
      await runTogether(names, dice);
      expect(world.messages.map(({ certificate }) => certificate).sort(), `seed ${seed}`).toEqual(ENTRIES);
      await expectNothingLost(dice);
    }
  });

  it('lose no alert if some are killed, and repeat one only after a claim has expired', async () => {
    let duplicates = 0;
    for (const seed of seeds) {
      const { dice, names } = startOver(seed + 1000);
      const killed = names.slice(0, 1 + dice.upTo(names.length - 1));
      await runTogether(names, dice, new Map(killed.map((name) => [name, dice.upTo(14)])));
      expectNoEarlyDuplicate();
      await expectNothingLost(dice);
      expectNoEarlyDuplicate();
      duplicates += world.messages.length - ENTRIES.length;
    }
    // Otherwise the scans were not killed at the moments that matter.
    expect(duplicates).toBeGreaterThan(0);
  });

  it('lose and repeat nothing if a digest overlaps, and lose no digest', async () => {
    for (const seed of seeds) {
      const { dice, names } = startOver(seed + 2000);
      await runTogether([DIGEST, ...names.slice(0, 2)], dice);
      await expectNothingLost(dice);
      expect(world.messages.map(({ certificate }) => certificate).sort()).toEqual(ENTRIES);
      expect((JSON.parse(world.log ?? '') as EventLog).scans).toMatchObject({ digest: { id: expect.anything() } });
    }
  });

  it('say that they wait', async () => {
    world = createWorld();
    await runTogether(['a', 'b'], createDice(1));
    expect(world.output).toMatch(
      /^certvigil: waiting for event-log\.json on the branch certvigil-state: another scan is sending notifications \(until 2031-03-10 06:0\d UTC at the latest\)\n$/,
    );
  });
});
