/** Scans a manifest again and again, decided by the code of a scan. Only reading and sending are left out. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decide } from '../../src/app/decision/decide.ts';
import type { DomainReading, Manifest, Plan, PlannedEvent, Receipt, SourceReading } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { detectReachability } from '../../src/events/state/reachability.ts';
import { record } from '../../src/events/state/record.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { ReportCoverage } from '../../src/generated/report.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { computeCoverage, hasRules } from '../../src/report/coverage/index.ts';
import { createTestIo } from '../manifest/io.ts';

/** A scan, with what it reads. */
export interface SimulatedScan {
  manifest: Manifest;
  /** Milliseconds. */
  now: number;
  readings: readonly SourceReading[];
  transparency?: readonly DomainReading[];
}

export interface ScanOutcome {
  isRed: boolean;
  coverage: ReportCoverage;
  /** One for each destination and event. */
  sent: SentMessage[];
  /** The event log after the scan. */
  log: EventLog;
}

export interface SentMessage {
  destination: string;
  event: PlannedEvent['event'];
  entry: string;
  context: PlannedEvent['context'];
}

/** Returns a function that scans, and remembers in an event log what it sent. Receivers accept everything. */
export function createScanner(): (scan: SimulatedScan) => ScanOutcome {
  let log = createEmptyLog();
  let count = 0;
  return ({ manifest, now, readings, transparency = [] }) => {
    const scan = { scan_id: `scan-${count++}`, now, username: null, repository: null, run_url: null };
    const found = detectReachability([...readings], manifest.entries, true);
    const common = { entries: manifest.entries, covers: () => true, unobserved: new Map(), log, ...found };
    const rest = { alerting: manifest, transparency, scan, policies: null, ignoreCooldown: false, compileRegex: null };
    const { comparison, planned } = decide({ ...common, ...rest });
    const receipts = acceptAll(planned);
    const coverage = computeCoverage({
      ...common,
      reads: () => true,
      listLocations: comparison.listLocations,
      sent: { plan: planned, receipts },
      now,
      hasRules: hasRules(manifest.rules),
      silences: manifest.silences,
      ...{ isDryRun: false, allowUnread: false, isLogSaved: true, hasInternalError: false },
    });
    log = pruneLog(record({ log: comparison.log, plan: planned, receipts, scan }), { now, retention_days: 90 });
    return { isRed: !coverage.complete && !coverage.allowed, coverage, sent: listSent(planned), log };
  };
}

function acceptAll({ deliveries }: Plan): Receipt[] {
  return deliveries
    .filter(({ due }) => due)
    .map(({ event_id, rule, destination }) => {
      return { event_id, rule, destination, status: 'sent' as const, attempts: 1, error: null };
    });
}

function listSent({ events, deliveries }: Plan): SentMessage[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return deliveries.flatMap(({ due, destination, event_id }) => {
    const planned = byId.get(event_id);
    if (!due || planned === undefined) return [];
    const { event, context } = planned;
    return [{ destination, event, entry: context.data.certificate, context }];
  });
}

/** Loads a manifest from its text. Throws if it is invalid. */
export async function parseManifest(text: string): Promise<Manifest> {
  const root = await mkdtemp(path.join(tmpdir(), 'certvigil-simulation-'));
  try {
    await writeFile(path.join(root, 'certvigil.yaml'), text);
    const { manifest, diagnostics } = await loadManifest(null, createTestIo(root));
    if (manifest === null) throw new Error(JSON.stringify(diagnostics));
    return manifest;
  } finally {
    await rm(root, { recursive: true });
  }
}
