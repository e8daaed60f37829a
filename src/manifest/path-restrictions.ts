/**
 * Restricts which files a manifest can include. Diagnostics show lines of these files, so an untrusted manifest must not
 * be able to include files from outside the workspace.
 */

import { realpathSync } from 'node:fs';
import path from 'node:path';
import {
  resolveWorkspace,
  restrictToWorkspace,
  UNRESTRICTED,
  type Workspace,
} from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';

/**
 * `link`: a symlink points outside the workspace. `outside`: the file is outside the repository, in a run that may check
 * out a pull request. `git`: the file is in the .git directory, which can contain tokens.
 */
export type Refusal = 'link' | 'outside' | 'git';

/** Why a file (absolute path) must not be read. Null: it may be read, or does not exist. */
export type PathRestriction = (file: string) => Refusal | null;

/** For a manifest with paths relative to `directory`. Other checkouts can be next to it in the workspace. */
export function restrictPaths(directory: string, workspace: Workspace, env: Io['env']): PathRestriction {
  const repository = isUntrustedCheckout(env) ? restrictToWorkspace(resolveWorkspace(directory, {})) : UNRESTRICTED;
  return (file) => {
    try {
      if (workspace.isOutside(file)) return 'link';
      if (repository.isOutside(file)) return 'outside';
      return realpathSync.native(file).split(path.sep).includes('.git') ? 'git' : null;
    } catch {
      return null;
    }
  };
}

/** Whether the checkout may contain code from a pull request. Workflows on comments and other workflows can check it out too. */
export function isUntrustedCheckout({ GITHUB_EVENT_NAME = '' }: Io['env']): boolean {
  return /^(pull_request|(merge_group|issue_comment|workflow_run)$)/.test(GITHUB_EVENT_NAME);
}
