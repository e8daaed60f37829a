/** Finds the kinds of the requested reports. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { createUsageError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { findReportKind, type RenderDirectory, type RenderReport } from '../../report/index.ts';
import { REPORT_KINDS } from '../../report/kinds/report-kind.ts';
import type { ReportRequest } from './request.ts';

/** A requested report. `isDirectory`: whether `file` is a directory, for which several files are rendered. */
export type ReportFile = ReportRequest &
  ({ isDirectory: false; render: RenderReport } | { isDirectory: true; render: RenderDirectory });

/** Selects reports. Throws AppError `usage` for an unknown kind or option, or a directory for a kind that is one file. */
export function selectReports(requests: readonly ReportRequest[], { cwd }: Pick<Io, 'cwd'>): ReportFile[] {
  return requests.map((request) => selectReport(request, cwd));
}

function selectReport(request: ReportRequest, cwd: string): ReportFile {
  const { kind, options, file } = request;
  const { uploadable, create, createDirectory } = requireKind(request);
  if (isUrl(file) && uploadable !== true) {
    throw createUsageError(`the ${kind} report cannot be sent to a URL`, `Use a file: --report ${kind}=FILE.`);
  }
  if (!isDirectory(file, cwd)) return { ...request, isDirectory: false, render: create(options) };
  if (createDirectory === undefined) {
    throw createUsageError(
      `the ${kind} report is one file, but ${file} is a directory`,
      `Name a file: --report ${kind}=FILE.`,
    );
  }
  return { ...request, isDirectory: true, render: createDirectory(options) };
}

/** Selects the renderer of a single file. Throws AppError `usage` for an unknown kind or option. */
export function selectRenderer(request: Omit<ReportRequest, 'file'>): RenderReport {
  return requireKind(request).create(request.options);
}

function requireKind({ kind, options }: Omit<ReportRequest, 'file'>) {
  const known = findReportKind(kind);
  if (known === undefined) {
    throw createUsageError(`unknown report kind "${kind}"`, `Use one of: ${REPORT_KINDS.join(', ')}.`);
  }
  const unknown = Object.keys(options).find((name) => !known.options.includes(name));
  if (unknown !== undefined) {
    const names = known.options.length === 0 ? 'It has no options.' : `Options: ${known.options.join(', ')}.`;
    throw createUsageError(`the ${kind} report has no option "${unknown}"`, names);
  }
  return known;
}

/** Whether a path is a directory, which need not exist if its name ends with a slash. */
function isDirectory(file: string, cwd: string): boolean {
  if (isUrl(file)) return false;
  if (file.endsWith('/') || file.endsWith(path.sep)) return true;
  try {
    return statSync(path.resolve(cwd, file)).isDirectory();
  } catch {
    // The file does not exist yet. Other failures are reported when it is written.
    return false;
  }
}

export function isUrl(file: string): boolean {
  return /^https?:\/\//i.test(file);
}
