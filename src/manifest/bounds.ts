/**
 * How far a manifest may lead. What is wrong in a file is shown with its line, so that a stranger's manifest must make nothing
 * readable but what is in the workspace.
 */

import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Io } from '../io.ts';
import { confined, workspaceOf } from '../workspace.ts';

/**
 * `link`: a link leads out of the workspace. `stranger`: it lies outside, which is no matter but where a pull request may have
 * written its path. `git`: it is git's own, where tokens are kept.
 */
export type Refusal = 'link' | 'stranger' | 'git';

/** Why a file, absolute, is not read for a manifest whose paths are relative to `folder`; null where it is, or is not there. */
export function refusal(file: string, folder: string, env: Io['env']): Refusal | null {
  try {
    const workspace = workspaceOf(folder, env);
    if (workspace.leadsOut(file)) return 'link';
    if (isOfStrangers(env) && confined(workspace).leadsOut(file)) return 'stranger';
    return realpathSync.native(file).split(path.sep).includes('.git') ? 'git' : null;
  } catch {
    return null;
  }
}

/** Whether what is checked out is what somebody proposes. */
export function isOfStrangers({ GITHUB_EVENT_NAME = '' }: Io['env']): boolean {
  return /^(pull_request|merge_group$)/.test(GITHUB_EVENT_NAME);
}
