/** Which files a source names. */

import { readdirSync, statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { globMatcher } from '../glob.ts';
import type { Source } from '../types.ts';
import { errorCode } from './failures.ts';

export type FileSource = Pick<Extract<Source, { kind: 'file' }>, 'patterns' | 'exclude'>;

/** What one pattern of a source matches. */
export interface Match {
  /** As written. */
  pattern: string;
  /** Whether it is a glob: a path with glob characters that is there is a path. */
  glob: boolean;
  /** Sorted; `/`-separated and relative to the root, or absolute where the pattern is. */
  paths: string[];
  /** Nothing is there: neither this pattern's own nor what an earlier one took or `exclude` names. */
  missing: boolean;
  /** Folders that a glob leads into and that may not be read. */
  unreadable: string[];
}

const GLOB = /[*?[{(\\]/;

/**
 * Looks up the files of a source, in the order of its patterns. A glob matches files that begin with a dot too;
 * links to files are followed, links to folders are not, as they can lead in circles. A file that several
 * patterns match belongs to the first.
 */
export function matchFiles(source: FileSource, root: string): Match[] {
  const globs = source.patterns.map((pattern) => isGlob(pattern, root));
  const excluded = exclusion(source);
  const taken = new Set<string>();
  return source.patterns.map((pattern, index) => {
    const path = posix.normalize(pattern);
    const glob = globs[index] === true;
    const unreadable: string[] = [];
    const found = glob ? [...walk(path, root, excluded, unreadable)].sort() : literal(path, root);
    const paths = found.filter((match) => !taken.has(match) && !excluded(match));
    for (const match of paths) taken.add(match);
    return { pattern, glob, paths, missing: found.length === 0, unreadable };
  });
}

/** Which patterns of a source match nothing, as `missing` of `matchFiles`, but no further than the first match. */
export function missingPatterns(source: FileSource, root: string): boolean[] {
  const globs = source.patterns.map((pattern) => isGlob(pattern, root));
  const excluded = exclusion(source);
  return source.patterns.map((pattern, index) => {
    const path = posix.normalize(pattern);
    if (globs[index] !== true) return literal(path, root).length === 0;
    return walk(path, root, excluded, []).next().done === true;
  });
}

/** A path with glob characters that is there is a path. */
function isGlob(pattern: string, root: string): boolean {
  return GLOB.test(pattern) && !isThere(resolve(root, pattern));
}

type Test = (path: string) => boolean;

function exclusion({ exclude }: FileSource): Test {
  return globMatcher(exclude.map((glob) => posix.normalize(glob)));
}

function literal(path: string, root: string): string[] {
  return isThere(resolve(root, path)) ? [path] : [];
}

/** What may not be looked at is there: reading it will say so. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return errorCode(error) !== 'ENAMETOOLONG';
  }
}

/** Walks down from the folder that stands before the first glob character; folders not to be read go to `unreadable`. */
function* walk(pattern: string, root: string, excluded: Test, unreadable: string[]): Generator<string, void> {
  const segments = pattern.split('/');
  const first = segments.findIndex((segment) => GLOB.test(segment));
  const base = segments.slice(0, first).join('/');
  const rest = segments.slice(first).join('/');
  const prefix = first === 0 ? '' : `${base}/`;
  // Only `**`, and what may hold a `/` itself, leads deeper than the pattern has segments.
  const depth = /\*\*|[{(\\]/.test(rest) ? Number.POSITIVE_INFINITY : segments.length - first;
  const matches = globMatcher([rest]);

  function* visit(folder: string, level: number): Generator<string, void> {
    for (const entry of readFolder(resolve(root, `${prefix}${folder}`), `${prefix}${folder}`, unreadable)) {
      const path = `${folder}${entry.name}`;
      if (excluded(`${prefix}${path}`)) continue;
      if (entry.isDirectory()) {
        if (level < depth) yield* visit(`${path}/`, level + 1);
      } else if (matches(path) && (entry.isFile() || isFileLink(entry, resolve(root, `${prefix}${path}`)))) {
        yield `${prefix}${path}`;
      }
    }
  }
  yield* visit('', 1);
}

interface FolderEntry {
  name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/** A folder that is not there holds nothing; one that may not be read is noted. */
function readFolder(folder: string, name: string, unreadable: string[]): FolderEntry[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error))) unreadable.push(name.replace(/\/$/, '') || '.');
    return [];
  }
}

/** A link that leads nowhere counts as a file, so that it is reported and not passed over. */
function isFileLink(entry: FolderEntry, path: string): boolean {
  if (!entry.isSymbolicLink()) return false;
  try {
    return statSync(path).isFile();
  } catch {
    return true;
  }
}
