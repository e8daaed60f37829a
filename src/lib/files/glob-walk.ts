/** Finds the files that a glob means. */

import { lstatSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareText } from '../collections.ts';
import { advance, isMatch, isMatchAfter, type Positions, parseGlob, type Segment, startMatching } from './glob.ts';
import { toRealPath, type Workspace } from './workspace-boundary.ts';

export interface GlobMatch {
  /** A path that the glob matches; `/`-separated, as the glob is written: from the root on, or absolute. */
  path: string;
  /**
   * `file`: it is one, or a link that leads nowhere, which reading will tell. `unreadable`, `outside-workspace`: a folder that may
   * hold what is meant, and was not looked into; its path ends in `/`. `nowhere`: a link that leads to none, where the glob means one
   * such folder.
   */
  kind: 'file' | 'unreadable' | 'outside-workspace' | 'nowhere';
  /** Of what is unreadable: what the system says, such as `EACCES`. */
  code?: string;
}

export interface WalkOptions {
  /** Absolute: where relative globs begin. */
  root: string;
  workspace: Workspace;
  /** What is left out, files and folders with all that is in them. */
  excluded: (path: string) => boolean;
  /** Whether `*` and `**` stand for names that begin with a dot as well. */
  hidden: boolean;
}

/**
 * Goes down from the folder before the first glob character, into no folder that cannot hold what is meant. Links are followed as
 * files and folders are, within the workspace; under `**` each folder is looked into once, by its own path if it has one
 * there, so that links lead in no circle. Other things than files, such as sockets, are passed over. Null for each folder, so that
 * who walks far can let others have their turn.
 */
export function walkGlob(glob: string, options: WalkOptions): Iterable<GlobMatch | null> {
  const paths = parseGlob(glob, options.hidden);
  const [only] = paths;
  return only !== undefined && paths.length === 1 ? walkPath(only, options) : walkPaths(paths, options);
}

function* walkPaths(paths: readonly Segment[][], options: WalkOptions): Generator<GlobMatch | null, void> {
  const found = new Set<string>();
  for (const segments of paths) {
    for (const one of walkPath(segments, options)) {
      if (one !== null && found.has(one.path)) continue;
      if (one !== null) found.add(one.path);
      yield one;
    }
  }
}

interface Directory {
  /** Empty, or with a `/` at its end. */
  path: string;
  /** Where it is in truth; null where nobody has asked yet. */
  real: string | null;
  at: Positions;
}

function* walkPath(segments: readonly Segment[], options: WalkOptions): Generator<GlobMatch | null, void> {
  const absolute = segments[0]?.literal === '';
  const first: Directory = absolute
    ? { path: '/', real: null, at: advance(segments, startMatching(segments), '') }
    : { path: '', real: null, at: startMatching(segments) };
  const walk: WalkState = { segments, options, visited: new Set(), directories: [first], links: [] };
  while (walk.directories.length > 0) {
    for (let folder = walk.directories.pop(); folder !== undefined; folder = walk.directories.pop()) {
      yield null;
      for (const one of listMatches(folder, walk)) yield one;
    }
    // Links wait until all that is there without them was seen; their order is not the disk's.
    walk.directories = walk.links.sort((a, b) => compareText(b.path, a.path));
    walk.links = [];
  }
}

interface WalkState {
  segments: readonly Segment[];
  options: WalkOptions;
  /** The folders that were looked into under `**`, each with how far into the glob that was. */
  visited: Set<string>;
  /** Still to be looked into. */
  directories: Directory[];
  links: Directory[];
}

/** What a folder holds of what is meant; further folders are added to those of the walk. */
function listMatches(folder: Directory, walk: WalkState): GlobMatch[] {
  const { segments, options } = walk;
  if (folder.at.some((index) => segments[index]?.isGlobstar) && !isFirstVisit(folder, walk)) return [];
  const entries = readEntries(folder, walk);
  if (typeof entries === 'string') return [{ path: folder.path || '../', kind: 'unreadable', code: entries }];
  const found: GlobMatch[] = [];
  for (const entry of entries) {
    const path = folder.path + entry.name;
    const isPlain = entry.isFile();
    if (isPlain && !isMatchAfter(segments, folder.at, entry.name)) continue;
    if (options.excluded(path)) continue;
    if (isPlain) found.push({ path, kind: 'file' });
    else found.push(...matchSpecialEntry(entry, path, folder, walk));
  }
  return found;
}

/** At what is no regular file itself: a folder, a link, or something else. */
function matchSpecialEntry(entry: DirectoryEntry, path: string, folder: Directory, walk: WalkState): GlobMatch[] {
  const { segments, options } = walk;
  const at = advance(segments, folder.at, entry.name);
  if (at.length === 0) return [];
  const isLink = entry.isSymbolicLink();
  const kind = isLink ? classifyLinkTarget(resolve(options.root, path)) : classifyEntry(entry);
  const found: GlobMatch[] = isMatch(segments, at) && isReported(kind, walk) ? [{ path, kind: 'file' }] : [];
  if (at.every((index) => index === segments.length)) return found;
  const inner = { path: `${path}/`, real: isLink ? null : joinRealPath(folder, entry.name), at };
  if (kind === 'unknown') found.push({ path: inner.path, kind: 'unreadable', code: 'EACCES' });
  else if (kind === 'nothing' && !at.some((index) => segments[index]?.isGlobstar))
    found.push({ path: inner.path, kind: 'nowhere' });
  else if (kind !== 'folder') return found;
  else if (hasUndecodableName(entry.name, resolve(options.root, path))) {
    found.push({ path: inner.path, kind: 'unreadable', code: 'EILSEQ' });
  } else if (isLink && isOutsideWorkspace(path, options)) found.push({ path: inner.path, kind: 'outside-workspace' });
  else (isLink ? walk.links : walk.directories).push(inner);
  return found;
}

/** What has the very name that is written is told of, whatever it is; a pattern passes other things over. */
function isReported(kind: EntryKind, { segments }: WalkState): boolean {
  return kind === 'file' || kind === 'unknown' || kind === 'nothing' || segments.at(-1)?.literal != null;
}

/** Node gives a replacement for bytes that are no UTF-8, and finds nothing under the name that comes of it. */
function hasUndecodableName(name: string, path: string): boolean {
  return name.includes('\ufffd') && lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

function joinRealPath({ real }: Directory, name: string): string | null {
  return real === null || name === '..' ? null : `${real}/${name}`;
}

function isFirstVisit(folder: Directory, { visited, options }: WalkState): boolean {
  folder.real ??= toRealPath(resolve(options.root, folder.path));
  const key = `${folder.at} ${folder.real}`;
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
 * What is in a folder; where the glob names what it wants there, that alone, which may be read where the folder may not.
 * One that is not there holds nothing. Of one that cannot be read it is the system's code.
 */
function readEntries({ path, at }: Directory, { segments, options: { root } }: WalkState): DirectoryEntry[] | string {
  const named = at.flatMap((index) => segments[index]?.literal ?? []);
  try {
    if (named.length === at.length) return named.flatMap((name) => readEntry(name, resolve(root, path + name)) ?? []);
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

/** `nothing`: a link that leads nowhere, or in a circle. `unknown`: one that leads where nobody may look. */
type EntryKind = 'file' | 'folder' | 'other' | 'nothing' | 'unknown';

function classifyEntry(entry: Pick<DirectoryEntry, 'isFile' | 'isDirectory'>): EntryKind {
  if (entry.isDirectory()) return 'folder';
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
