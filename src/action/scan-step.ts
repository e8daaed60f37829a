/** The step `command: scan`. */

import path from 'node:path';
import * as core from '@actions/core';
import {
  BLIND_MESSAGE,
  computeExitCode,
  describeFailure,
  hasInternalError,
  INCOMPLETE_MESSAGE,
  INTERNAL_ERROR_MESSAGE,
  isRedFor,
} from '../app/exit-code.ts';
import { formatArtifactName } from '../app/overview/artifact-name.ts';
import { writeReports } from '../app/reports/files.ts';
import { type RunResult, runScan } from '../app/scan.ts';
import { formatUnsavedLog } from '../app/unsaved-log.ts';
import { runAll } from '../lib/bugs/catch-bugs.ts';
import type { Io } from '../lib/io.ts';
import { findDefaultManifest } from '../manifest/files.ts';
import { buildScanAnnotations } from '../report/annotations.ts';
import { renderMarkdown } from '../report/document/markdown.ts';
import { renderTerminal } from '../report/document/terminal.ts';
import { renderJsonPieces } from '../report/json.ts';
import { buildScanDocument } from '../report/scan/document.ts';
import type { ScanInputs } from './inputs.ts';
import { runAndKeepEnabled } from './keepalive.ts';
import { loadForRun } from './load-for-run.ts';
import { publishResult } from './outputs.ts';
import { annotate, runOrReport, toWarnings } from './runner-io.ts';
import { computeDueTime, type TriggerEvent } from './trigger-event.ts';

export async function runScanStep(inputs: ScanInputs, event: TriggerEvent, io: Io): Promise<number> {
  const loaded = await loadForRun(inputs, event, io);
  if (loaded === null) return 2;
  const { manifest, log, reports } = loaded;
  const { dry_run, ignore_cooldown, allow_unread, only, observations } = inputs;
  const due = computeDueTime(event, io.now());
  const selection = { only: only === null ? [] : [only], observations };
  const options = { log, now: null, due, dry_run, ignore_cooldown, allow_unread, ...selection };
  const result = await runAndKeepEnabled(
    runScan(manifest, options, io),
    { dryRun: dry_run, event, proxy: manifest.scan.network.proxy },
    io,
  );
  const { report, unsaved, problems } = result;
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  const isShown = await runOrReport(
    runAll(
      [
        () => io.stdout(renderTerminal(buildScanDocument(report), { color: false, columns: 160 })),
        () => annotate(buildScanAnnotations(report, positions, loaded.annotations), io),
        () => annotate(toWarnings(problems), io),
      ],
      io,
    ),
    io,
  );
  const exitCode = reportOutcome(result, inputs, io);
  const { scan_id, summary } = report;
  const isPublished = await publishResult(
    {
      kind: 'report',
      artifact: formatArtifactName(path.relative(io.cwd, path.resolve(io.cwd, manifest.file)), findDefaultManifest(io)),
      scan_id,
      json: renderJsonPieces(report),
      report,
      events_fired: summary.events_fired,
      deliveries_failed: result.failedDeliveries,
      summary: () => renderMarkdown(buildScanDocument(report, { unsaved })),
      writeReports: () =>
        writeReports(reports, { manifest, read_at: report.scanned_at, report, digest: null, log: result.log }, io),
    },
    io,
  );
  return isShown && isPublished ? exitCode : 3;
}

function reportOutcome(result: RunResult, { fail_on }: ScanInputs, io: Io): number {
  const exitCode = computeExitCode(result, fail_on);
  const { unsaved, report } = result;
  if (unsaved?.code === 'cache-denied') {
    // This is a warning, because it is not a fault: this kind of run is not allowed to write to the cache. The exit code is still 3.
    core.warning(io.mask(formatUnsavedLog(unsaved, report, 'warning')), { title: unsaved.code });
  } else if (unsaved !== null) core.setFailed(io.mask(formatUnsavedLog(unsaved, report)));
  else if (exitCode === 3) core.setFailed(formatIncomplete(result));
  else if (exitCode === 1) core.setFailed(io.mask(describeFailure(report.coverage, fail_on)));
  return exitCode;
}

function formatIncomplete(result: RunResult): string {
  if (hasInternalError(result)) return INTERNAL_ERROR_MESSAGE;
  const { failedDeliveries, report } = result;
  if (failedDeliveries === 0 && isRedFor(report.coverage, 'scan-blind')) return BLIND_MESSAGE;
  if (failedDeliveries === 0 && isRedFor(report.coverage, 'not-observed', 'observations-rejected'))
    return INCOMPLETE_MESSAGE;
  if (failedDeliveries === 0)
    return 'A certificate cannot be read because a variable is not set. See its error in the report.';
  if (failedDeliveries === 1) return '1 delivery failed. The next scan retries it.';
  return `${failedDeliveries} deliveries failed. The next scan retries them.`;
}
