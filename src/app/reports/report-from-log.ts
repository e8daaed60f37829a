/** Evaluates the certificates of the event log, without reading them. */

import { randomUUID } from 'node:crypto';
import { evaluateIssuances } from '../../assess/findings/discovered.ts';
import type { Manifest } from '../../domain/index.ts';
import { resolveSchedule } from '../../domain/scan-distance.ts';
import { compareWithLog } from '../../events/state/compare-with-log.ts';
import { findLostIncludes } from '../../events/state/lost-includes.ts';
import type { Io } from '../../lib/io.ts';
import { COMPLETE_RUN, computeCoverage, hasRules } from '../../report/coverage/index.ts';
import { listLostIncludeReasons } from '../../report/coverage/lost-includes.ts';
import { buildReport, buildReportCertificates } from '../../report/scan/build.ts';
import { buildUnmonitored } from '../../report/scan/unmonitored.ts';
import type { StoreRequest } from '../../store/index.ts';
import { evaluateSubjects } from '../decision/evaluate.ts';
import { openEventLog } from '../event-log.ts';
import { createPolicyEvaluator } from '../policy-evaluator.ts';
import { createScanContext } from '../scan-context.ts';
import { selectLogSettings } from '../select-settings.ts';
import type { ReportedRun } from './files.ts';

/**
 * Creates the report of the last scan, with the statuses at `now` (milliseconds). Facts that a scan does not record, such as addresses and
 * chains, are missing. Throws AppError if the event log cannot be read.
 */
export async function reportFromLog(
  manifest: Manifest,
  request: StoreRequest,
  now: number,
  io: Io,
): Promise<ReportedRun> {
  const { log } = await openEventLog(selectLogSettings(manifest), request, io);
  const { entries, included = [] } = manifest;
  const comparison = compareWithLog({ log, entries, readings: [], covers: () => true, now });
  const policies = createPolicyEvaluator(manifest.policies);
  const transparency = evaluateIssuances(comparison, now);
  const getVerdict = evaluateSubjects(comparison, now, policies, {
    transparency,
    schedule: resolveSchedule(log.scans.recent ?? []),
  });
  const scan = { ...createScanContext(now, io), scan_id: log.scans.last?.id ?? randomUUID() };
  const plan = { events: [], deliveries: [] };
  const coverage = computeCoverage({
    ...COMPLETE_RUN,
    entries: entries.filter(({ enabled }) => enabled),
    reads: () => false,
    listLocations: comparison.listLocations,
    log,
    now,
    hasRules: hasRules(manifest.rules),
    silences: manifest.silences,
    reasons: listLostIncludeReasons(findLostIncludes(log, { entries, included })),
  });
  const evaluated = { comparison, getVerdict, transparency };
  const certificates = buildReportCertificates({
    ...evaluated,
    ...(policies && { evaluateUnread: policies.evaluateUnread }),
  });
  const shown = { ...evaluated, certificates, entries, policies: manifest.policies };
  const unmonitored = buildUnmonitored(entries, []);
  const report = buildReport({ scan, dry_run: true, ...shown, coverage, unmonitored, plan, receipts: [] });
  return { manifest, report, digest: null, log, read_at: log.scans.last?.scanned_at ?? null };
}
