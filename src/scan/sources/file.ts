/** Certificates in files. */

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Failure, FileSource, RawPlace, SourceWithPlaces } from '../../domain/index.ts';
import type { GlobMatch } from '../../lib/files/glob-walk.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import type { MaybePromise } from '../../lib/maybe-promise.ts';
import { createFailure, getErrorCode } from '../failures.ts';
import { type FilePatterns, matchFiles, type PatternMatch } from './match-files.ts';
import type { ReadContext, ReadJob } from './reader.ts';

/** A file has no host to verify its certificates for. */
export function listFileJobs<Place>(source: FileSource, context: ReadContext<Place>): ReadJob<Place>[] {
  const { entry, root, workspace, readTrustOptions, acquire, decode } = context;
  const read = async () => {
    const trust = await readTrustOptions(source);
    const decodeFile = (raw: RawPlace) =>
      decode(trust !== null && 'content' in raw ? { ...raw, trust: { host: null, ...trust } } : raw);
    return acquire(() => readFiles(entry.name, source, root, workspace, decodeFile));
  };
  return [read];
}

const MEBIBYTE = 1024 * 1024;

/** The largest bundle of roots has well under one. */
const MAX_FILE_MEBIBYTES = 10;

/** Files are read synchronously, which is thrice as fast for small ones; after so many others get their turn. */
const BATCH = 64;

/** One source for each pattern of the entry. */
export async function readFiles<Place>(
  entry: string,
  source: FilePatterns,
  root: string,
  workspace: Workspace,
  take: (raw: RawPlace) => MaybePromise<Place[]>,
): Promise<SourceWithPlaces<Place>[]> {
  const sources: SourceWithPlaces<Place>[] = [];
  for (const match of await matchFiles(source, root, workspace)) {
    const places: Place[] = [];
    for (const [index, path] of match.paths.entries()) {
      if (index % BATCH === BATCH - 1) await setImmediate();
      const taken = take(readPlace(path, root, workspace));
      for (const place of taken instanceof Promise ? await taken : taken) places.push(place);
    }
    for (const folder of match.skipped) places.push(...(await take(closedPlace(folder))));
    sources.push({
      entry,
      source: match.pattern,
      failure: sourceFailure(match),
      places,
      ...(match.glob && { glob: true }),
    });
  }
  return sources;
}

/** A folder that is not looked into hides files: it fails for all that was known in it, and for nothing else. */
function closedPlace({ path, kind, code = '' }: GlobMatch): RawPlace {
  return { place: path, address: null, failure: closedFailure(path, kind === 'unreadable' ? code : kind) };
}

function closedFailure(path: string, why: string): Failure {
  if (why === 'outside-workspace') return createFailure('link-outside-workspace', path);
  if (why === 'dangling-link') return createFailure('link-broken', path);
  if (why === 'EACCES' || why === 'EPERM') return createFailure('directory-unreadable', path);
  return why === 'EILSEQ' ? createFailure('file-name-not-utf8', path) : createFailure('file-read-failed', path, why);
}

function sourceFailure(match: PatternMatch): Failure | null {
  if (!match.missing) return null;
  return createFailure(match.glob ? 'glob-no-match' : 'file-not-found', match.pattern);
}

function readPlace(path: string, root: string, workspace: Workspace): RawPlace {
  const absolute = resolve(root, path);
  try {
    const file = openWithin(absolute, workspace);
    if (file === null) return { place: path, address: null, failure: createFailure('link-outside-workspace', path) };
    try {
      const stats = fstatSync(file);
      const problem = unfit(path, stats);
      if (problem !== null) return { place: path, address: null, failure: problem };
      return { place: path, address: null, content: readBytes(file, stats.size) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { place: path, address: null, failure: readFailure(path, getErrorCode(error)) };
  }
}

/** Opening a pipe would wait for its other end. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Not on every system. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;

/** Opens a file; null where it leads out of the workspace. What is no link, as nearly all, costs no look at it before. */
function openWithin(path: string, workspace: Workspace): number | null {
  const file = NO_LINK === 0 ? null : openUnlinked(path);
  if (file === null) return workspace.isOutside(path) ? null : openSync(path, FLAGS);
  if (!workspace.isOutside(path, false)) return file;
  closeSync(file);
  return null;
}

/** Null for a link, and for what cannot be opened at all: opening it as it is tells why. */
function openUnlinked(path: string): number | null {
  try {
    return openSync(path, FLAGS | NO_LINK);
  } catch {
    return null;
  }
}

/** At most `size` bytes, so that a file that grows meanwhile is bounded too. */
function readBytes(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  for (let read = -1; read !== 0 && filled < size; filled += read)
    read = readSync(file, bytes, filled, size - filled, null);
  return filled === size ? bytes : bytes.subarray(0, filled);
}

/** Told before anything is read. */
function unfit(path: string, stats: Stats): Failure | null {
  if (stats.isDirectory()) return createFailure('file-is-directory', path);
  if (!stats.isFile()) return createFailure('file-not-regular', path);
  if (stats.size <= MAX_FILE_MEBIBYTES * MEBIBYTE) return null;
  return createFailure('file-too-large', path, Math.ceil(stats.size / MEBIBYTE), MAX_FILE_MEBIBYTES);
}

function readFailure(path: string, code: string): Failure {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    // How Node gives bytes that are no UTF-8.
    return createFailure(path.includes('\ufffd') ? 'file-name-not-utf8' : 'file-not-found', path);
  }
  if (code === 'ELOOP') return createFailure('link-loop', path);
  // What opening a socket gives.
  if (code === 'ENXIO' || code === 'EOPNOTSUPP') return createFailure('file-not-regular', path);
  if (code === 'EACCES' || code === 'EPERM') return createFailure('file-unreadable', path);
  return createFailure('file-read-failed', path, code);
}
