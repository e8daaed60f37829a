/** The step `command: digest`. */

import * as core from '@actions/core';
import { type DigestResult, runDigest } from '../app/digest/run-digest.ts';
import {
  BLIND_MESSAGE,
  computeExitCode,
  describeFailure,
  hasInternalError,
  INTERNAL_ERROR_MESSAGE,
  isRedFor,
} from '../app/exit-code.ts';
import { writeReports } from '../app/reports/files.ts';
import { formatUnrecordedDigest } from '../app/unsaved-log.ts';
import type { Io } from '../lib/io.ts';
import { buildDigestDocument } from '../report/digest/document.ts';
import { renderMarkdown } from '../report/document/markdown.ts';
import { renderTerminal } from '../report/document/terminal.ts';
import { renderJsonPieces } from '../report/json.ts';
import type { DigestInputs } from './inputs.ts';
import { runAndKeepEnabled } from './keepalive.ts';
import { loadForRun } from './load-for-run.ts';
import { publishResult } from './outputs.ts';
import { annotate, toWarnings } from './runner-io.ts';
import type { TriggerEvent } from './trigger-event.ts';

export async function runDigestStep(inputs: DigestInputs, event: TriggerEvent, io: Io): Promise<number> {
  const loaded = await loadForRun(inputs, event, io);
  if (loaded === null) return 2;
  const { manifest, log, reports } = loaded;
  const { dry_run, allow_unread } = inputs;
  const result = await runAndKeepEnabled(
    runDigest(manifest, { log, now: null, dry_run, allow_unread }, io),
    { dryRun: dry_run, event, proxy: manifest.scan.network.proxy },
    io,
  );
  const { digest, report, unsaved, problems } = result;
  io.stdout(renderTerminal(buildDigestDocument(digest), { color: false, columns: 160 }));
  const failures = digest.deliveries.flatMap(({ destination, error }) =>
    error === null ? [] : [{ level: 'error' as const, title: error.code, message: `${destination}: ${error.detail}` }],
  );
  annotate([...failures, ...toWarnings(problems)], io);
  const exitCode = reportOutcome(result, inputs, io);
  const isPublished = await publishResult(
    {
      kind: 'digest',
      artifact: null,
      scan_id: digest.scan_id,
      json: renderJsonPieces(digest),
      report,
      events_fired: 0,
      deliveries_failed: result.failedDeliveries,
      summary: () => renderMarkdown(buildDigestDocument(digest, { unsaved })),
      writeReports: () =>
        writeReports(reports, { manifest, read_at: report.scanned_at, report, digest, log: result.log }, io),
    },
    io,
  );
  return isPublished ? exitCode : 3;
}

function reportOutcome(result: DigestResult, { fail_on }: DigestInputs, io: Io): number {
  const exitCode = computeExitCode(result, fail_on);
  if (result.unsaved !== null) core.setFailed(io.mask(formatUnrecordedDigest(result.unsaved).trimEnd()));
  else if (hasInternalError(result)) core.setFailed(INTERNAL_ERROR_MESSAGE);
  else if (isRedFor(result.report.coverage, 'scan-blind')) core.setFailed(BLIND_MESSAGE);
  else if (exitCode === 3) core.setFailed('A delivery of the digest failed, or a variable is not set. See above.');
  else if (exitCode === 1) core.setFailed(io.mask(describeFailure(result.report.coverage, fail_on)));
  return exitCode;
}
