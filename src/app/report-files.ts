/** Writes the additional reports of a scan or digest to files. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../domain/index.ts';
import { AppError, createUsageError } from '../lib/app-error.ts';
import { toRealPath } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { findReportFormat, REPORT_KINDS, type ReportFormat } from '../report/index.ts';
import { describeSystemError } from '../store/failures.ts';
import { resolveLogPath, resolveStoreKind, type StoreRequest } from '../store/index.ts';
import type { ReportRequest } from './report-request.ts';

export interface ReportFile extends ReportRequest {
  format: ReportFormat;
}

/** Finds the format of each report. Throws AppError `usage` for an unknown kind. */
export function selectReports(requests: readonly ReportRequest[]): ReportFile[] {
  return requests.map(({ kind, file }) => {
    const format = findReportFormat(kind);
    if (format !== undefined) return { kind, file, format };
    throw createUsageError(`unknown report kind "${kind}"`, `Use one of: ${REPORT_KINDS.join(', ')}.`);
  });
}

/** Throws AppError `usage` for a report that would overwrite the manifest, the event log or another report. */
export function checkReportFiles(
  reports: readonly ReportRequest[],
  manifest: Manifest,
  log: StoreRequest,
  io: Io,
): void {
  const taken = new Map([[toRealPath(path.resolve(io.cwd, manifest.file)), 'the manifest']]);
  if (resolveStoreKind(manifest, log, io) === 'file')
    taken.set(toRealPath(resolveLogPath(manifest, log)), 'the event log');
  for (const { kind, file } of reports) {
    const realPath = toRealPath(path.resolve(io.cwd, file));
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

/** Writes every report that can be written. Throws AppError `report-unwritable` for the first that cannot. */
export async function writeReports(
  reports: readonly ReportFile[],
  render: (format: ReportFormat) => string,
  io: Io,
): Promise<void> {
  const writing = reports.map(({ kind, file, format }) => writeReport(kind, render(format), file, io));
  await Promise.allSettled(writing);
  await Promise.all(writing);
}

/** Throws AppError `report-unwritable`. */
export async function writeReport(kind: string, text: string, file: string, io: Io): Promise<void> {
  await writeFile(path.resolve(io.cwd, file), io.mask(text)).catch((cause: unknown) => {
    const reason = describeSystemError(cause);
    const message = `the ${kind} report could not be written to ${file}${reason === null ? '' : `: ${reason}`}`;
    throw new AppError('report-unwritable', message, {
      hint: 'Check that its directory exists and is writable. Everything else is done; only this report is missing.',
      exitCode: 3,
      cause,
    });
  });
}
