/**
 * A scan with a long event log, without sources and receivers. `make` writes the log; the other modes work on a copy and
 * print `{"milliseconds": N}`: `plan` starts with the parsed log, `scan` with the file. Their baselines: `print` serializes
 * and writes the same JSON, and `copy` also reads and parses it.
 */

import { closeSync, copyFileSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { assess } from '../../src/assess/index.ts';
import type { Manifest, Receipt, SourceReading, Subject } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import type { HistoryCache } from '../../src/events/log/history.ts';
import { type LoadedFiles, listPartsIn, readLogFiles, serializeLogFiles } from '../../src/events/log/log-files.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import { plan } from '../../src/events/plan/index.ts';
import { observe } from '../../src/events/state/observe.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { record } from '../../src/events/state/record.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { FileSet } from '../../src/lib/files/file-set.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { createFileStore } from '../../src/store/file.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW as BENCH_NOW } from '../now.ts';
import { createManifest, createReading } from './log-environment.ts';

const NOW = Date.parse(BENCH_NOW);
const RENEWED = NOW - 10 * DAY;

/** Records per certificate: its thresholds, its renewal, and alerts for its successor if that expires soon. */
const RECORDS_EACH = 4.2;

const [mode = '', file = '', size] = process.argv.slice(2);
const count = Math.ceil(Number(size) / RECORDS_EACH);
const manifest = createManifest(count);
const coversAll = () => true;
const cache: HistoryCache = new WeakMap();

/** Renewed certificates and their successors, whose expiry dates are distributed evenly over 398 days. */
const before = manifest.entries.map(({ name }, index) => createReading(name, index, RENEWED + 10.5 * DAY));
const after = manifest.entries.map(({ name }, index) =>
  createReading(name, count + index, NOW + (398 * DAY * index) / count),
);

/** The log of a real scan is old, so that its modification time shows whether it changed. This one is new. */
const openAged = (file: string) => createFileStore(file, { listParts: listPartsIn, settledMs: 0 });

const MODES: Record<string, (file: string) => Promise<number>> = {
  plan: async (file) => {
    const store = openAged(file);
    const base = await loadFiles(store, file);
    return timed(() => planAndSave(base, store));
  },
  scan: (file) =>
    timed(async () => {
      const store = openAged(file);
      await planAndSave(await loadFiles(store, file), store);
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
  process.stdout.write(JSON.stringify({ milliseconds: await work(own) }));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The scans of a year that leave records: alerts at 60, 30 and 14 days, renewals, and daily repeats. */
function yearOfScans(): EventLog {
  const alerts = [59, 29, 11].map((days) => ({ readings: before, now: RENEWED - days * DAY + 10.5 * DAY }));
  const since = [RENEWED, NOW - 1.1 * DAY].map((now) => ({ readings: after, now }));
  return [...alerts, ...since].reduce((log, { readings, now }) => scan(log, readings, now), createEmptyLog());
}

type Loaded = LoadedFiles & { files: FileSet };

async function loadFiles(store: Store, file: string): Promise<Loaded> {
  const files = await store.load();
  if (files === null) throw new Error(`${file} is missing`);
  return { files, ...readLogFiles(files, file) };
}

/** As `saveEventLog` does without a concurrent scan. */
async function planAndSave(base: Loaded, store: Store): Promise<void> {
  const scanned = scan(base.log, after, NOW);
  await store.save((current) => {
    if (current?.text !== base.files.text) throw new Error('another scan has written');
    const { retention_days } = manifest.event_log;
    const pruned = pruneLog(scanned, { now: NOW, retention_days, saved: base.log, cache });
    return serializeLogFiles(pruned, base, base.parts.length);
  }, String);
}

/** Every delivery succeeds. */
function scan(log: EventLog, readings: SourceReading[], now: number): EventLog {
  const { entries } = manifest;
  const observation = observe({ log, entries, readings, covers: coversAll, now });
  const context = { scan_id: formatIsoTime(now), now, username: null, repository: null, run_url: null };
  const getVerdict = createEvaluator(manifest, now);
  const asked = { ignoreCooldown: false, compileRegex: null, covers: coversAll };
  const planned = plan({ manifest, observation, getVerdict, scan: context, ...asked, cache });
  const receipts = planned.deliveries
    .filter(({ due }) => due)
    .map(({ event_id, rule, destination }): Receipt => {
      return { event_id, rule, destination, status: 'sent', attempts: 1, error: null };
    });
  return record({ log: observation.log, plan: planned, receipts, scan: context, cache });
}

function createEvaluator({ entries }: Manifest, now: number) {
  const settings = entries[0]?.settings as Manifest['entries'][number]['settings'];
  const verdicts = new Map<Subject, ReturnType<typeof assess>>();
  return (subject: Subject) => {
    const verdict = verdicts.get(subject) ?? assess(subject.certificate, settings, now);
    verdicts.set(subject, verdict);
    return verdict;
  };
}

function writeSynced(file: string, value: unknown): void {
  const descriptor = openSync(file, 'w');
  writeFileSync(descriptor, JSON.stringify(value));
  fsyncSync(descriptor);
  closeSync(descriptor);
}
