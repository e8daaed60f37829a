/** `certvigil digest` */

import { buildDigestReceivers } from '../../app/digest/digest-plan.ts';
import { type DigestResult, runDigest } from '../../app/digest/run-digest.ts';
import { computeExitCode } from '../../app/exit-code.ts';
import { resolveLogRequest } from '../../app/log-request.ts';
import { checkReportPaths } from '../../app/reports/check-paths.ts';
import { writeReports } from '../../app/reports/files.ts';
import { selectReports } from '../../app/reports/select.ts';
import { selectReceivers } from '../../app/select-settings.ts';
import { formatUnrecordedDigest } from '../../app/unsaved-log.ts';
import type { Manifest } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { printPieces, printRecords } from '../../lib/print-pieces.ts';
import { buildDigestDocument } from '../../report/digest/document.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { renderJsonPieces } from '../../report/json.ts';
import { CERTIFICATE_TABLE } from '../../report/kinds/certificate-columns.ts';
import { renderFailures } from '../../report/scan/failures-only.ts';
import type { CommandOptions } from '../command-specs.ts';
import { type CsvOutput, createCsvOutput } from './csv-output.ts';
import { isRendered, printRendered, renderAll } from './format-requests.ts';
import { loadManifestFor } from './load-manifest.ts';
import {
  createProgress,
  getTableLayout,
  printIncompleteCoverage,
  printRevocationTime,
  printWarnings,
} from './terminal.ts';

type DigestCommandOptions = CommandOptions<'digest'>;

export async function runDigestCommand(options: DigestCommandOptions, io: Io): Promise<number> {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const reports = selectReports(options.report, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const log = resolveLogRequest(options, io);
  checkReportPaths(reports, manifest, log, io);
  const { now, messages, quiet } = options;
  if (messages && manifest.digest.actions.length === 0) throw createNoRecipientError(manifest);
  const dry_run = options.dry_run || messages;
  const run = { log, now, dry_run, allow_unread: options.allow_unread, onProgress: createProgress(quiet, io) };
  const result = await runDigest(manifest, run, io);
  if (messages) return printMessages(result, manifest, options, io);
  await printResult(result, csv, options, io);
  await writeReports(
    reports,
    { manifest, read_at: result.report.scanned_at, report: result.report, digest: result.digest, log: result.log },
    io,
  );
  return computeExitCode(result, options.fail_on);
}

async function printResult(
  { digest, report, unsaved, problems }: DigestResult,
  csv: CsvOutput<ReportCertificate>,
  options: DigestCommandOptions,
  io: Io,
): Promise<void> {
  if (options.format === 'json') await printPieces(renderJsonPieces(digest), io);
  else if (csv !== null) await printRecords(csv(report.certificates), io);
  else if (!options.quiet) io.stdout(renderTerminal(buildDigestDocument(digest), getTableLayout(io)));
  else {
    io.stderr(renderFailures(report));
    for (const { destination, error } of digest.deliveries) {
      if (error === null) continue;
      io.stderr(`certvigil: error[${error.code}]: delivery of the digest to ${destination} failed: ${error.detail}\n`);
    }
  }
  printIncompleteCoverage(report.coverage, options, io);
  printWarnings(problems, io);
  if (!options.quiet)
    printRevocationTime(
      options.now,
      report.certificates.some(({ revocation }) => revocation !== null),
      io,
    );
  if (unsaved !== null) io.stderr(formatUnrecordedDigest(unsaved));
}

/** This is an error, as for `render`: an empty output would look as if the digest were not due. */
function createNoRecipientError({ file }: Manifest): AppError {
  return new AppError('nothing-to-send', `${file} has no recipients for the digest`, {
    hint: 'Add a webhook or an email receiver to digest.actions.',
  });
}

/** Also prints the messages of a digest that is not due, so that they can be checked at any time. */
async function printMessages(
  { planned }: DigestResult,
  manifest: Manifest,
  { format }: DigestCommandOptions,
  io: Io,
): Promise<number> {
  const receivers = buildDigestReceivers(selectReceivers(manifest), manifest.digest.actions);
  const rendered = renderAll(planned.deliveries, planned, receivers, io);
  printRendered(rendered, format === 'json' ? 'json' : 'text', io);
  return rendered.every(isRendered) ? 0 : 3;
}
