/** Writes the additional reports of a scan or digest, in pieces: a report can have hundreds of megabytes. */

import path from 'node:path';
import { forecastRenewals } from '../../assess/forecast/index.ts';
import type { Manifest } from '../../domain/index.ts';
import { classifyLocation } from '../../domain/sources/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { runAll } from '../../lib/bugs/catch-bugs.ts';
import { createDirectory } from '../../lib/files/create-directory.ts';
import { writeAtomically } from '../../lib/files/write-atomically.ts';
import { compressText } from '../../lib/gzip.ts';
import type { Io } from '../../lib/io.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { lazy } from '../../lib/memoize.ts';
import { printPieces, printRecords } from '../../lib/print-pieces.ts';
import { maskPieces } from '../../lib/secrets/mask-pieces.ts';
import { uploadReport } from '../../notify/upload-report.ts';
import type { RenderDirectory, RenderedText, RenderReport, ReportSource } from '../../report/index.ts';
import { findReportKind } from '../../report/index.ts';
import { describeSystemError } from '../../store/failures.ts';
import { listWatched } from '../discover/list-watched.ts';
import { isUrl, type ReportFile } from './select.ts';
import { DirectoryConflict, writeDirectory } from './write-directory.ts';

/** The source of the reports of a scan, a digest or an event log. */
export interface ReportedRun
  extends Omit<
    ReportSource,
    | 'manifest'
    | 'declared'
    | 'positions'
    | 'findFile'
    | 'dashboard'
    | 'metrics'
    | 'stale_after_hours'
    | 'getForecast'
    | 'watched'
    | 'compress'
  > {
  manifest: Manifest;
}

/**
 * Writes every report that can be written. Throws AppError `report-unwritable` or `report-directory-conflict` for the first that
 * cannot, or the bug that rendering it triggers: the file of that report is then unchanged.
 */
export async function writeReports(reports: readonly ReportFile[], run: ReportedRun, io: Io): Promise<void> {
  const kinds = reports.map(({ kind }) => kind);
  const getSource = createSourceReader(run, kinds, io);
  await runAll(
    reports.map((file) => async () => renderAndWrite(file, await getSource(file.kind), run, io)),
    io,
  );
}

/** Renders every report without writing it. Throws the bug that rendering it triggers. */
export async function rehearseReports(reports: readonly ReportFile[], run: ReportedRun, io: Io): Promise<void> {
  const getSource = createSourceReader(
    run,
    reports.map(({ kind }) => kind),
    io,
  );
  for (const report of reports) {
    const source = await getSource(report.kind);
    const texts = report.isDirectory ? Array.from(report.render(source), ([, text]) => text) : [report.render(source)];
    for (const text of texts) for (const piece of toPieces(text)) io.mask(piece);
  }
}

async function renderAndWrite(
  report: ReportFile,
  source: ReportSource,
  { manifest }: ReportedRun,
  io: Io,
): Promise<void> {
  const { kind, file } = report;
  if (report.isDirectory) writeReportDirectory(kind, report.render(source), file, io);
  else if (isUrl(file)) await sendReport(kind, report.render(source), file, manifest, io);
  else await writeReport(kind, report.render(source), file, io);
}

/** Prints one report. */
export async function printReport(kind: string, render: RenderReport, run: ReportedRun, io: Io): Promise<void> {
  const print = kind === 'csv' ? printRecords : printPieces;
  await print(toPieces(render(await createSourceReader(run, [kind], io)(kind))), io);
}

function toPieces(text: RenderedText): Iterable<string> {
  return typeof text === 'string' ? [text] : text;
}

/**
 * Creates a finder of the file of a location. Locations are relative to the directory of the manifest, and name parts of a file after `#`.
 */
