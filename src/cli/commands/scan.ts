import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type RunResult, runScan } from '../../app/scan.ts';
import type { Manifest, Status } from '../../domain/index.ts';
import type { Report } from '../../generated/report.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { toRealPath } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { describeUnsavedLog } from '../../report/format/labels.ts';
import { findReportFormat, REPORT_KINDS, type ReportFormat } from '../../report/index.ts';
import { renderJson } from '../../report/json.ts';
import { renderFailures } from '../../report/scan/failures-only.ts';
import { renderScanTable } from '../../report/scan/terminal.ts';
import { describeSystemError } from '../../store/failures.ts';
import { resolveLogPath, resolveStoreKind } from '../../store/index.ts';
import type { FailOn } from '../option-specs.ts';
import type { Options, ReportRequest } from '../parse-options.ts';
import { getTableWidth, isColored, loadManifestFor } from './load-manifest.ts';

export async function runScanCommand(options: Options, io: Io): Promise<number> {
  checkReportKinds(options.report);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  checkReportFiles(manifest, options, io);
  const result = await runScan(manifest, { ...runOptions(options, io), onProgress: createProgress(options, io) }, io);
  printResult(result, options, io);
  await writeReports(options.report, ({ scan }) => scan(result.report), io);
  return computeExitCode(result, options.fail_on);
}

/** The part of the options that a scan goes by; paths are made absolute here. */
export function runOptions(options: Options, io: Io) {
  return {
    event_log: options.event_log === null ? null : path.resolve(io.cwd, options.event_log),
    store: options.store,
    now: options.now,
    dry_run: options.dry_run,
    ignore_cooldown: options.ignore_cooldown,
    only: options.only,
  };
}

function printResult(result: RunResult, options: Options, io: Io): void {
  const { report, unsaved, recorded, problems } = result;
  if (options.format === 'json') io.stdout(renderJson(report));
  else if (!options.quiet)
    io.stdout(renderScanTable(report, { color: isColored(io, 'stdout'), columns: getTableWidth(io) }));
  // Who asks for quiet still wants to know what is not watched, and why the exit status is 3.
  if (options.quiet && options.format === 'text') io.stderr(renderFailures(report));
  for (const { code, detail } of problems) io.stderr(`certvigil: warning[${code}]: ${detail}\n`);
  if (unsaved !== null) io.stderr(formatUnsavedLog(unsaved, report));
  if (!recorded && !report.dry_run && !options.quiet) {
    io.stderr('Not recorded: --now without --event-log leaves the event log alone.\n');
  }
}

/** What was sent and not recorded will be sent again: nobody should have to find that out. */
export function formatUnsavedLog(
  { code, message, hint }: AppError,
  report: Report,
  severity: 'error' | 'warning' = 'error',
): string {
  const help = hint === undefined ? '' : `  = help: ${hint}\n`;
  const consequence = describeUnsavedLog(report.summary);
  return `certvigil: ${severity}[${code}]: the event log was NOT saved: ${message}\n  ${consequence}\n${help}`;
}

/** Statuses that count for each level of --fail-on: what is not known, or not valid yet, counts as critical. */
const FAILING: Record<FailOn, readonly Status[]> = {
  never: [],
  expired: ['expired'],
  critical: ['expired', 'critical', 'unknown', 'not_yet_valid'],
  warning: ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning'],
};

/** 3 goes before 1: contract section 6. */
export function computeExitCode({ report, unsaved }: Pick<RunResult, 'report' | 'unsaved'>, failOn: FailOn): number {
  if (unsaved !== null || report.summary.deliveries_failed > 0 || hasUnsetVariable(report)) return 3;
  return report.certificates.some(({ status }) => FAILING[failOn].includes(status)) ? 1 : 0;
}

/** Contract section 1: a scan whose environment is not complete is not done. A dry run needs no secret. */
function hasUnsetVariable({ dry_run, certificates }: Report): boolean {
  return !dry_run && certificates.some(({ places }) => places.some(({ error }) => error?.code === 'variable-unset'));
}

/** Before anything is sent: AppError `usage` for a kind of report that there is not. */
export function checkReportKinds(requests: readonly ReportRequest[]): void {
  for (const { kind } of requests) {
    if (findReportFormat(kind) === undefined) {
      throw createUsageError(`unknown report kind "${kind}"`, `Use one of: ${REPORT_KINDS.join(', ')}.`);
    }
  }
}

/** Before anything is sent: AppError `usage` for a report that would be written over what a scan goes by, or over another. */
export function checkReportFiles(manifest: Manifest, options: Options, io: Io): void {
  const taken = new Map([[toRealPath(path.resolve(io.cwd, manifest.file)), 'the manifest']]);
  const request = runOptions(options, io);
  const log = { file: request.event_log, store: request.store };
  if (resolveStoreKind(manifest, log, io) === 'file')
    taken.set(toRealPath(resolveLogPath(manifest, log)), 'the event log');
  for (const { kind, file } of options.report) {
    const real = toRealPath(path.resolve(io.cwd, file));
    const there = taken.get(real);
    if (there !== undefined)
      throw createUsageError(
        `the ${kind} report would be written over ${there}, ${file}`,
        'Give the report a file of its own.',
      );
    taken.set(real, `the ${kind} report`);
  }
}

/** All that can be written; throws AppError for the first that cannot. */
export async function writeReports(
  requests: readonly ReportRequest[],
  render: (format: ReportFormat) => string,
  io: Io,
): Promise<void> {
  const writing = requests.flatMap(({ kind, file }) => {
    const format = findReportFormat(kind);
    return format === undefined ? [] : writeReport(kind, render(format), file, io);
  });
  await Promise.allSettled(writing);
  await Promise.all(writing);
}

export async function writeReport(kind: string, text: string, file: string, io: Io): Promise<void> {
  await writeFile(path.resolve(io.cwd, file), io.mask(text)).catch((cause: unknown) => {
    const why = describeSystemError(cause);
    const what = `the ${kind} report could not be written to ${file}${why === null ? '' : `: ${why}`}`;
    throw new AppError('report-unwritable', what, {
      hint: 'Check that its folder exists and may be written. The scan itself is done; only this report is missing.',
      exitCode: 3,
      cause,
    });
  });
}

/** A line that is written over while sources are read; only where a person watches. */
export function createProgress(options: Options, io: Io): ((done: number, total: number) => void) | undefined {
  if (options.quiet || !io.isTTY.stderr) return undefined;
  let shown = 0;
  return (done, total) => {
    const now = io.now();
    if (done < total && now - shown < 100) return;
    shown = now;
    io.stderr(done < total ? `\rReading ${done} of ${total} sources` : '\r\x1b[2K');
  };
}
