import { buildDigestReceivers } from '../../app/digest/digest-plan.ts';
import { type DigestResult, runDigest } from '../../app/digest/run-digest.ts';
import type { Manifest } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { UNSAVED_DIGEST_NOTE } from '../../report/digest/markdown.ts';
import { renderDigestTable } from '../../report/digest/terminal.ts';
import { renderJson } from '../../report/json.ts';
import { renderFailures } from '../../report/scan/failures-only.ts';
import type { Options } from '../parse-options.ts';
import { formatRendered, isRendered, renderAll } from './format-requests.ts';
import { getTableWidth, isColored, loadManifestFor } from './load-manifest.ts';
import {
  checkReportFiles,
  checkReportKinds,
  computeExitCode,
  createProgress,
  runOptions,
  writeReports,
} from './scan.ts';

/** Tells how all certificates stand, and sends it where the manifest says. */
export async function runDigestCommand(options: Options, io: Io): Promise<number> {
  checkReportKinds(options.report);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  checkReportFiles(manifest, options, io);
  if (options.messages && manifest.digest.actions.length === 0) throw sentNowhere(manifest);
  const { event_log, store, now } = runOptions(options, io);
  const dry_run = options.dry_run || options.messages;
  const result = await runDigest(
    manifest,
    { event_log, store, now, dry_run, onProgress: createProgress(options, io) },
    io,
  );
  if (options.messages) return printMessages(result, manifest, options, io);
  const { digest, unsaved, problems } = result;
  if (options.format === 'json') io.stdout(renderJson(digest));
  else if (!options.quiet)
    io.stdout(renderDigestTable(digest, { color: isColored(io, 'stdout'), columns: getTableWidth(io) }));
  if (options.quiet && options.format === 'text') {
    io.stderr(renderFailures(result.report));
    for (const { destination, error } of digest.deliveries)
      if (error !== null)
        io.stderr(`certvigil: error[${error.code}]: ${destination} did not get the digest: ${error.detail}\n`);
  }
  for (const { code, detail } of problems) io.stderr(`certvigil: warning[${code}]: ${detail}\n`);
  if (unsaved !== null) io.stderr(formatUnrecordedDigest(unsaved));
  await writeReports(options.report, (format) => format.digest(digest), io);
  return computeDigestExitCode(result, options.fail_on);
}

/** As `render` says it: printing nothing would look as though nothing were due. */
function sentNowhere({ file }: Manifest): AppError {
  return new AppError('nothing-to-send', `${file} sends the digest nowhere`, {
    hint: 'Write who gets it under digest.actions: a webhook, or an item of email.',
  });
}

/** As `render` prints those of events; also where nothing is due, since it is asked how they look. */
async function printMessages({ planned }: DigestResult, manifest: Manifest, options: Options, io: Io): Promise<number> {
  const rendered = await renderAll(planned.deliveries, planned, buildDigestReceivers(manifest), io);
  io.stdout(formatRendered(options.format, rendered));
  return rendered.every(isRendered) ? 0 : 3;
}

export function formatUnrecordedDigest({ code, message, hint }: AppError): string {
  const help = hint === undefined ? '' : `  = help: ${hint}\n`;
  return `certvigil: error[${code}]: the digest was NOT recorded: ${message}\n  ${UNSAVED_DIGEST_NOTE}\n${help}`;
}

/** As a scan's. */
export function computeDigestExitCode({ digest, report, unsaved }: DigestResult, failOn: Options['fail_on']): number {
  const deliveries_failed = countFailedDeliveries({ digest });
  return computeExitCode({ report: { ...report, summary: { ...report.summary, deliveries_failed } }, unsaved }, failOn);
}

export function countFailedDeliveries({ digest }: Pick<DigestResult, 'digest'>): number {
  return digest.deliveries.filter(({ status }) => status === 'failed').length;
}
