/**
 * A scan with a long event log, without sources and receivers. `make` writes the log; the other modes work on a copy and
 * print `{"milliseconds": N}`: `plan` starts with the parsed log, `scan` with the file. Their baselines: `print` serializes
 * and writes the same JSON, and `copy` also reads and parses it.
 */

import { closeSync, copyFileSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { DAY } from '../../src/domain/thresholds.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { createFileStore } from '../../src/store/file.ts';
import { NOW as BENCH_NOW } from '../now.ts';
import { createManifest, createReading } from './log-environment.ts';
import { createLogScanner, readLog, timed } from './log-scan.ts';

const NOW = Date.parse(BENCH_NOW);
const RENEWED = NOW - 10 * DAY;

/** Records per certificate: its thresholds, its renewal, and alerts for its successor if that expires soon. */
const RECORDS_EACH = 4.2;

const [mode = '', file = '', size] = process.argv.slice(2);
const count = Math.ceil(Number(size) / RECORDS_EACH);
const manifest = createManifest(count);
const { scan, planAndSave } = createLogScanner(manifest);

/** Renewed certificates and their successors, whose expiry dates are distributed evenly over 398 days. */
const before = manifest.entries.map(({ name }, index) => createReading(name, index, RENEWED + 10.5 * DAY));
const after = manifest.entries.map(({ name }, index) =>
  createReading(name, count + index, NOW + (398 * DAY * index) / count),
);

const MODES: Record<string, (file: string) => Promise<[unknown, milliseconds: number]>> = {
  plan: async (file) => {
    const store = createFileStore(file);
    const base = await readLog(store);
    return timed(() => planAndSave(base, store, after, NOW));
  },
  scan: (file) =>
    timed(async () => {
      const store = createFileStore(file);
      await planAndSave(await readLog(store), store, after, NOW);
    }),
  print: async (file) => {
    const value = JSON.parse(readFileSync(file, 'utf8'));
    return timed(async () => writeSynced(file, value));
  },
  copy: (file) => timed(async () => writeSynced(file, JSON.parse(readFileSync(file, 'utf8')))),
};

const work = MODES[mode];
if (work === undefined) writeFileSync(file, serializeLog(yearOfScans()));
else {
  const own = `${file}.${mode}`;
  copyFileSync(file, own);
  const [, milliseconds] = await work(own);
  process.stdout.write(JSON.stringify({ milliseconds }));
}

/** The scans of a year that leave records: alerts at 60, 30 and 14 days, renewals, and daily repeats. */
function yearOfScans(): EventLog {
  const alerts = [59, 29, 11].map((days) => ({ readings: before, now: RENEWED - days * DAY + 10.5 * DAY }));
  const since = [RENEWED, NOW - 1.1 * DAY].map((now) => ({ readings: after, now }));
  return [...alerts, ...since].reduce((log, { readings, now }) => scan(log, readings, now), createEmptyLog());
}

function writeSynced(file: string, value: unknown): void {
  const descriptor = openSync(file, 'w');
  writeFileSync(descriptor, JSON.stringify(value));
  fsyncSync(descriptor);
  closeSync(descriptor);
}
