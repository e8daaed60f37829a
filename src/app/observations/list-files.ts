/** Lists the files that the paths of `--observations` name: a file, all files in a directory, or those that match a glob. */

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Failure } from '../../domain/index.ts';
import { createGlobMatcher, isGlob, unifySeparators } from '../../lib/files/glob.ts';
import { walkGlob } from '../../lib/files/glob-walk.ts';
import { UNRESTRICTED } from '../../lib/files/workspace-boundary.ts';
import { describeSystemError } from '../../store/failures.ts';
import { createProblem } from './observation-problems.ts';
import type { ObservationFile } from './read-lines.ts';

/** Lists each file once, sorted within a directory. A path without any file is a problem, but the others are read. */
export function listFiles(paths: readonly string[], cwd: string): { files: ObservationFile[]; problems: Failure[] } {
  const files = new Map<string, ObservationFile>();
  const problems: Failure[] = [];
  for (const name of paths) {
    const found = tryFindFiles(name, cwd);
    if ('reason' in found) {
      problems.push(createProblem('observations-unreadable', name, found.reason));
      continue;
    }
    if (found.length === 0) problems.push(createProblem('observations-not-found', name));
    for (const one of found) {
      const absolute = path.resolve(cwd, one);
      if (!files.has(absolute)) files.set(absolute, { name: one, path: absolute });
    }
  }
  return { files: [...files.values()], problems };
}

/** Finds files, or returns the reason of a failure, such as a directory without permission, or a loop of symbolic links. */
function tryFindFiles(name: string, cwd: string): string[] | { reason: string } {
  try {
    return findFiles(name, cwd);
  } catch (error) {
    const reason = describeSystemError(error);
    if (reason === null) throw error;
    return { reason };
  }
}

function findFiles(name: string, cwd: string): string[] {
  const stats = statSync(path.resolve(cwd, name), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return listDirectory(name, cwd);
  if (stats !== undefined) return [name];
  if (!isGlob(unifySeparators(name))) return [];
  const options = { root: cwd, workspace: UNRESTRICTED, excluded: createGlobMatcher([]), hidden: false };
  return [...walkGlob(name, options)].flatMap((one) => (one?.kind === 'file' ? [one.path] : [])).sort();
}

/**
 * Lists the files of a directory and its subdirectories: `download-artifact` creates one for each artifact. Hidden files, which may be
 * incomplete, are ignored. Links to directories are not followed, because they can form loops.
 */
function listDirectory(name: string, cwd: string): string[] {
  const found = readdirSync(path.resolve(cwd, name), { withFileTypes: true }).filter(
    (one) => !one.name.startsWith('.'),
  );
  return found
    .flatMap((one) => {
      const inner = path.join(name, one.name).split(path.sep).join('/');
      if (one.isDirectory()) return listDirectory(inner, cwd);
      return one.isFile() || (one.isSymbolicLink() && isLinkToFile(path.resolve(cwd, inner))) ? [inner] : [];
    })
    .sort();
}

function isLinkToFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch {
    // Reading the file reports the reason.
    return true;
  }
}
