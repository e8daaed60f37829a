/** Builds another revision of certvigil, for `npm run bench -- --compare REVISION`. */

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface BuiltRevision extends AsyncDisposable {
  /** The absolute path of its checkout, with a fresh `dist/`. */
  root: string;
}

/**
 * Checks out and builds a revision in a temporary directory, which is removed when it is disposed. It uses the packages of `repository`,
 * so that only our own code differs.
 */
export async function buildRevision(revision: string, repository: string): Promise<BuiltRevision> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-revision-'));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
  git('worktree', 'add', '--quiet', '--detach', '--force', root, revision);
  await symlink(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root, stdio: 'inherit' });
  return {
    root,
    [Symbol.asyncDispose]: async () => {
      await rm(root, { recursive: true, force: true });
      git('worktree', 'prune');
    },
  };
}
