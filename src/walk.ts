/** Finds the files that a glob means. */

import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareText } from './collections.ts';
import { type At, isEnd, pathsOf, type Segment, start, step } from './glob.ts';
import type { Workspace } from './workspace.ts';

export interface Walked {
  /** A path that the glob matches; `/`-separated, as the glob is written: from the root on, or absolute. */
  path: string;
  /**
   * `file`: it is one, or a link that leads nowhere, which reading will tell. `unreadable`, `leads-out`: a folder that may
   * hold what is meant, and was not looked into; its path ends in `/`.
   */
  kind: 'file' | 'unreadable' | 'leads-out';
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
export function* walk(glob: string, options: WalkOptions): Generator<Walked | null, void> {
  const paths = pathsOf(glob, options.hidden);
  const found = new Set<string>();
  for (const segments of paths) {
    for (const one of walkPath(segments, options)) {
      if (one !== null && found.has(one.path)) continue;
      if (one !== null && paths.length > 1) found.add(one.path);
      yield one;
    }
  }
}

interface Folder {
  /** Empty, or with a `/` at its end. */
  path: string;
  /** Where it is in truth; null where nobody has asked yet. */
  real: string | null;
  at: At;
}

function* walkPath(segments: readonly Segment[], options: WalkOptions): Generator<Walked | null, void> {
  const absolute = segments[0]?.literal === '';
  const first: Folder = absolute
    ? { path: '/', real: null, at: step(segments, start(segments), '') }
    : { path: '', real: null, at: start(segments) };
  const visited = new Set<string>();
  // Links wait until all that is there without them was seen; their order is not the disk's.
  for (let round = [first]; round.length > 0; ) {
    const waiting: Folder[] = [];
    for (const folder of round) yield* visit(folder, { segments, options, visited, waiting });
    round = waiting.sort((a, b) => compareText(a.path, b.path));
  }
}

interface Walk {
  segments: readonly Segment[];
  options: WalkOptions;
  /** The folders that were looked into under `**`, each with how far into the glob that was. */
  visited: Set<string>;
  waiting: Folder[];
}

function* visit(folder: Folder, walk: Walk): Generator<Walked | null, void> {
  const { segments, options } = walk;
  if (folder.at.some((index) => segments[index]?.deep) && !isNew(folder, walk)) return;
  yield null;
  const entries = entriesOf(folder, walk);
  if (typeof entries === 'string') {
    yield { path: folder.path || './', kind: 'unreadable', code: entries };
    return;
  }
  for (const entry of entries) {
    const path = folder.path + entry.name;
    const at = step(segments, folder.at, entry.name);
    if (at.length === 0 || options.excluded(path)) continue;
    const isLink = entry.isSymbolicLink();
    const kind = isLink ? kindOfLink(resolve(options.root, path)) : kindOf(entry);
    if (isEnd(segments, at) && isMeant(kind, walk)) yield { path, kind: 'file' };
    if (at.every((index) => index === segments.length)) continue;
    const inner = { path: `${path}/`, real: isLink ? null : realWithin(folder, entry.name), at };
    if (kind === 'unknown') yield { path: inner.path, kind: 'unreadable', code: 'EACCES' };
    else if (kind !== 'folder') continue;
    else if (isUnspeakable(entry.name, resolve(options.root, path)))
      yield { path: inner.path, kind: 'unreadable', code: 'EILSEQ' };
    else if (!isLink) yield* visit(inner, walk);
    else if (leadsOut(path, options)) yield { path: inner.path, kind: 'leads-out' };
    else walk.waiting.push(inner);
  }
}

/** What has the very name that is written is told of, whatever it is; a pattern passes other things over. */
function isMeant(kind: Kind, { segments }: Walk): boolean {
  return kind === 'file' || kind === 'unknown' || kind === 'nothing' || segments.at(-1)?.literal != null;
}

/** Node gives a replacement for bytes that are no UTF-8, and finds nothing under the name that comes of it. */
function isUnspeakable(name: string, path: string): boolean {
  return name.includes('\ufffd') && lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

function realWithin({ real }: Folder, name: string): string | null {
  return real === null || name === '..' ? null : `${real}/${name}`;
}

function isNew(folder: Folder, { visited, options }: Walk): boolean {
  folder.real ??= realOf(resolve(options.root, folder.path));
  const key = `${folder.at} ${folder.real}`;
  return visited.size < visited.add(key).size;
}

function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function leadsOut(path: string, { root, workspace }: WalkOptions): boolean {
  try {
    return workspace.leadsOut(resolve(root, path));
  } catch {
    return false;
  }
}

interface FolderEntry {
  name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/**
 * What is in a folder; where the glob names what it wants there, that alone, which may be read where the folder may not.
 * One that is not there holds nothing. Of one that cannot be read it is the system's code.
 */
function entriesOf({ path, at }: Folder, { segments, options: { root } }: Walk): FolderEntry[] | string {
  const named = at.flatMap((index) => segments[index]?.literal ?? []);
  try {
    if (named.length === at.length) return named.flatMap((name) => entryOf(name, resolve(root, path + name)) ?? []);
    return readdirSync(resolve(root, path), { withFileTypes: true });
  } catch (error) {
    const { code = 'UNKNOWN' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? [] : code;
  }
}

function entryOf(name: string, path: string): FolderEntry | null {
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
type Kind = 'file' | 'folder' | 'other' | 'nothing' | 'unknown';

function kindOf(entry: Pick<FolderEntry, 'isFile' | 'isDirectory'>): Kind {
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

function kindOfLink(path: string): Kind {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? 'nothing' : kindOf(stats);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP' ? 'nothing' : 'unknown';
  }
}
