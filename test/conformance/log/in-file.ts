/** Scans that share a log in files, lock it while they send, and are killed at any call that writes. */

import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parsePartName } from '../../../src/lib/files/file-set.ts';
import { createFileStore } from '../../../src/store/file.ts';
import type { FileCase, FileEnd, FileStep } from './cases.ts';
import { type Call, KilledError, Mortal, runMortal } from './mortal-files.ts';
import { RELEASED, rewriteTexts, type Texts } from './texts.ts';
import { createWorld, type Fate, listResults, readLog, reportError, type Sending, type World } from './world.ts';

type Start = Extract<FileStep, { does: 'start' }>;

/** A scan that has sent. */
interface Scan extends Sending {
  mortal: Mortal;
  hasLock: boolean;
}

// A lock is released at the exit of the process, and many cases run at once.
process.setMaxListeners(100);

const NAME = 'event-log.json';
/** The index of the main file, after all partitions. */
const MAIN = 3;

/** A lock is broken as soon as it was seen twice. */
const TIMING = { timeout_ms: 60_000, stale_ms: 1, poll_ms: 0 };

export async function simulateInFile({ released, certificates, steps }: FileCase): Promise<string[]> {
  const directory = realpathSync.native(mkdtempSync(path.join(tmpdir(), 'certvigil-log-')));
  const waiting: Scan[] = [];
  try {
    if (released) writeFileSync(path.join(directory, NAME), RELEASED);
    const world = createWorld(certificates);
    const versions = [readTexts(directory)];
    for (const step of steps) {
      if (step.does === 'start') await start(directory, world, waiting, step);
      else if (step.does === 'save') {
        const scan = takeHolder(waiting) ?? waiting.splice(step.scan % Math.max(1, waiting.length), 1)[0];
        if (scan !== undefined) await end(world, scan, step.end);
      } else if (step.does === 'rewrite') writeTexts(directory, rewriteTexts(readTexts(directory)));
      else setBack(directory, versions, step.back);
      versions.push(readTexts(directory));
    }
    return [...world.lines, ...(await listResults(createFileStore(path.join(directory, NAME))))];
  } finally {
    for (const scan of waiting) await kill(scan);
    rmSync(directory, { recursive: true });
  }
}

async function start(directory: string, world: World, waiting: Scan[], step: Start): Promise<void> {
  const mortal = new Mortal();
  mortal.plan(
    step.kill,
    () => true,
    ({ name, path: file }) => name === 'rename' && findIndex(path.basename(file)) === MAIN,
  );
  const fate: Fate = {
    beforeClaim: async () => {},
    afterClaim: () => {},
    beforeSending: () => {
      if (step.kill !== null) mortal.kill();
      mortal.check();
    },
    sleep: async () => {},
  };
  const store = createFileStore(path.join(directory, NAME), { timing: TIMING });
  const reading = await readLog(world, step, store, fate);
  if (reading === null) return;
  const sending = runMortal(mortal, reading.act);
  const holder = reading.isDue ? takeHolder(waiting) : undefined;
  if (holder !== undefined) await end(world, holder, step.holder);
  if (await sending.hasSent) waiting.push({ ...sending, mortal, hasLock: reading.isDue });
  else await finish(world, sending);
}

/** Takes the scan that has locked the log. */
function takeHolder(waiting: Scan[]): Scan | undefined {
  const at = waiting.findIndex(({ hasLock }) => hasLock);
  return at < 0 ? undefined : waiting.splice(at, 1)[0];
}

/** Lets a scan that has sent save, or kills it meanwhile. */
async function end(world: World, scan: Scan, how: FileEnd): Promise<void> {
  const { mortal } = scan;
  const isText = (call: Call, from: number) => call.name === 'open' && findTextIndex(call.path) >= from;
  const isFile = (call: Call, from: number) => call.name === 'rename' && findIndex(path.basename(call.path)) >= from;
  if (how === null)
    mortal.plan(
      null,
      () => true,
      () => false,
    );
  else if (how.from === 'sent')
    mortal.plan(
      how,
      () => true,
      (call) => isText(call, 0),
    );
  else if (how.from === 'published')
    mortal.plan(
      { ...how, calls: how.calls + 1 },
      (call) => isFile(call, MAIN),
      () => false,
    );
  else {
    const { from } = how;
    mortal.plan(
      how,
      (call) => isText(call, from),
      (call) => isFile(call, from),
    );
  }
  scan.save();
  await finish(world, scan);
}

/** Kills a scan that has sent. */
async function kill({ mortal, save, ended }: Scan): Promise<void> {
  mortal.kill();
  save();
  await ended.catch(ignoreKill);
}

async function finish(world: World, { id, ended }: Sending): Promise<void> {
  const error = await ended.catch(ignoreKill);
  if (error !== null) reportError(world, id, error);
}

function ignoreKill(error: unknown): null {
  if (error instanceof KilledError) return null;
  throw error;
}

/** The index of a file of the log; -1 for other files. */
function findIndex(name: string): number {
  const part = parsePartName(name, NAME);
  if (part !== null) return Number.parseInt(part, 10);
  return name === NAME ? MAIN : -1;
}

/** The index of the file that a temporary file replaces; -1 for other files. */
function findTextIndex(file: string): number {
  const [, name = ''] = /^\.(.+)\.[\da-f-]{36}\.tmp$/.exec(path.basename(file)) ?? [];
  return findIndex(name);
}

function readTexts(directory: string): Texts {
  const names = readdirSync(directory).filter((name) => findIndex(name) >= 0);
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]));
}

function writeTexts(directory: string, texts: Texts): void {
  for (const name of Object.keys(readTexts(directory))) rmSync(path.join(directory, name));
  for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(directory, name), text);
}

/** Restores a backup, with all files. The log is not removed. */
function setBack(directory: string, versions: readonly Texts[], back: number): void {
  const texts = versions.at(-back);
  if (back <= versions.length && texts !== undefined && NAME in texts) writeTexts(directory, texts);
}
