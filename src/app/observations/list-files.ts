/** Lists the files that the paths of `--observations` name: a file, all files in a directory, or those that match a glob. */

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Failure } from '../../domain/index.ts';
import { createGlobMatcher, isGlob } from '../../lib/files/glob.ts';
import { walkGlob } from '../../lib/files/glob-walk.ts';
import { UNRESTRICTED } from '../../lib/files/workspace-boundary.ts';
import { createProblem } from './problems.ts';
import type { ObservationFile } from './read-lines.ts';

/** Each file once, sorted within a directory. A path without any file is a problem, and the others are read. */
export function listFiles(paths: readonly string[], cwd: string): { files: ObservationFile[]; problems: Failure[] } {
  const files = new Map<string, ObservationFile>();
  const problems: Failure[] = [];
  for (const name of paths) {
    const found = findFiles(name, cwd);
    if (found.length === 0) problems.push(createProblem('observations-not-found', name));
    for (const one of found) {
      const absolute = path.resolve(cwd, one);
      if (!files.has(absolute)) files.set(absolute, { name: one, path: absolute });
    }
  }
  return { files: [...files.values()], problems };
}

function findFiles(name: string, cwd: string): string[] {
  const stats = statSync(path.resolve(cwd, name), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return listDirectory(name, cwd);
  if (stats !== undefined) return [name];
  if (!isGlob(name)) return [];
  const options = { root: cwd, workspace: UNRESTRICTED, excluded: createGlobMatcher([]), hidden: false };
  return [...walkGlob(name, options)].flatMap((one) => (one?.kind === 'file' ? [one.path] : [])).sort();
}

/** With its subdirectories: `download-artifact` creates one for each artifact. Hidden files may be incomplete. */
function listDirectory(name: string, cwd: string): string[] {
  return readdirSync(path.resolve(cwd, name), { withFileTypes: true, recursive: true })
    .filter((one) => one.isFile() && !one.name.startsWith('.'))
    .map((one) => path.join(name, path.relative(path.resolve(cwd, name), path.join(one.parentPath, one.name))))
    .sort();
}
