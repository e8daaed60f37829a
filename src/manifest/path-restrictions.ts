/**
 * Restricts the files that a manifest can include. Diagnostics show lines of these files, so an untrusted manifest must not be able to
 * include files from outside the workspace.
 */

import { realpathSync } from 'node:fs';
import path from 'node:path';
import { escapeGlob } from '../lib/files/glob.ts';
import {
  isPatternOutside,
  isUntrustedCheckout,
  resolveCheckout,
  type Workspace,
} from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';

/**
 * `link`: a symlink points outside the workspace. `outside`: the file is outside the repository, in a run that may check
 * out a pull request. `git`: the file is in the .git directory, which can contain tokens.
 */
export type Refusal = 'link' | 'outside' | 'git';

/** Returns the reason why a file (absolute path) must not be read; null if it may be read, or does not exist. */
export type PathRestriction = (file: string) => Refusal | null;

/** Creates the restriction for a manifest with paths relative to `directory`. Other checkouts can be next to it in the workspace. */
export function restrictPaths(directory: string, workspace: Workspace, env: Io['env']): PathRestriction {
  const isOutside = createOutsideTest(directory, env);
  return (file) => {
    try {
      if (isOutside(escapeGlob(file))) return 'outside';
      if (workspace.isOutside(file)) return 'link';
      return realpathSync.native(file).split(path.sep).includes('.git') ? 'git' : null;
    } catch {
      return null;
    }
  };
}

/**
 * Creates a test for paths and globs that name files outside an untrusted checkout. The test uses only their text and never reads files, so
 * that messages cannot reveal which files exist. In trusted checkouts, it returns false. Paths are relative to `directory`.
 */
export function createOutsideTest(directory: string, env: Io['env']): (pattern: string) => boolean {
  if (!isUntrustedCheckout(env)) return () => false;
  const checkout = resolveCheckout(directory, env);
  return (pattern) => isPatternOutside(pattern, directory, checkout);
}
