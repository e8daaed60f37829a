/**
 * A scan of many certificates, 1 % of which have changed since the last one. Arguments: mode, file, number of certificates, number of
 * partitions. `make` writes the log of the last scan; `scan` reads it, compares, plans, records and saves a copy, and prints
 * `{"milliseconds": N}`.
 */

import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceReading } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { serializeLogFiles } from '../../src/events/log/log-files.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { formatPartPath } from '../../src/lib/files/file-set.ts';
import { createFileStore } from '../../src/store/file.ts';
import { NOW as BENCH_NOW } from '../now.ts';
import { createManifest, createReading } from './log-environment.ts';
import { createLogScanner, readLog, timed } from './log-scan.ts';

const [mode = '', file = '', size, partitions] = process.argv.slice(2);
const NOW = Date.parse(BENCH_NOW);
const count = Number(size);
const manifest = createManifest(count);
manifest.event_log.partitions = Number(partitions);

/** Every tenth certificate has sent an alert. */
const createReadings = (shift: (index: number) => number) =>
  manifest.entries.map(({ name }, index): SourceReading => {
    const expiry = NOW + (index % 10 === 0 ? 40 : 200) * DAY + 0.5 * DAY;
    return createReading(name, shift(index), expiry);
  });
const { scan, planAndSave } = createLogScanner(manifest);

if (mode === 'make') {
  const log = scan(
    createEmptyLog(),
    createReadings((index) => index),
    NOW - 0.5 * DAY,
  );
  const { main, parts } = serializeLogFiles(log, null, Number(partitions));
  writeFileSync(file, main);
  for (const [part, text] of parts) writeFileSync(formatPartPath(file, part), text);
} else {
  const copy = `${path.dirname(file)}.copy`;
  cpSync(path.dirname(file), copy, { recursive: true });
  const own = path.join(copy, path.basename(file));
  const store = createFileStore(own);
  // The certificates are read after the event log, and before anything is compared.
  const [base, loading] = await timed(() => readLog(store));
  const readings = createReadings((index) => (index % 100 === 0 ? count + index : index));
  const [, planning] = await timed(() => planAndSave(base, store, readings, NOW));
  process.stdout.write(JSON.stringify({ milliseconds: loading + planning }));
}
