/** Reads certificate files. */

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Failure, FileSource, RawPlace, SourceWithPlaces } from '../../domain/index.ts';
import { catchBugsSync } from '../../lib/bugs/catch-bugs.ts';
import type { GlobMatch } from '../../lib/files/glob-walk.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import type { MaybePromise } from '../../lib/maybe-promise.ts';
import { createFailure, createInternalFailure, getErrorCode, isSystemError } from '../failures.ts';
import { type FilePatterns, matchFiles, type PatternMatch } from './match-files.ts';
import type { ReadContext, ReadJob } from './reader.ts';

/** A file has no host to verify its certificates for. */
export function listFileJobs<Place>(source: FileSource, context: ReadContext<Place>): ReadJob<Place>[] {
  const { entry, readTrustOptions, acquire, decode } = context;
  const read = async () => {
    const trust = await readTrustOptions(source);
    const decodeFile = (raw: RawPlace) =>
      decode(trust !== null && 'content' in raw ? { ...raw, trust: { host: null, ...trust } } : raw);
    return acquire(() => readFiles(entry.name, source, context, decodeFile));
  };
  return [{ sources: source.patterns, read }];
}

const MEBIBYTE = 1024 * 1024;

/** The largest bundles of root certificates have less than one. */
const MAX_FILE_MEBIBYTES = 10;

/** Small files are read synchronously, which is three times as fast. Yields to other work after this many. */
const BATCH = 64;

/** Reads one source for each pattern. */
export async function readFiles<Place>(
  entry: string,
  { skip_empty = false, ...source }: FilePatterns & Partial<Pick<FileSource, 'skip_empty'>>,
  { root, workspace, reportBug }: Pick<ReadContext<Place>, 'root' | 'workspace' | 'reportBug'>,
  decode: (raw: RawPlace) => MaybePromise<Place[]>,
): Promise<SourceWithPlaces<Place>[]> {
  const readIsolated = (path: string) =>
    catchBugsSync<RawPlace>(
      () => readPlace(path, root, workspace),
      () => ({ place: path, address: null, failure: createInternalFailure(path) }),
      reportBug,
    );
  const sources: SourceWithPlaces<Place>[] = [];
  for (const match of await matchFiles(source, root, workspace, reportBug)) {
    const places: Place[] = [];
    for (const [index, path] of match.paths.entries()) {
      if (index % BATCH === BATCH - 1) await setImmediate();
      const decoded = decode(readIsolated(path));
      for (const place of decoded instanceof Promise ? await decoded : decoded) places.push(place);
    }
    for (const directory of match.skipped) places.push(...(await decode(createSkippedPlace(directory))));
    sources.push({
      entry,
      source: match.pattern,
      failure: createSourceFailure(match),
      places,
      ...(match.glob && skip_empty !== false && { skips: skip_empty === null ? 'text' : 'all' }),
    });
  }
  return sources;
}

/** An unreadable directory is a failed place, so that the known certificates in it fail and others do not. */
function createSkippedPlace({ path, kind, code = '' }: GlobMatch): RawPlace {
  if (kind === 'broken') return { place: path, address: null, failure: createInternalFailure(path) };
  return { place: path, address: null, failure: createSkippedFailure(path, kind === 'unreadable' ? code : kind) };
}

function createSkippedFailure(path: string, why: string): Failure {
  if (why === 'outside-workspace') return createFailure('link-outside-workspace', path, 'file');
  if (why === 'dangling-link') return createFailure('link-broken', path);
  if (why === 'EACCES' || why === 'EPERM') return createFailure('directory-unreadable', path);
  return why === 'EILSEQ' ? createFailure('file-name-not-utf8', path) : createFailure('file-read-failed', path, why);
}

function createSourceFailure(match: PatternMatch): Failure | null {
  if (!match.missing) return null;
  return createFailure(match.glob ? 'glob-no-match' : 'file-not-found', match.pattern);
}

function readPlace(path: string, root: string, workspace: Workspace): RawPlace {
  const absolute = resolve(root, path);
  try {
    const file = openWithin(absolute, workspace);
    if (file === null)
      return { place: path, address: null, failure: createFailure('link-outside-workspace', path, 'file') };
    try {
      const stats = fstatSync(file);
      const problem = checkStats(path, stats);
      if (problem !== null) return { place: path, address: null, failure: problem };
      return { place: path, address: null, content: readBytes(file, stats.size) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { place: path, address: null, failure: createReadFailure(path, getErrorCode(error)) };
  }
}

/** Without O_NONBLOCK, opening a pipe waits for a writer. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Not available on every system. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;

/** Opens a file; null if it is outside the workspace. First tries without following links, which avoids a check for most files. */
function openWithin(path: string, workspace: Workspace): number | null {
  const file = NO_LINK === 0 ? null : openWithoutLinks(path);
  if (file === null) return workspace.isOutside(path) ? null : openSync(path, FLAGS);
  if (!workspace.isOutside(path, false)) return file;
  closeSync(file);
  return null;
}

/** null for a link, or if it fails: the caller then opens the file with links and gets the reason. */
function openWithoutLinks(path: string): number | null {
  try {
    return openSync(path, FLAGS | NO_LINK);
  } catch {
    return null;
  }
}

/** Reads at most `size` bytes, even if the file grows in the meantime. */
function readBytes(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  for (let read = -1; read !== 0 && filled < size; filled += read)
    read = readSync(file, bytes, filled, size - filled, null);
  return filled === size ? bytes : bytes.subarray(0, filled);
}

function checkStats(path: string, stats: Stats): Failure | null {
  if (stats.isDirectory()) return createFailure('file-is-directory', path);
  if (!stats.isFile()) return createFailure('file-not-regular', path);
  if (stats.size <= MAX_FILE_MEBIBYTES * MEBIBYTE) return null;
  return createFailure('file-too-large', path, Math.ceil(stats.size / MEBIBYTE), MAX_FILE_MEBIBYTES);
}

function createReadFailure(path: string, code: string): Failure {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    // Node replaces bytes that are not UTF-8 with U+FFFD.
    return createFailure(path.includes('\ufffd') ? 'file-name-not-utf8' : 'file-not-found', path);
  }
  if (code === 'ELOOP') return createFailure('link-loop', path);
  // The path is a socket.
  if (code === 'ENXIO' || code === 'EOPNOTSUPP') return createFailure('file-not-regular', path);
  if (code === 'EACCES' || code === 'EPERM') return createFailure('file-unreadable', path);
  return createFailure('file-read-failed', path, code);
}
