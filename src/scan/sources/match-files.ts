/** Finds the files of a source. */

import { statSync } from 'node:fs';
import { normalize, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Source } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { compareText } from '../../lib/collections.ts';
import { type Deadline, hasPassed, NO_DEADLINE, runWithDeadline } from '../../lib/deadline.ts';
import { createFileMatcher, isGlob, unifySeparators } from '../../lib/files/glob.ts';
import { type GlobMatch, type WalkOptions, walkGlob } from '../../lib/files/glob-walk.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import { getErrorCode } from '../failures.ts';

export type FilePatterns = Pick<Extract<Source, { kind: 'file' }>, 'patterns' | 'exclude'>;

export interface PatternMatch {
  /** The pattern as written in the manifest. */
  pattern: string;
  /** Whether it is a glob. An existing path with glob characters is a path, unless it also matches as a glob. */
  glob: boolean;
  /** The paths, sorted, with `/`, and relative to the root unless the pattern is absolute. */
  paths: string[];
  /** Whether there is no match at all, including excluded files and those of earlier patterns. */
  missing: boolean;
  /** Unreadable directories that may contain matches, sorted. */
  skipped: GlobMatch[];
  /** Whether there was no time to search all directories, so that files may be missing. */
  isLate: boolean;
}

/**
 * Finds the files of a source, in the order of its patterns. Globs also match names that start with a dot. A file that
 * matches several patterns belongs to the first one.
 */
export async function matchFiles(
  source: FilePatterns,
  root: string,
  workspace: Workspace,
  { reportBug = ignoreBug, deadline = NO_DEADLINE }: { reportBug?: ReportBug; deadline?: Deadline } = {},
): Promise<PatternMatch[]> {
  const options = { ...createWalkOptions(source, root, workspace), reportBug };
  const taken = new Set<string>();
  const matches: PatternMatch[] = [];
  for (const pattern of source.patterns) {
    const glob = isGlobPattern(pattern, root);
    const { found, isLate } = glob
      ? await runWithDeadline(deadline.remaining() * WALK_SHARE, (part) => collectMatches(pattern, options, part))
      : { found: findPath(pattern, root), isLate: false };
    const skipped = found.filter(({ kind }) => kind !== 'file').sort((a, b) => compareText(a.path, b.path));
    const paths = found
      .filter(({ path, kind }) => kind === 'file' && !taken.has(path) && !options.excluded(path))
      .map(({ path }) => path)
      .sort();
    for (const path of paths) taken.add(path);
    matches.push({ pattern, glob, paths, missing: found.length === 0 && !isLate, skipped, isLate });
  }
  return matches;
}

/** The part of the remaining time for searching, so that files that were found can still be read. */
const WALK_SHARE = 3 / 4;

/** The number of directories after which other work, such as handshakes, has its turn. */
const BATCH = 64;

async function collectMatches(
  pattern: string,
  options: WalkOptions,
  deadline: Deadline,
): Promise<{ found: GlobMatch[]; isLate: boolean }> {
  const found: GlobMatch[] = [];
  let directories = 0;
  for (const one of walkGlob(pattern, options)) {
    if (one !== null) found.push(one);
    else if (hasPassed(deadline)) return { found, isLate: true };
    else if (directories++ % BATCH === BATCH - 1) await setImmediate();
  }
  return { found, isLate: false };
}

/** The time limit in milliseconds of a check that only decides about a warning. */
const MAX_CHECK_MS = 2000;

/** Returns for each pattern whether it has no match at all. Stops at the first match; without one in time, it is not known to be missing. */
export function findMissingPatterns(source: FilePatterns, root: string, workspace: Workspace): boolean[] {
  const options = createWalkOptions(source, root, workspace);
  const ends = performance.now() + MAX_CHECK_MS;
  return source.patterns.map((pattern) => {
    if (!isGlobPattern(pattern, root)) return findPath(pattern, root).length === 0;
    for (const one of walkGlob(pattern, options)) if (one !== null || performance.now() > ends) return false;
    return true;
  });
}

/** Counts the files of a source up to `max`, or as many as it finds in time. A file that matches several patterns is counted for each. */
export function countFiles(source: FilePatterns, root: string, workspace: Workspace, max: number): number {
  const options = createWalkOptions(source, root, workspace);
  const ends = performance.now() + MAX_CHECK_MS;
  let count = 0;
  for (const pattern of source.patterns) {
    const found = isGlobPattern(pattern, root) ? walkGlob(pattern, options) : findPath(pattern, root);
    for (const one of found) {
      if (count >= max) return max;
      if (performance.now() > ends) return count;
      if (one?.kind === 'file') count += 1;
    }
  }
  return count;
}

/** A bug is ignored here: the scan that reads the files reports it. */
const ignoreBug: ReportBug = () => undefined;

function createWalkOptions({ exclude }: FilePatterns, root: string, workspace: Workspace): WalkOptions {
  return { root, workspace, excluded: createFileMatcher(exclude), hidden: true, reportBug: ignoreBug };
}

function isGlobPattern(pattern: string, root: string): boolean {
  return (
    isGlob(unifySeparators(pattern)) &&
    (!pathExists(resolve(root, pattern)) || createFileMatcher([pattern])(normalizePath(pattern)))
  );
}

function findPath(pattern: string, root: string): GlobMatch[] {
  if (!pathExists(resolve(root, pattern))) return [];
  return [{ path: normalizePath(pattern).replace(/(?<=[^/])\/+$/, ''), kind: 'file' }];
}

/** Normalizes a path, with `/` between names, also on Windows. */
function normalizePath(path: string): string {
  return normalize(path).split(sep).join('/');
}

/** Whether a path exists. An inaccessible path does, so that reading it reports the reason. */
function pathExists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return getErrorCode(error) !== 'ENAMETOOLONG';
  }
}
