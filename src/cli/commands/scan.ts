/** `certvigil scan` */

import { computeExitCode } from '../../app/exit-code.ts';
import { resolveLogRequest } from '../../app/log-request.ts';
import { checkReportPaths } from '../../app/reports/check-paths.ts';
import { writeReports } from '../../app/reports/files.ts';
import { type ReportFile, selectReports } from '../../app/reports/select.ts';
import { type RunResult, runScan } from '../../app/scan.ts';
import { formatUnsavedLog } from '../../app/unsaved-log.ts';
import type { Manifest } from '../../domain/index.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { runAll } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { printPieces, printRecords } from '../../lib/print-pieces.ts';
import { hasRules } from '../../report/coverage/index.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { renderJsonPieces } from '../../report/json.ts';
import { CERTIFICATE_TABLE } from '../../report/kinds/certificate-columns.ts';
import { buildScanDocument } from '../../report/scan/document.ts';
import { renderFailures } from '../../report/scan/failures-only.ts';
import type { CommandOptions } from '../command-specs.ts';
import { type CsvOutput, createCsvOutput } from './csv-output.ts';
import { loadManifestFor } from './load-manifest.ts';
import {
  createProgress,
  getTableLayout,
  printIncompleteCoverage,
  printRevocationTime,
  printWarnings,
} from './terminal.ts';

export async function runScanCommand(options: CommandOptions<'scan'>, io: Io): Promise<number> {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const reports = selectReports(options.report, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const log = resolveLogRequest(options, io);
  checkReportPaths(reports, manifest, log, io);
  const { now, dry_run, ignore_cooldown, send, allow_unread, only, quiet } = options;
  const observations = options.observations.length === 0 ? null : options.observations;
  const onProgress = createProgress(quiet, io);
  const run = { log, now, dry_run, ignore_cooldown, send, allow_unread, only, observations, onProgress };
  const result = await runScan(manifest, run, io);
  await runAll(
    [
      () => printReport(result.report, options, csv, io),
      () => printMessages(result, manifest, options, io),
      () => writeReportFiles(reports, result, manifest, io),
    ],
    io,
  );
  return computeExitCode(result, options.fail_on);
}

async function printReport(
  report: Report,
  { format, quiet }: CommandOptions<'scan'>,
  csv: CsvOutput<ReportCertificate>,
  io: Io,
): Promise<void> {
  if (format === 'json') await printPieces(renderJsonPieces(report), io);
  else if (csv !== null) await printRecords(csv(report.certificates), io);
  else if (!quiet) io.stdout(renderTerminal(buildScanDocument(report), getTableLayout(io)));
  // Even with --quiet the user must see which certificates are not monitored, and why the exit code is 3.
  else io.stderr(renderFailures(report));
}

async function writeReportFiles(
  reports: readonly ReportFile[],
  { report, log }: RunResult,
  manifest: Manifest,
  io: Io,
): Promise<void> {
  if (reports.length === 0) return;
  await writeReports(reports, { manifest, read_at: report.scanned_at, report, digest: null, log }, io);
}

function printMessages(result: RunResult, manifest: Manifest, options: CommandOptions<'scan'>, io: Io): void {
  const { format, quiet, now } = options;
  const { report, unsaved, recorded, problems } = result;
  printIncompleteCoverage(report.coverage, options, io);
  printWarnings(problems, io);
  if (!quiet)
    printRevocationTime(
      now,
      report.certificates.some(({ revocation }) => revocation !== null),
      io,
    );
  if (unsaved !== null) io.stderr(formatUnsavedLog(unsaved, report));
  if (!quiet && format === 'text') printMissingRules(manifest, report, io);
  if (recorded || quiet || now === null || options.dry_run) return;
  if (report.dry_run) io.stderr('With --now, nothing is sent. To send notifications marked as tests, add --send.\n');
  io.stderr('Not recorded: with --now, the event log is written only if --event-log is set.\n');
}

/** Without rules, alerts are not sent. This may be intended for a scan that only writes reports, so it is a note. */
function printMissingRules({ rules }: Manifest, { events }: Report, io: Io): void {
  if (hasRules(rules) || !events.some(({ reason }) => reason === 'unmatched')) return;
  io.stderr(
    'No rule sends notifications. Add a rule and a receiver to the manifest, or `issues: {}` for GitHub issues.\n',
  );
}
