/** Which files a source names. */

import { statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Source } from '../../domain/index.ts';
import { compareText } from '../../lib/collections.ts';
import { createGlobMatcher, isGlob } from '../../lib/files/glob.ts';
import { type GlobMatch, type WalkOptions, walkGlob } from '../../lib/files/glob-walk.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import { getErrorCode } from '../failures.ts';

export type FilePatterns = Pick<Extract<Source, { kind: 'file' }>, 'patterns' | 'exclude'>;

/** What one pattern of a source matches. */
export interface PatternMatch {
  /** As written. */
  pattern: string;
  /** Whether it is a glob: a path with glob characters that is there is a path, unless the glob means it too. */
  glob: boolean;
  /** Sorted; `/`-separated and relative to the root, or absolute where the pattern is. */
  paths: string[];
  /** Nothing is there: neither this pattern's own nor what an earlier one took or `exclude` names. */
  missing: boolean;
  /** Folders that may hold what a glob means, and were not looked into; sorted. */
  skipped: GlobMatch[];
}

/**
 * Looks up the files of a source, in the order of its patterns. A glob matches files that begin with a dot too. A file
 * that several patterns match belongs to the first.
 */
export async function matchFiles(source: FilePatterns, root: string, workspace: Workspace): Promise<PatternMatch[]> {
  const options = optionsOf(source, root, workspace);
  const taken = new Set<string>();
  const matches: PatternMatch[] = [];
  for (const pattern of source.patterns) {
    const glob = isPattern(pattern, root);
    const found = glob ? await walked(pattern, options) : literal(pattern, root);
    const skipped = found.filter(({ kind }) => kind !== 'file').sort((a, b) => compareText(a.path, b.path));
    const paths = found
      .filter(({ path, kind }) => kind === 'file' && !taken.has(path) && !options.excluded(path))
      .map(({ path }) => path)
      .sort();
    for (const path of paths) taken.add(path);
    matches.push({ pattern, glob, paths, missing: found.length === 0, skipped });
  }
  return matches;
}

/** Folders after which others, such as handshakes, get their turn. */
const BATCH = 64;

async function walked(pattern: string, options: WalkOptions): Promise<GlobMatch[]> {
  const found: GlobMatch[] = [];
  let folders = 0;
  for (const one of walkGlob(pattern, options)) {
    if (one !== null) found.push(one);
    else if (folders++ % BATCH === BATCH - 1) await setImmediate();
  }
  return found;
}

/** Which patterns of a source match nothing, as `missing` of `matchFiles`, but no further than the first match. */
export function findMissingPatterns(source: FilePatterns, root: string, workspace: Workspace): boolean[] {
  const options = optionsOf(source, root, workspace);
  return source.patterns.map((pattern) => {
    if (!isPattern(pattern, root)) return literal(pattern, root).length === 0;
    for (const one of walkGlob(pattern, options)) if (one !== null) return false;
    return true;
  });
}

function optionsOf({ exclude }: FilePatterns, root: string, workspace: Workspace): WalkOptions {
  return { root, workspace, excluded: createGlobMatcher(exclude), hidden: true };
}

function isPattern(pattern: string, root: string): boolean {
  return (
    isGlob(pattern) && (!isThere(resolve(root, pattern)) || createGlobMatcher([pattern])(posix.normalize(pattern)))
  );
}

function literal(pattern: string, root: string): GlobMatch[] {
  if (!isThere(resolve(root, pattern))) return [];
  return [{ path: posix.normalize(pattern).replace(/(?<=[^/])\/+$/, ''), kind: 'file' }];
}

/** What may not be looked at is there: reading it will say so. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return getErrorCode(error) !== 'ENAMETOOLONG';
  }
}