function createFileFinder({ file, entries }: Manifest): ReportSource['findFile'] {
  const sources = new Map(entries.map(({ name, source }) => [name, source]));
  return (entry, location) => {
    const source = sources.get(entry);
    if (source === undefined || classifyLocation(source, location) !== 'file') return null;
    const [name = ''] = location.split('#', 1);
    const joined = path.posix.join(path.posix.dirname(file.split(path.sep).join('/')), name);
    // The functions for Windows recognize drives on every system.
    return path.win32.isAbsolute(name) || /^\.\.(?:\/|$)/.test(joined) ? null : joined;
  };
}

/**
 * Creates the reader of a report's source. Watched items are listed once, only for the kinds that need them: a bug there does not affect
 * the others.
 */
function createSourceReader(
  { manifest, ...run }: ReportedRun,
  kinds: readonly string[],
  io: Io,
): (kind: string) => Promise<ReportSource> {
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  const { file, dashboard, metrics, stale_after_hours, entries } = manifest;
  const { report, log } = run;
  const getForecast = () => forecastRenewals({ certificates: report.certificates, entries });
  const compress = (text: string) => compressText(io.mask(text));
  const findFile = createFileFinder(manifest);
  const shared = { ...run, manifest: file, declared: manifest, positions, findFile, dashboard, metrics, compress };
  const getNeed = (kind: string) => findReportKind(kind)?.needsWatched;
  const hasRepository = kinds.some((kind) => getNeed(kind) === 'always') || manifest.discovery !== null;
  const request = { manifest, log, report, hasRepository, now: parseIsoTime(report.scanned_at) };
  const getWatched = lazy(() => listWatched(request, io));
  return async (kind) => {
    const isShown = getNeed(kind) === 'always' || (getNeed(kind) === 'if-enabled' && showsWatched(manifest));
    return { ...shared, stale_after_hours, getForecast, watched: isShown ? await getWatched() : null };
  };
}

/** Whether a dashboard compares the manifest with other known names: only if the manifest requests it. */
function showsWatched({ discovery, entries }: Manifest): boolean {
  return discovery !== null || entries.some(({ source }) => source.kind === 'ct');
}

/** Writes a report. Throws AppError `report-unwritable`, or the error of rendering: the old file is then unchanged. */
export async function writeReport(kind: string, text: RenderedText, file: string, io: Io): Promise<void> {
  const absolute = path.resolve(io.cwd, file);
  try {
    createDirectory(path.dirname(absolute));
    await writeAtomically(absolute, maskPieces(toPieces(text), io.mask));
  } catch (cause) {
    if (describeSystemError(cause) === null) throw cause;
    throw createUnwritableError(kind, file, cause, 'Fix the cause, or use another path.');
  }
}

/** Writes a report of several files. Throws AppError `report-unwritable` or `report-directory-conflict`. */
function writeReportDirectory(kind: string, files: ReturnType<RenderDirectory>, directory: string, io: Io): void {
  try {
    writeDirectory(path.resolve(io.cwd, directory), maskFiles(files, io));
  } catch (cause) {
    if (cause instanceof DirectoryConflict) throw createConflictError(kind, directory, cause.file);
    if (describeSystemError(cause) === null) throw cause;
    throw createUnwritableError(
      kind,
      directory,
      cause,
      'Fix the cause, or use another directory. Its files are unchanged.',
    );
  }
}

function* maskFiles(files: ReturnType<RenderDirectory>, { mask }: Io): Generator<[name: string, text: RenderedText]> {
  for (const [name, text] of files) yield [name, typeof text === 'string' ? mask(text) : maskPieces(text, mask)];
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

/** Sends a report. Throws AppError `report-unwritable`. The message names the host only: the URL may contain a password. */
async function sendReport(kind: string, text: RenderedText, url: string, { scan }: Manifest, io: Io): Promise<void> {
  // The text is sent as a whole, because it is sent again after a failure.
  const failure = await uploadReport(io.mask([...toPieces(text)].join('')), url, scan.network, io);
  if (failure === null) return;
  const host = URL.canParse(url) ? new URL(url).host : 'its URL';
  throw new AppError('report-unwritable', `the ${kind} report could not be sent to ${host}: ${failure.detail}`, {
    hint: 'Everything else is done; only this report is missing.',
    exitCode: 3,
  });
}
