/** Where files stand in their repository, which is the same wherever that is checked out. */

import { existsSync } from 'node:fs';
import path from 'node:path';

/** The top of the repository that a folder lies in, by its `.git`; null where it lies in none. */
export function findRepositoryRoot(folder: string): string | null {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (at === path.dirname(at)) return null;
  }
}

/** The top for a manifest whose paths are relative to `root`: where git knows none, the workflow's folder, or `root`. */
export function resolveRepositoryRoot(
  root: string,
  { GITHUB_WORKSPACE }: Readonly<Record<string, string | undefined>>,
): string {
  return findRepositoryRoot(root) ?? (GITHUB_WORKSPACE || root);
}

/** Both absolute. With `/`; begins with `..` where the file lies outside. */
export function toRepositoryPath(file: string, top: string): string {
  return path.relative(top, file).split(path.sep).join('/');
}
