/** Certificates in files. */

import { readFileSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Entry, Failure, RawPlace, RawSource } from '../types.ts';
import { errorCode, failure } from './failures.ts';
import { type FileSource, type Match, matchFiles } from './match.ts';

const MEBIBYTE = 1024 * 1024;

/** The largest bundle of roots has well under one. */
const LARGEST_MEBIBYTES = 10;

/** Files are read synchronously, which is thrice as fast for small ones; after so many others get their turn. */
const BATCH = 64;

/** One source for each pattern of the entry. */
export async function readFiles(entry: Entry, source: FileSource, root: string): Promise<RawSource[]> {
  const sources: RawSource[] = [];
  for (const match of await matchFiles(source, root)) {
    const places: RawPlace[] = [];
    for (const [index, path] of match.paths.entries()) {
      if (index % BATCH === BATCH - 1) await setImmediate();
      places.push(readPlace(path, root));
    }
    sources.push({ entry: entry.name, source: match.pattern, failure: sourceFailure(match), places });
  }
  return sources;
}

/** A folder that may not be read hides files: what was known of them must not look removed. */
function sourceFailure(match: Match): Failure | null {
  const [unreadable] = match.unreadable;
  if (unreadable !== undefined) return failure('folder-unreadable', unreadable);
  if (!match.missing) return null;
  return failure(match.glob ? 'glob-matches-nothing' : 'file-not-found', match.pattern);
}

function readPlace(path: string, root: string): RawPlace {
  try {
    const absolute = resolve(root, path);
    const problem = unfit(path, statSync(absolute));
    if (problem !== null) return { place: path, address: null, failure: problem };
    return { place: path, address: null, content: readFileSync(absolute) };
  } catch (error) {
    return { place: path, address: null, failure: readFailure(path, errorCode(error)) };
  }
}

/** Told from outside, so that no device is opened and no large file read. */
function unfit(path: string, stats: Stats): Failure | null {
  if (stats.isDirectory()) return failure('file-is-folder', path);
  if (!stats.isFile()) return failure('file-not-regular', path);
  if (stats.size <= LARGEST_MEBIBYTES * MEBIBYTE) return null;
  return failure('file-too-large', path, Math.ceil(stats.size / MEBIBYTE), LARGEST_MEBIBYTES);
}

function readFailure(path: string, code: string): Failure {
  if (code === 'ENOENT') return failure('file-not-found', path);
  if (code === 'EACCES' || code === 'EPERM') return failure('file-unreadable', path);
  return failure('file-read-failed', path, code);
}
