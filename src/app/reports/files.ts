/** Writes the additional reports of a scan or digest to files. */

import path from 'node:path';
import type { Manifest } from '../../domain/index.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { leadsOutside, resolveWorkspace, toRealPath } from '../../lib/files/workspace-boundary.ts';
import { writeAtomically } from '../../lib/files/write-atomically.ts';
import type { Io } from '../../lib/io.ts';
import { findReportKind, REPORT_KINDS, type RenderReport, type ReportSource } from '../../report/index.ts';
import { describeSystemError } from '../../store/failures.ts';
import { resolveLogPath, resolveStoreKind, type StoreRequest } from '../../store/index.ts';
import type { ReportRequest } from './request.ts';

export interface ReportFile extends ReportRequest {
  render: RenderReport;
}

/** Loads each kind of report. Throws AppError `usage` for an unknown kind or option. */
export async function selectReports(requests: readonly ReportRequest[]): Promise<ReportFile[]> {
  return Promise.all(requests.map(async (request) => ({ ...request, render: await loadReport(request) })));
}

/** Without a file, for the standard output. Throws AppError `usage` for an unknown kind or option. */
export async function loadReport({
  kind,
  options,
  file,
}: Omit<ReportRequest, 'file'> & { file?: string }): Promise<RenderReport> {
  const known = findReportKind(kind);
  if (known === undefined) {
    throw createUsageError(`unknown report kind "${kind}"`, `Use one of: ${REPORT_KINDS.join(', ')}.`);
  }
  const unknown = Object.keys(options).find((name) => !known.options.includes(name));
  if (unknown !== undefined) {
    const names = known.options.length === 0 ? 'It has no options.' : `Options: ${known.options.join(', ')}.`;
    throw createUsageError(`the ${kind} report has no option "${unknown}"`, names);
  }
  if (file !== undefined && isUrl(file) && known.uploadable !== true) {
    throw createUsageError(`the ${kind} report cannot be sent to a URL`, `Use a file: --report ${kind}=FILE.`);
  }
  const create = await known.load();
  return create(options);
}

/**
 * Throws AppError `usage` for a report that would overwrite the manifest, the event log or another report, and
 * `report-outside-workspace` for one that a link in the workspace leads out of it.
 */
export function checkReportFiles(
  reports: readonly ReportRequest[],
  manifest: Manifest,
  log: StoreRequest,
  io: Io,
): void {
  const taken = new Map([[toRealPath(path.resolve(io.cwd, manifest.file)), 'the manifest']]);
  if (resolveStoreKind(manifest, log, io) === 'file')
    taken.set(toRealPath(resolveLogPath(manifest, log)), 'the event log');
  const workspace = resolveWorkspace(io.cwd, io.env);
  for (const { kind, file } of reports) {
    const isSent = isUrl(file);
    const absolute = path.resolve(io.cwd, file);
    if (!isSent && leadsOutside(absolute, workspace)) throw createOutsideError(kind, file);
    const realPath = isSent ? file : toRealPath(absolute);
    const existing = taken.get(realPath);
    if (existing !== undefined) {
      throw createUsageError(
        `the ${kind} report would overwrite ${existing}, ${file}`,
        'Use another file for the report.',
      );
    }
    taken.set(realPath, `the ${kind} report`);
  }
}

function createOutsideError(kind: string, file: string): AppError {
  const message = `the ${kind} report ${file} would be written outside the workspace: a symbolic link leads there`;
  return new AppError('report-outside-workspace', message, {
    hint: 'Nothing was scanned. Remove the link, or name the real path of the report.',
  });
}

/** What the reports of a scan, a digest or an event log are rendered from. */
export interface ReportedRun extends Omit<ReportSource, 'manifest' | 'positions'> {
  manifest: Manifest;
}

/** Writes every report that can be written. Throws AppError `report-unwritable` for the first that cannot. */
export async function writeReports(reports: readonly ReportFile[], run: ReportedRun, io: Io): Promise<void> {
  const source = createSource(run);
  const writing = reports.map(async ({ kind, file, render }) => {
    const text = render(source);
    await (isUrl(file) ? sendReport(kind, text, file, run.manifest, io) : writeReport(kind, text, file, io));
  });
  await Promise.allSettled(writing);
  await Promise.all(writing);
}

/** Renders one report. */
export function renderReport({ render }: Pick<ReportFile, 'render'>, run: ReportedRun): string {
  return render(createSource(run));
}

function createSource({ manifest, ...run }: ReportedRun): ReportSource {
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  return { ...run, manifest: manifest.file, positions };
}

/** Throws AppError `report-unwritable`. */
export async function writeReport(kind: string, text: string, file: string, io: Io): Promise<void> {
  await writeAtomically(path.resolve(io.cwd, file), io.mask(text)).catch((cause: unknown) => {
    const reason = describeSystemError(cause);
    const message = `the ${kind} report could not be written to ${file}${reason === null ? '' : `: ${reason}`}`;
    throw new AppError('report-unwritable', message, {
      hint: 'Check that its directory exists and is writable. Everything else is done; only this report is missing.',
      exitCode: 3,
      cause,
    });
  });
}

/** Throws AppError `report-unwritable`. The message names the host only: the URL may contain a password. */
async function sendReport(kind: string, text: string, url: string, { scan }: Manifest, io: Io): Promise<void> {
  const { uploadReport } = await import('../../notify/upload-report.ts');
  const failure = await uploadReport(io.mask(text), url, scan.network, io);
  if (failure === null) return;
  const host = URL.canParse(url) ? new URL(url).host : 'its URL';
  throw new AppError('report-unwritable', `the ${kind} report could not be sent to ${host}: ${failure.detail}`, {
    hint: 'Everything else is done; only this report is missing.',
    exitCode: 3,
  });
}

function isUrl(file: string): boolean {
  return /^https?:\/\//i.test(file);
}
