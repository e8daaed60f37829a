/** Finds the files that a glob matches. */

import { lstatSync, readdirSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { ReportBug } from '../bugs/catch-bugs.ts';
import { compareText } from '../collections.ts';
import {
  advance,
  IGNORES_CASE,
  isMatch,
  isMatchAfter,
  type Positions,
  parseGlob,
  type Segment,
  startMatching,
  unifySeparators,
} from './glob.ts';
import { toRealPath, type Workspace } from './workspace-boundary.ts';

export interface GlobMatch {
  /** The path, separated by `/`. It is relative to the root or absolute, as the glob is. */
  path: string;
  /**
   * `file`: a file, or a dangling link that the glob names, so that reading it reports the error. `unreadable` and `outside-workspace`: a
   * directory that may contain matches but was not read; its path ends with `/`. `dangling-link`: a link without a target instead of a
   * directory. `broken`: a bug prevented the match.
   */
  kind: 'file' | 'unreadable' | 'outside-workspace' | 'dangling-link' | 'broken';
  /** The system error of an `unreadable` directory, such as `EACCES`. */
  code?: string;
}

export interface WalkOptions {
  /** The absolute directory in which relative globs start. */
  root: string;
  workspace: Workspace;
  /** Whether a file, or a directory with all of its contents, is excluded. */
  excluded: (path: string) => boolean;
  /** Whether `*` and `**` also match names that start with a dot. */
  hidden: boolean;
  /** Reports a bug about one file or directory, which is then `broken`. Default: throws it. */
  reportBug?: ReportBug;
}

/**
 * Walks only directories that may contain matches. Symbolic links are followed within the workspace. Under `**`, each directory is read
 * once, by its own path rather than by a link, so that links cannot form a loop. Other entries than files, such as sockets, are skipped.
 * Yields null for each directory, so that the caller can let other tasks run.
 */
export function walkGlob(glob: string, options: WalkOptions): Iterable<GlobMatch | null> {
  const [drive, rest] = splitDrive(unifySeparators(glob));
  const paths = parseGlob(rest, { hidden: options.hidden, ignoresCase: IGNORES_CASE });
  const [only] = paths;
  return only !== undefined && paths.length === 1 ? walkPath(only, drive, options) : walkPaths(paths, drive, options);
}

/** Splits off the drive. On Windows, `C:/` or `//server/share/` is not part of the glob. The drive is empty if the glob has none. */
function splitDrive(glob: string): [drive: string, rest: string] {
  const [drive = ''] = (sep === '\\' && /^(?:[A-Za-z]:|\/\/[^/]+\/[^/]+)\/+/.exec(glob)) || [];
  return [drive, glob.slice(drive.length)];
}

function* walkPaths(
  paths: readonly Segment[][],
  drive: string,
  options: WalkOptions,
): Generator<GlobMatch | null, void> {
  const found = new Set<string>();
  for (const segments of paths) {
    for (const one of walkPath(segments, drive, options)) {
      if (one !== null && found.has(one.path)) continue;
      if (one !== null) found.add(one.path);
      yield one;
    }
  }
}

interface Directory {
  /** The path, with a trailing `/`; empty for the root. */
  path: string;
  /** The real path; null if it is not resolved yet. */
  realPath: string | null;
  positions: Positions;
}

function* walkPath(
  segments: readonly Segment[],
  drive: string,
  options: WalkOptions,
): Generator<GlobMatch | null, void> {
  const absolute = segments[0]?.literal === '';
  const first: Directory = absolute
    ? { path: '/', realPath: null, positions: advance(segments, startMatching(segments), '') }
    : { path: drive, realPath: null, positions: startMatching(segments) };
  const walk: WalkState = { segments, options, visited: new Set(), directories: [first], links: [] };
  while (walk.directories.length > 0) {
    for (let next = walk.directories.pop(); next !== undefined; next = walk.directories.pop()) {
      yield null;
      const directory = next;
      yield* isolate(directory.path || '../', walk, () => listMatches(directory, walk));
    }
    // Links come after all real directories, in an order that does not depend on the disk.
    walk.directories = walk.links.sort((a, b) => compareText(b.path, a.path));
    walk.links = [];
  }
}

interface WalkState {
  segments: readonly Segment[];
  options: WalkOptions;
  /** The directories read under `**`, each with its positions. */
  visited: Set<string>;
  /** The directories that are not read yet. */
  directories: Directory[];
  links: Directory[];
}

/** Lists the matches in a directory. Adds its subdirectories to the walk. */
function listMatches(directory: Directory, walk: WalkState): GlobMatch[] {
  const { segments } = walk;
  if (directory.positions.some((index) => segments[index]?.isGlobstar) && !isFirstVisit(directory, walk)) return [];
  const entries = readEntries(directory, walk);
  if (typeof entries === 'string') return [{ path: directory.path || '../', kind: 'unreadable', code: entries }];
  const found: GlobMatch[] = [];
  for (const entry of entries) {
    const path = directory.path + entry.name;
    for (const one of isolate(path, walk, () => matchEntry(entry, path, directory, walk))) found.push(one);
  }
  return found;
}

const NONE: readonly GlobMatch[] = [];

function matchEntry(entry: DirectoryEntry, path: string, directory: Directory, walk: WalkState): readonly GlobMatch[] {
  const isPlain = entry.isFile();
  if (isPlain && !isMatchAfter(walk.segments, directory.positions, entry.name)) return NONE;
  if (walk.options.excluded(path)) return NONE;
  return isPlain ? [{ path, kind: 'file' }] : matchSpecialEntry(entry, path, directory, walk);
}

/** Isolates errors: an unreadable entry is reported, and the rest of the walk continues. */
function isolate(
  path: string,
  { options: { reportBug } }: WalkState,
  match: () => readonly GlobMatch[],
): readonly GlobMatch[] {
  try {
    return match();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code !== undefined && syscall !== undefined) return [{ path, kind: 'unreadable', code }];
    if (reportBug === undefined) throw error;
    reportBug(error);
    return [{ path, kind: 'broken' }];
  }
}

