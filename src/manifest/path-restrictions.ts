/**
 * How far a manifest may lead. What is wrong in a file is shown with its line, so that a stranger's manifest must make nothing
 * readable but what is in the workspace.
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
 * `link`: a link leads out of the workspace. `stranger`: it lies outside, which is no matter but where a pull request may have
 * written its path. `git`: it is git's own, where tokens are kept.
 */
export type Refusal = 'link' | 'outside' | 'git';

/** Why a file, absolute, is not read; null where it is, or is not there. */
export type PathRestriction = (file: string) => Refusal | null;

/**
 * For a manifest whose paths are relative to `folder`. A stranger's does not even lead out of its own repository, as
 * other checkouts may lie beside it in the workspace.
 */
export function restrictPaths(folder: string, workspace: Workspace, env: Io['env']): PathRestriction {
  const bounds = isUntrustedCheckout(env) ? restrictToWorkspace(resolveWorkspace(folder, {})) : UNRESTRICTED;
  return (file) => {
    try {
      if (workspace.isOutside(file)) return 'link';
      if (bounds.isOutside(file)) return 'outside';
      return realpathSync.native(file).split(path.sep).includes('.git') ? 'git' : null;
    } catch {
      return null;
    }
  };
}

/** Whether what is checked out may be what somebody proposes: a comment, or another workflow's end, may ask for that as well. */
export function isUntrustedCheckout({ GITHUB_EVENT_NAME = '' }: Io['env']): boolean {
  return /^(pull_request|(merge_group|issue_comment|workflow_run)$)/.test(GITHUB_EVENT_NAME);
}
