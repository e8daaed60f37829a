/** Reads certificate files. */

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import type { Failure, FileSource, RawLocation, RawSource, TrustRequest } from '../../domain/index.ts';
import { sortByRank } from '../../lib/collections.ts';
import { hasPassed, NO_DEADLINE } from '../../lib/deadline.ts';
import type { GlobMatch } from '../../lib/files/glob-walk.ts';
import { READ_ONLY } from '../../lib/files/read-limited.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import { createFailure, createInternalFailure, createLateFailure, getErrorCode, isSystemError } from '../failures.ts';
import { type FilePatterns, matchFiles, type PatternMatch } from './match-files.ts';
import type { ReadContext, ReadJob } from './reader.ts';

/** Lists one job for the files. Their certificates are verified without a host. */
export function listFileJobs(source: FileSource, context: ReadContext): ReadJob[] {
  const { entry, readTrustOptions, acquire } = context;
  const read = async () => {
    const trust = await readTrustOptions(source);
    return acquire(() => readFiles(entry.name, source, context, trust && { host: null, ...trust }));
  };
  return [{ sources: source.patterns, read }];
}

const MEBIBYTE = 1024 * 1024;

/** The maximum size of a file: the largest bundles of root certificates have less than 1 MiB. */
const MAX_FILE_MEBIBYTES = 10;

type FileContext = Pick<ReadContext, 'root' | 'workspace' | 'reportBug'> &
  Partial<Pick<ReadContext, 'deadline' | 'rankItems'>>;

/**
 * Returns one source for each pattern. Its files are read while its locations are iterated. `trust`: the settings to verify their
 * certificates.
 */
export async function readFiles(
  entry: string,
  { skip_empty = false, ...source }: FilePatterns & Partial<Pick<FileSource, 'skip_empty'>>,
  context: FileContext,
  trust: TrustRequest | null = null,
): Promise<RawSource[]> {
  const matches = await matchFiles(source, context.root, context.workspace, context);
  return matches.map((match) => ({
    entry,
    source: match.pattern,
    failure: createSourceFailure(match),
    locations: readMatches(match, context, trust),
    ...(match.glob && skip_empty !== false && { skips: skip_empty === null ? 'text' : 'all' }),
  }));
}

/** Reads the matches, synchronously, which is three times as fast for small files. */
function* readMatches(
  { pattern, paths, skipped }: PatternMatch,
  context: FileContext,
  trust: TrustRequest | null,
): Generator<RawLocation> {
  const { deadline = NO_DEADLINE } = context;
  const rank = context.rankItems?.(pattern) ?? null;
  for (const path of rank === null ? paths : sortByRank(paths, rank)) {
    const raw = hasPassed(deadline) ? createLateLocation(path) : readLocation(path, context);
    yield trust !== null && 'content' in raw ? { ...raw, trust } : raw;
  }
  for (const directory of skipped) yield createSkippedLocation(directory);
}

/** Creates the failed location of an unreadable directory, so that only the known certificates in it fail. */
function createSkippedLocation({ path, kind, code = '' }: GlobMatch): RawLocation {
  if (kind === 'broken') return { location: path, observed: {}, failure: createInternalFailure(path) };
  return { location: path, observed: {}, failure: createSkippedFailure(path, kind === 'unreadable' ? code : kind) };
}

function createSkippedFailure(path: string, why: string): Failure {
  if (why === 'outside-workspace') return createFailure('link-outside-workspace', path, 'file');
  if (why === 'dangling-link') return createFailure('link-broken', path);
  if (why === 'EACCES' || why === 'EPERM') return createFailure('directory-unreadable', path);
  return why === 'EILSEQ' ? createFailure('file-name-not-utf8', path) : createFailure('file-read-failed', path, why);
}

function createLateLocation(path: string): RawLocation {
  return { location: path, observed: {}, failure: createLateFailure(path) };
}

function createSourceFailure(match: PatternMatch): Failure | null {
  if (match.isLate) return createLateFailure(match.pattern);
  if (!match.missing) return null;
  return createFailure(match.glob ? 'glob-no-match' : 'file-not-found', match.pattern);
}

function readLocation(path: string, { root, workspace, reportBug }: FileContext): RawLocation {
  const absolute = resolve(root, path);
  try {
    const file = openWithin(absolute, workspace);
    if (file === null)
      return { location: path, observed: {}, failure: createFailure('link-outside-workspace', path, 'file') };
    try {
      const stats = fstatSync(file);
      const problem = checkStats(path, stats);
      if (problem !== null) return { location: path, observed: {}, failure: problem };
      return { location: path, observed: {}, content: readBytes(file, stats.size) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isSystemError(error))
      return { location: path, observed: {}, failure: createReadFailure(path, getErrorCode(error)) };
    reportBug(error);
    return { location: path, observed: {}, failure: createInternalFailure(path) };
  }
}

/** The flag to reject links, which is not available on every system. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;

/** Opens a file; null if it is outside the workspace. First tries without following links, which avoids a check for most files. */
function openWithin(path: string, workspace: Workspace): number | null {
  const file = NO_LINK === 0 ? null : openWithoutLinks(path);
  if (file === null) return workspace.isOutside(path) ? null : openSync(path, READ_ONLY);
  if (!workspace.isOutside(path, false)) return file;
  closeSync(file);
  return null;
}

/** Opens a file; null for a link, or if it fails: the caller then opens the file with links and gets the reason. */
function openWithoutLinks(path: string): number | null {
  try {
    return openSync(path, READ_ONLY | NO_LINK);
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
