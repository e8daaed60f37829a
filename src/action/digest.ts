import * as core from '@actions/core';
import type { Options } from '../arguments.ts';
import { digestStatus, failedOf, unrecordedText, writeDigestReports } from '../commands/digest.ts';
import { checkReportFiles, checkReports, runOptions } from '../commands/scan.ts';
import { type DigestResult, runDigest } from '../digest/run.ts';
import type { Io } from '../io.ts';
import { renderDigestSummary } from '../report/digest-summary.ts';
import { renderDigestTable } from '../report/digest-table.ts';
import { renderJson } from '../report/json.ts';
import { begin } from './begin.ts';
import type { RunnerEvent } from './event.ts';
import { stayAlive } from './keepalive.ts';
import { type Published, publish } from './publish.ts';
import { annotate } from './runner.ts';

/** `command: digest`: as a scan, but that it tells how all certificates stand. */
export async function digestStep(options: Options, event: RunnerEvent, io: Io): Promise<number> {
  checkReports(options.report);
  const begun = await begin(options, event, io);
  if (begun === null) return 2;
  checkReportFiles(begun.manifest, options, io);
  const result = await runDigest(begun.manifest, runOptions(options, io), io).finally(() => stayAlive(options, io));
  const { digest, problems } = result;
  io.stdout(renderDigestTable(digest, { color: false, columns: 160 }));
  const failed = digest.deliveries.flatMap(({ destination, error }) =>
    error === null ? [] : [{ level: 'error' as const, title: error.code, message: `${destination}: ${error.detail}` }],
  );
  const warnings = problems.map(({ code, detail }) => ({ level: 'warning' as const, title: code, message: detail }));
  annotate([...failed, ...warnings], io);
  const status = tellOutcome(result, options, io);
  return (await publish(published(result, options, io), io)) ? status : 3;
}

function tellOutcome(result: DigestResult, { fail_on }: Options, io: Io): number {
  const status = digestStatus(result, fail_on);
  if (result.unsaved !== null) core.setFailed(io.mask(unrecordedText(result.unsaved).trimEnd()));
  else if (status === 3) core.setFailed('The digest did not reach everyone, or a variable is not set: see above.');
  else if (status === 1) core.setFailed(`A certificate is at or past fail-on: ${fail_on}.`);
  return status;
}

/** Of the counts those are told that a scan would tell, silenced or not. */
function published(result: DigestResult, options: Options, io: Io): Published {
  const { digest, report, unsaved } = result;
  return {
    kind: 'digest',
    scan_id: digest.scan_id,
    json: renderJson(digest),
    counts: report.summary,
    events_fired: 0,
    deliveries_failed: failedOf(result),
    summary: () => renderDigestSummary(digest, { unsaved }),
    writeReports: () => writeDigestReports(digest, options.report, io),
  };
}
