import * as core from '@actions/core';
import { type DigestResult, runDigest } from '../app/digest/run-digest.ts';
import { computeDigestExitCode, countFailedDeliveries, formatUnrecordedDigest } from '../cli/commands/digest.ts';
import { checkReportFiles, checkReportKinds, runOptions, writeReports } from '../cli/commands/scan.ts';
import type { Options } from '../cli/parse-options.ts';
import type { Io } from '../lib/io.ts';
import { renderDigestSummary } from '../report/digest/markdown.ts';
import { renderDigestTable } from '../report/digest/terminal.ts';
import { renderJson } from '../report/json.ts';
import { keepWorkflowEnabled } from './keepalive.ts';
import { loadForRun } from './load-for-run.ts';
import { publishResult, type StepResult } from './outputs.ts';
import { annotate } from './runner-io.ts';
import type { TriggerEvent } from './trigger-event.ts';

/** `command: digest`: as a scan, but that it tells how all certificates stand. */
export async function runDigestStep(options: Options, event: TriggerEvent, io: Io): Promise<number> {
  checkReportKinds(options.report);
  const begun = await loadForRun(options, event, io);
  if (begun === null) return 2;
  checkReportFiles(begun.manifest, options, io);
  const result = await runDigest(begun.manifest, runOptions(options, io), io).finally(() =>
    keepWorkflowEnabled(options, io),
  );
  const { digest, problems } = result;
  io.stdout(renderDigestTable(digest, { color: false, columns: 160 }));
  const failed = digest.deliveries.flatMap(({ destination, error }) =>
    error === null ? [] : [{ level: 'error' as const, title: error.code, message: `${destination}: ${error.detail}` }],
  );
  const warnings = problems.map(({ code, detail }) => ({ level: 'warning' as const, title: code, message: detail }));
  annotate([...failed, ...warnings], io);
  const status = reportOutcome(result, options, io);
  return (await publishResult(published(result, options, io), io)) ? status : 3;
}

function reportOutcome(result: DigestResult, { fail_on }: Options, io: Io): number {
  const status = computeDigestExitCode(result, fail_on);
  if (result.unsaved !== null) core.setFailed(io.mask(formatUnrecordedDigest(result.unsaved).trimEnd()));
  else if (status === 3) core.setFailed('The digest did not reach everyone, or a variable is not set: see above.');
  else if (status === 1) core.setFailed(`A certificate is at or past fail-on: ${fail_on}.`);
  return status;
}

/** Of the counts those are told that a scan would tell, silenced or not. */
function published(result: DigestResult, options: Options, io: Io): StepResult {
  const { digest, report, unsaved } = result;
  return {
    kind: 'digest',
    scan_id: digest.scan_id,
    json: renderJson(digest),
    counts: report.summary,
    events_fired: 0,
    deliveries_failed: countFailedDeliveries(result),
    summary: () => renderDigestSummary(digest, { unsaved }),
    writeReports: () => writeReports(options.report, (format) => format.digest(digest), io),
  };
}
