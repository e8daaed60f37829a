/** Paths relative to the root of the git repository, which do not depend on where it is checked out. */

import { existsSync } from 'node:fs';
import path from 'node:path';

/** Finds the closest directory with a `.git`, starting at `directory`; returns null if there is none. */
export function findRepositoryRoot(directory: string): string | null {
  for (let current = directory; ; current = path.dirname(current)) {
    if (existsSync(path.join(current, '.git'))) return current;
    if (current === path.dirname(current)) return null;
  }
}

/**
 * Resolves the repository root for a manifest whose paths are relative to `root`. Without a repository, this is the runner's workspace, or
 * `root`.
 */
export function resolveRepositoryRoot(
  root: string,
  { GITHUB_WORKSPACE }: Readonly<Record<string, string | undefined>>,
): string {
  return findRepositoryRoot(root) ?? (GITHUB_WORKSPACE || root);
}

/** Returns the directory of a path that is separated by `/`; empty for a file at the root. */
export function getDirectory(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Returns the name of the file, or of the last directory. */
export function getFileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Returns the relative path, separated by `/`; it starts with `..` if the file is outside. Both arguments are absolute. */
export function toRepositoryPath(file: string, repository: string): string {
  return path.relative(repository, file).split(path.sep).join('/');
}
