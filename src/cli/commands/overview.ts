/** `certvigil overview` */

import { checkOverviewManifest } from '../../app/check-manifest.ts';
import { computeOverviewExitCode } from '../../app/exit-code.ts';
import { resolveLogRequest } from '../../app/log-request.ts';
import { checkOverviewReports, type OverviewResult, runOverview } from '../../app/overview/index.ts';
import { checkReportPaths } from '../../app/reports/check-paths.ts';
import { writeReports } from '../../app/reports/files.ts';
import { selectReports } from '../../app/reports/select.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { runAll } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { printPieces, printRecords } from '../../lib/print-pieces.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { renderJsonPieces } from '../../report/json.ts';
import { CERTIFICATE_TABLE } from '../../report/kinds/certificate-columns.ts';
import { buildOverviewDocument } from '../../report/overview/document.ts';
import { renderFailures } from '../../report/scan/failures-only.ts';
import type { CommandOptions } from '../command-specs.ts';
import { type CsvOutput, createCsvOutput } from './csv-output.ts';
import { reportDiagnostics } from './load-manifest.ts';
import { createProgress, getTableLayout, printIncompleteCoverage, printWarnings } from './terminal.ts';

export async function runOverviewCommand(options: CommandOptions<'overview'>, io: Io): Promise<number> {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const reports = selectReports(options.report, io);
  checkOverviewReports(reports);
  const loaded = await checkOverviewManifest(options.manifest, io);
  const manifest = reportDiagnostics(loaded, options, io);
  if (manifest === null) return 2;
  checkReportPaths(reports, manifest, resolveLogRequest({ event_log: null }, io), io);
  const onProgress = createProgress(options.quiet, io);
  const result = await runOverview(manifest, { ...options, names: options.repository, reports, onProgress }, io);
  await runAll([() => printResult(result, csv, options, io), () => writeReports(reports, result.run, io)], io);
  return computeOverviewExitCode(result, options.fail_on);
}

async function printResult(
  { overview, report, problems }: OverviewResult,
  csv: CsvOutput<ReportCertificate>,
  options: CommandOptions<'overview'>,
  io: Io,
): Promise<void> {
  if (options.format === 'json') await printPieces(renderJsonPieces(overview), io);
  else if (csv !== null) await printRecords(csv(report.certificates), io);
  else if (!options.quiet) io.stdout(renderTerminal(buildOverviewDocument(overview, report), getTableLayout(io)));
  else io.stderr(renderFailures(report));
  for (const { destination, error } of overview.deliveries)
    if (error !== null)
      io.stderr(`certvigil: error[${error.code}]: delivery of the digest to ${destination} failed: ${error.detail}\n`);
  printIncompleteCoverage(report.coverage, options, io);
  printWarnings(problems, io);
}
