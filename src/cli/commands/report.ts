/** `certvigil report` */

import { resolveLogRequest } from '../../app/log-request.ts';
import { checkReportPaths } from '../../app/reports/check-paths.ts';
import { printReport, writeReports } from '../../app/reports/files.ts';
import { reportFromLog } from '../../app/reports/report-from-log.ts';
import { parseReportKind } from '../../app/reports/request.ts';
import { selectRenderer, selectReports } from '../../app/reports/select.ts';
import type { Io } from '../../lib/io.ts';
import type { CommandOptions } from '../command-specs.ts';
import { loadManifestFor } from './load-manifest.ts';

/** Writes reports from the event log of the last scan only, without reading certificates or sending messages. */
export async function runReportCommand(options: CommandOptions<'report'>, io: Io): Promise<number> {
  const { kinds, output, quiet } = options;
  const kind = parseReportKind(kinds[0] ?? '');
  const files = selectReports(output === null ? [] : [{ ...kind, file: output }], io);
  const render = output === null ? selectRenderer(kind) : null;
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const log = resolveLogRequest(options, io);
  checkReportPaths(files, manifest, log, io);
  const run = await reportFromLog(manifest, log, options.now ?? io.now(), io);
  if (run.read_at === null && !quiet) io.stderr('No scan has been recorded yet: the report is empty.\n');
  if (render !== null) await printReport(kind.kind, render, run, io);
  await writeReports(files, run, io);
  return 0;
}
