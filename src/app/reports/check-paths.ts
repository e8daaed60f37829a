/** Rejects reports that would overwrite each other or another file of the run, before anything is read or sent. */

import path from 'node:path';
import type { Manifest } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { IGNORES_CASE } from '../../lib/files/glob.ts';
import { leadsOutside, resolveWorkspace, toRealTarget } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { resolveLogPath, resolveStoreKind, type StoreRequest } from '../../store/index.ts';
import { isUrl, type ReportFile } from './select.ts';

type ReportPath = Pick<ReportFile, 'kind' | 'file' | 'isDirectory'>;

/**
 * Throws AppError `report-path-conflict` for a report that would overwrite the manifest, the event log or another report, or would be
 * inside the directory of another report; `report-outside-workspace` for a report that a link would write outside the workspace.
 */
export function checkReportPaths(reports: readonly ReportPath[], manifest: Manifest, log: StoreRequest, io: Io): void {
  const taken = new Map([[resolveTarget(path.resolve(io.cwd, manifest.file)), 'the manifest']]);
  if (resolveStoreKind(manifest, log, io) === 'file')
    taken.set(resolveTarget(resolveLogPath(manifest, log)), 'the event log');
  const workspace = resolveWorkspace(io.cwd, io.env);
  const targets = new Map<string, ReportPath>();
  for (const report of reports) {
    const { kind, file } = report;
    const absolute = path.resolve(io.cwd, file);
    if (!isUrl(file) && leadsOutside(absolute, workspace)) throw createOutsideError(kind, file);
    const target = isUrl(file) ? file : resolveTarget(absolute);
    const existing = taken.get(target);
    if (existing !== undefined) throw createOverwriteError(report, existing);
    for (const [other, otherReport] of targets) {
      if (report.isDirectory && isInside(other, target)) throw createInsideError(otherReport, report);
      if (otherReport.isDirectory && isInside(target, other)) throw createInsideError(report, otherReport);
    }
    taken.set(target, `the ${kind} report`);
    targets.set(target, report);
  }
}

function isInside(target: string, directory: string): boolean {
  return target.startsWith(directory.endsWith(path.sep) ? directory : directory + path.sep);
}

/**
 * Resolves a path; returns the path itself if it cannot be resolved: writing then reports the reason. The result is in lower case on
 * systems that ignore case.
 */
function resolveTarget(absolute: string): string {
  const target = toRealTarget(absolute);
  return IGNORES_CASE ? target.toLowerCase() : target;
}

function createOverwriteError({ kind, file }: ReportPath, existing: string): AppError {
  return new AppError('report-path-conflict', `the ${kind} report would overwrite ${existing}, ${file}`, {
    hint: 'Use another file for the report.',
  });
}

function createInsideError(inner: ReportPath, outer: ReportPath): AppError {
  const message = `the ${inner.kind} report ${inner.file} would be in the directory of the ${outer.kind} report, ${outer.file}`;
  return new AppError('report-path-conflict', message, {
    hint: 'Give each report its own directory, such as site/dashboard/ and site/badges/.',
  });
}

function createOutsideError(kind: string, file: string): AppError {
  const message = `the ${kind} report ${file} would be written outside the workspace: a symbolic link leads there`;
  return new AppError('report-outside-workspace', message, {
    hint: 'Nothing was scanned. Remove the link, or name the real path of the report.',
  });
}
