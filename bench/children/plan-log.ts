/**
 * A scan with a long event log, without sources and receivers. `make` writes the log; `scan` reads it, plans with it, records in it and saves
 * a copy, and prints `{"milliseconds": N}`.
 */

import { createHash } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import { assess } from '../../src/assess/index.ts';
import type { Receipt, SourceReading, Subject } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { parseLogFiles, serializeLogFiles } from '../../src/events/log/log-files.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import { plan } from '../../src/events/plan/index.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { record } from '../../src/events/state/record.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { parseBuiltInManifest } from '../../src/manifest/load.ts';
import { createFileStore } from '../../src/store/file.ts';
import { NOW as BENCH_NOW } from '../data.ts';

const NOW = Date.parse(BENCH_NOW);
const RENEWED = NOW - 10 * DAY;

/** Records per certificate: its thresholds, its renewal, and alerts for its successor if that expires soon. */
const RECORDS_EACH = 4.2;

const [mode = '', file = '', size] = process.argv.slice(2);
const count = Math.ceil(Number(size) / RECORDS_EACH);
const names = Array.from({ length: count }, (_, index) => `service-${index}`);
const manifest = await parseBuiltInManifest(
  `version: 1
webhooks: { receiver: { url: "http://127.0.0.1:9/" } }
rules: [{ name: everything, events: ["certificate.*"], actions: [{ webhook: receiver }] }]
event_log: { retention_days: 90 }
defaults: { owner: "@example/payments", labels: { team: payments }, expiry_scan_thresholds: [14, 30, 60], expiry_scan_repeat: true }
certificates:
${names.map((name) => `  - { name: ${name}, file: ${name}.pem }\n`).join('')}`,
  'certvigil.yaml',
  '/',
);
const { entries, event_log } = manifest;
// All entries have the settings of `defaults`.
const { settings } = entries[0] as (typeof entries)[number];

/** Renewed certificates and their successors, whose expiry dates are distributed evenly over 398 days. */
const before = names.map((name, index) => createReading(name, index, RENEWED + 10.5 * DAY));
const after = names.map((name, index) => createReading(name, count + index, NOW + (398 * DAY * index) / count));

if (mode === 'make') writeFileSync(file, serializeLog(yearOfScans()));
else {
  const own = `${file}.copy`;
  copyFileSync(file, own);
  const startedAt = performance.now();
  await scanAndSave(own);
  process.stdout.write(JSON.stringify({ milliseconds: performance.now() - startedAt }));
}

/** Simulates the scans of a year that record events: alerts at 60, 30 and 14 days, renewals, and daily repeats. */
function yearOfScans(): EventLog {
  const alerts = [59, 29, 11].map((days) => ({ readings: before, now: RENEWED - days * DAY + 10.5 * DAY }));
  const since = [RENEWED, NOW - 1.1 * DAY].map((now) => ({ readings: after, now }));
  return [...alerts, ...since].reduce((log, { readings, now }) => scan(log, readings, now), createEmptyLog());
}

/** Scans and saves, as `saveEventLog` does without a concurrent scan. */
async function scanAndSave(own: string): Promise<void> {
  const store = createFileStore(own);
  const base = parseLogFiles(await store.read(), store.description);
  if (base === null) throw new Error(`${own} is missing`);
  const scanned = scan(base.log, after, NOW);
  const { retention_days, partitions } = event_log;
  await store.save(() => serializeLogFiles(pruneLog(scanned, { now: NOW, retention_days }), base, partitions), String);
}

/** Simulates a scan in which every delivery succeeds. */
function scan(log: EventLog, readings: SourceReading[], now: number): EventLog {
  const covers = () => true;
  const comparison = compareWithLog({ log, entries, readings, covers, now });
  const context = { scan_id: formatIsoTime(now), now, username: null, repository: null, run_url: null };
  const verdicts = new Map<Subject, ReturnType<typeof assess>>();
  const getVerdict = (subject: Subject) => {
    const verdict = verdicts.get(subject) ?? assess(subject.certificate, settings, now);
    verdicts.set(subject, verdict);
    return verdict;
  };
  const asked = { ignoreCooldown: false, compileRegex: null, covers };
  const planned = plan({ alerting: manifest, comparison, getVerdict, scan: context, ...asked });
  const receipts = planned.deliveries
    .filter(({ due }) => due)
    .map(({ event_id, rule, destination }): Receipt => {
      return { event_id, rule, destination, status: 'sent', attempts: 1, error: null };
    });
  return record({ log: comparison.log, plan: planned, receipts, scan: context });
}

/** Creates the `index`th certificate of an entry, valid for 398 days until `notAfter` (milliseconds). */
function createReading(entry: string, index: number, notAfter: number): SourceReading {
  const fingerprint = createHash('sha256').update(`${entry} ${index}`).digest('hex');
  const host = `${entry}.example.com`;
  const facts = {
    common_name: host,
    subject: `CN=${host}`,
    issuer: 'CN=Example CA,O=Example,C=DE',
    serial_number: (0x1000000 + index).toString(16),
    fingerprint_sha256: fingerprint,
    sans: [host, `www.${host}`],
    key_algorithm: 'EC',
    key_size: 256,
    signature_algorithm: 'ecdsa-with-SHA256',
    valid_from: formatIsoTime(notAfter - 398 * DAY),
    valid_to: formatIsoTime(notAfter),
    lifetime_days: 398,
  };
  const location = `${entry}.pem`;
  const certificate = { fingerprint, facts, chain: [] };
  return {
    entry,
    source: location,
    failure: null,
    locations: [{ location, observed: {}, certificate, failure: null }],
  };
}
