/** Publishes the result of a step: the JSON report, outputs, job summary and additional reports. */

import { writeReport } from '../app/reports/files.ts';
import type { Report } from '../generated/report.ts';
import type { Io } from '../lib/io.ts';
import { resolveJobFile, runOrReport, setOutputs, writeSummary } from './runner-io.ts';

interface StepResult {
  kind: 'report' | 'digest' | 'overview';
  scan_id: string;
  /** The name for the artifact of the JSON report; null if no overview reads it. */
  artifact: string | null;
  /** The JSON report in pieces. */
  json: Iterable<string>;
  report: Pick<Report, 'summary' | 'coverage' | 'certificates' | 'dry_run'>;
  events_fired: number;
  deliveries_failed: number;
  summary: () => string;
  writeReports: () => Promise<void>;
}

/** Returns false if a part could not be written. Each part is written even if another one fails. */
export async function publishResult(result: StepResult, io: Io): Promise<boolean> {
  const { kind, scan_id } = result;
  const { summary: counts, coverage, certificates, dry_run } = result.report;
  const findings = certificates.flatMap((one) => one.findings);
  const file = resolveJobFile(`certvigil-${kind}-${scan_id}.json`, io);
  const isWritten = await runOrReport(writeReport('json', result.json, file, io), io);
  const outputs = {
    'scan-id': scan_id,
    coverage: coverage.text,
    certificates: counts.certificates,
    ok: counts.ok,
    warning: counts.warning,
    critical: counts.critical,
    expired: counts.expired,
    unknown: counts.unknown,
    unreachable: coverage.unread.length,
    untrusted: findings.filter(({ event }) => event === 'certificate.untrusted').length,
    findings: findings.length,
    'events-fired': result.events_fired,
    'deliveries-failed': result.deliveries_failed,
    'dry-run': dry_run,
    report: isWritten ? file : null,
    artifact: result.artifact,
  };
  const others = [
    await runOrReport(setOutputs(outputs), io),
    await runOrReport(writeSummary(result.summary, io), io),
    await runOrReport(result.writeReports(), io),
  ];
  return isWritten && others.every(Boolean);
}
