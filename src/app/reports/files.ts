/** Writes the additional reports of a scan or digest. */

import path from 'node:path';
import { forecastRenewals } from '../../assess/forecast/index.ts';
import type { Manifest } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { createDirectory } from '../../lib/files/create-directory.ts';
import { writeAtomically } from '../../lib/files/write-atomically.ts';
import type { Io } from '../../lib/io.ts';
import type { RenderReport, ReportSource } from '../../report/index.ts';
import { describeSystemError } from '../../store/failures.ts';
import { isUrl, type ReportFile } from './select.ts';
import { findConflict, writeDirectory } from './write-directory.ts';

/** What the reports of a scan, a digest or an event log are rendered from. */
export interface ReportedRun
  extends Omit<ReportSource, 'manifest' | 'positions' | 'dashboard' | 'stale_after_hours' | 'getForecast'> {
  manifest: Manifest;
}

/**
 * Writes every report that can be written. Throws AppError `report-unwritable` or `report-directory-conflict` for the first that
 * cannot.
 */
export async function writeReports(reports: readonly ReportFile[], run: ReportedRun, io: Io): Promise<void> {
  const source = createSource(run);
  const errors: unknown[] = [];
  // One after the other, so that only one of them is in memory: each can have hundreds of megabytes.
  for (const report of reports) await renderAndWrite(report, source, run, io).catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function renderAndWrite(
  { kind, file, render }: ReportFile,
  source: ReportSource,
  { manifest }: ReportedRun,
  io: Io,
): Promise<void> {
  const rendered = render(source);
  if (typeof rendered !== 'string') writeReportDirectory(kind, rendered, file, io);
  else if (isUrl(file)) await sendReport(kind, rendered, file, manifest, io);
  else await writeReport(kind, rendered, file, io);
}

/** Renders one report. */
export function renderReport(render: RenderReport, run: ReportedRun): string {
  return render(createSource(run));
}

function createSource({ manifest, ...run }: ReportedRun): ReportSource {
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  const { file, dashboard, stale_after_hours, entries } = manifest;
  const { certificates } = run.report;
  const getForecast = () => forecastRenewals({ certificates, entries });
  return { ...run, manifest: file, positions, dashboard, stale_after_hours, getForecast };
}

/** Throws AppError `report-unwritable`. */
export async function writeReport(kind: string, text: string, file: string, io: Io): Promise<void> {
  const absolute = path.resolve(io.cwd, file);
  try {
    createDirectory(path.dirname(absolute));
    await writeAtomically(absolute, io.mask(text));
  } catch (cause) {
    throw createUnwritableError(kind, file, cause, 'Check that its directory is writable.');
  }
}

/** Throws AppError `report-unwritable` or `report-directory-conflict`. */
function writeReportDirectory(kind: string, files: ReadonlyMap<string, string>, directory: string, io: Io): void {
  const absolute = path.resolve(io.cwd, directory);
  const masked = new Map([...files].map(([name, text]) => [name, io.mask(text)]));
  try {
    const conflict = findConflict(absolute, [...masked.keys()]);
    if (conflict !== null) throw createConflictError(kind, directory, conflict);
    writeDirectory(absolute, masked);
  } catch (cause) {
    if (cause instanceof AppError || describeSystemError(cause) === null) throw cause;
    throw createUnwritableError(
      kind,
      directory,
      cause,
      'Check that it is a writable directory. Its files are unchanged.',
    );
  }
}

function createConflictError(kind: string, directory: string, name: string): AppError {
  const message = `the ${kind} report was not written to ${directory}: ${name} exists there, and no report wrote it`;
  return new AppError('report-directory-conflict', message, {
    hint: 'Use another directory, or move that file away. Nothing in the directory was changed. Everything else is done.',
    exitCode: 3,
  });
}

function createUnwritableError(kind: string, file: string, cause: unknown, hint: string): AppError {
  const reason = describeSystemError(cause);
  const message = `the ${kind} report could not be written to ${file}${reason === null ? '' : `: ${reason}`}`;
  return new AppError('report-unwritable', message, {
    hint: `${hint} Everything else is done; only this report is missing.`,
    exitCode: 3,
    cause,
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
