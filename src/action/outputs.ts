/** What a step that reads certificates leaves to the runner: its report as JSON, outputs, the summary, further reports. */

import os from 'node:os';
import path from 'node:path';
import { writeReport } from '../cli/commands/scan.ts';
import type { Report } from '../generated/report.ts';
import type { Io } from '../lib/io.ts';
import { runOrReport, setOutputs, writeSummary } from './runner-io.ts';

export interface StepResult {
  kind: 'report' | 'digest';
  scan_id: string;
  json: string;
  counts: Report['summary'];
  events_fired: number;
  deliveries_failed: number;
  summary: () => string;
  writeReports: () => Promise<void>;
}

/** False where some of it could not be written; what can be is, whatever becomes of the rest. */
export async function publishResult(step: StepResult, io: Io): Promise<boolean> {
  const { kind, scan_id, counts } = step;
  const file = path.join(io.env.RUNNER_TEMP || os.tmpdir(), `certvigil-${kind}-${scan_id}.json`);
  const isWritten = await runOrReport(writeReport('json', step.json, file, io), io);
  const outputs = {
    'scan-id': scan_id,
    certificates: counts.certificates,
    ok: counts.ok,
    warning: counts.warning,
    critical: counts.critical,
    expired: counts.expired,
    unknown: counts.unknown,
    'events-fired': step.events_fired,
    'deliveries-failed': step.deliveries_failed,
    report: isWritten ? file : null,
  };
  const rest = [
    await runOrReport(setOutputs(outputs), io),
    await runOrReport(writeSummary(step.summary, io), io),
    await runOrReport(step.writeReports(), io),
  ];
  return isWritten && rest.every(Boolean);
}
