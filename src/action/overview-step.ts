/** The step `command: overview`. */

import * as core from '@actions/core';
import { computeOverviewExitCode, describeFailure, INTERNAL_ERROR_MESSAGE } from '../app/exit-code.ts';
import { OVERVIEW_ARTIFACT } from '../app/overview/failures.ts';
import { checkOverviewReports, type OverviewResult, runOverview } from '../app/overview/index.ts';
import { writeReports } from '../app/reports/files.ts';
import type { Io } from '../lib/io.ts';
import { renderMarkdown } from '../report/document/markdown.ts';
import { renderTerminal } from '../report/document/terminal.ts';
import { renderJsonPieces } from '../report/json.ts';
import { buildOverviewDocument } from '../report/overview/document.ts';
import type { OverviewInputs } from './inputs.ts';
import { loadForRun } from './load-for-run.ts';
import { publishResult } from './outputs.ts';
import { annotate, toWarnings } from './runner-io.ts';
import type { TriggerEvent } from './trigger-event.ts';

export async function runOverviewStep(inputs: OverviewInputs, event: TriggerEvent, io: Io): Promise<number> {
  checkOverviewReports(inputs.report);
  const loaded = await loadForRun(inputs, event, io);
  if (loaded === null) return 2;
  const result = await runOverview(loaded.manifest, { ...inputs, now: null, reports: loaded.reports }, io);
  const { overview, report, problems } = result;
  io.stdout(renderTerminal(buildOverviewDocument(overview, report), { color: false, columns: 160 }));
  const failed = overview.deliveries.flatMap(({ destination, error }) =>
    error === null ? [] : [{ level: 'error' as const, title: error.code, message: `${destination}: ${error.detail}` }],
  );
  const unknown = overview.repositories.flatMap(({ error }) =>
    error === null ? [] : [{ level: 'error' as const, title: error.code, message: error.detail }],
  );
  annotate([...failed, ...unknown.slice(0, MAX_ANNOTATIONS), ...toWarnings(problems)], io);
  const exitCode = reportOutcome(result, inputs, io);
  const isPublished = await publishResult(
    {
      kind: 'overview',
      artifact: OVERVIEW_ARTIFACT,
      scan_id: report.scan_id,
      json: renderJsonPieces(overview),
      report,
      events_fired: 0,
      deliveries_failed: result.failedDeliveries,
      summary: () => renderMarkdown(buildOverviewDocument(overview, report)),
      writeReports: () => writeReports(loaded.reports, result.run, io),
    },
    io,
  );
  return isPublished ? exitCode : 3;
}

/** GitHub shows ten annotations of each type; the summary has all failures. */
const MAX_ANNOTATIONS = 8;

function reportOutcome(result: OverviewResult, { fail_on }: OverviewInputs, io: Io): number {
  const exitCode = computeOverviewExitCode(result, fail_on);
  if (result.hasBug) core.setFailed(INTERNAL_ERROR_MESSAGE);
  else if (exitCode === 3) core.setFailed('A delivery of the digest failed. See above.');
  else if (exitCode === 1) core.setFailed(io.mask(describeFailure(result.report.coverage, fail_on)));
  return exitCode;
}