/** Matches a directory, a link, or anything else that is not a regular file. */
function matchSpecialEntry(entry: DirectoryEntry, path: string, directory: Directory, walk: WalkState): GlobMatch[] {
  const { segments, options } = walk;
  const positions = advance(segments, directory.positions, entry.name);
  if (positions.length === 0) return [];
  const isLink = entry.isSymbolicLink();
  const kind = isLink ? classifyLinkTarget(resolve(options.root, path)) : classifyEntry(entry);
  const found: GlobMatch[] = isMatch(segments, positions) && isReported(kind, walk) ? [{ path, kind: 'file' }] : [];
  if (positions.every((index) => index === segments.length)) return found;
  const inner = { path: `${path}/`, realPath: isLink ? null : joinRealPath(directory, entry.name), positions };
  if (kind === 'unknown') found.push({ path: inner.path, kind: 'unreadable', code: 'EACCES' });
  else if (kind === 'nothing' && !positions.some((index) => segments[index]?.isGlobstar))
    found.push({ path: inner.path, kind: 'dangling-link' });
  else if (kind !== 'directory') return found;
  else if (hasUndecodableName(entry.name, resolve(options.root, path))) {
    found.push({ path: inner.path, kind: 'unreadable', code: 'EILSEQ' });
  } else if (isLink && isOutsideWorkspace(path, options)) found.push({ path: inner.path, kind: 'outside-workspace' });
  else (isLink ? walk.links : walk.directories).push(inner);
  return found;
}

/** Whether an entry is reported. A literal name is reported for every kind of entry; a pattern skips entries such as sockets. */
function isReported(kind: EntryKind, { segments }: WalkState): boolean {
  return kind === 'file' || kind === 'unknown' || kind === 'nothing' || segments.at(-1)?.literal != null;
}

/** Whether Node replaced bytes of a name that are not UTF-8: the file cannot be found by this name. */
function hasUndecodableName(name: string, path: string): boolean {
  return name.includes('\ufffd') && lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

function joinRealPath({ realPath }: Directory, name: string): string | null {
  return realPath === null || name === '..' ? null : `${realPath}/${name}`;
}

function isFirstVisit(directory: Directory, { visited, options }: WalkState): boolean {
  directory.realPath ??= toRealPath(resolve(options.root, directory.path));
  const key = `${directory.positions} ${directory.realPath}`;
  return visited.size < visited.add(key).size;
}

function isOutsideWorkspace(path: string, { root, workspace }: WalkOptions): boolean {
  try {
    return workspace.isOutside(resolve(root, path));
  } catch {
    return false;
  }
}

interface DirectoryEntry {
  name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/**
 * Reads the entries of a directory, or returns the system error. If the glob has literal names at this level, only those are read, which
 * works even if the directory itself is unreadable. A missing directory is empty.
 */
function readEntries(
  { path, positions }: Directory,
  { segments, options: { root } }: WalkState,
): DirectoryEntry[] | string {
  const literals = positions.flatMap((index) => segments[index]?.literal ?? []);
  try {
    if (literals.length === positions.length)
      return literals.flatMap((name) => readEntry(name, resolve(root, path + name)) ?? []);
    return readdirSync(resolve(root, path), { withFileTypes: true });
  } catch (error) {
    const { code = 'UNKNOWN' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? [] : code;
  }
}

function readEntry(name: string, path: string): DirectoryEntry | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return {
    name,
    isFile: () => stats.isFile(),
    isDirectory: () => stats.isDirectory(),
    isSymbolicLink: () => stats.isSymbolicLink(),
  };
}

/** `nothing`: a dangling link or a symlink loop. `unknown`: a link to a location without access. */
type EntryKind = 'file' | 'directory' | 'other' | 'nothing' | 'unknown';

function classifyEntry(entry: Pick<DirectoryEntry, 'isFile' | 'isDirectory'>): EntryKind {
  if (entry.isDirectory()) return 'directory';
  return entry.isFile() ? 'file' : 'other';
}

function classifyLinkTarget(path: string): EntryKind {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? 'nothing' : classifyEntry(stats);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP' ? 'nothing' : 'unknown';
  }
}
