/** A git repository with a pull request as on a runner: its branch, the test merge commit, and shallow clones. */

import { execFile } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** Files by name: text, a symbolic link, or null to remove it. */
export type Files = Record<string, string | { link: string } | null>;

export interface Checkout {
  /** Commits of history. Default: all. */
  depth?: number;
  /** Default: the merge. */
  ref?: string;
  /** A partial clone, without the file contents of earlier commits. */
  partial?: boolean;
}

export interface PullRequest {
  /** The event payload. */
  event: object;
  /** The commits of the branch, of the pull request, and of their test merge. */
  base: string;
  head: string;
  merge: string;
  /** Creates a checkout like actions/checkout, and returns its directory. */
  checkout: (name: string, options: Checkout) => Promise<string>;
}

const AUTHOR = { NAME: 'Test', EMAIL: 'test@example.com', DATE: '2026-11-01T00:00:00Z' };
const ENV = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    Object.entries(AUTHOR).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  ),
};

/** Creates a pull request against `main`. `main` starts with `before`, the pull request adds `change`, and `main` then gets `meanwhile`. */
export async function createPullRequest(
  directory: string,
  { before, change, meanwhile = {} }: { before: Files; change: Files; meanwhile?: Files },
): Promise<PullRequest> {
  const origin = path.join(directory, 'origin');
  await mkdir(origin, { recursive: true });
  const git = createGit(origin);
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'uploadpack.allowFilter', 'true');
  await git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const commit = async (files: Files, message: string) => {
    for (const [name, text] of Object.entries(files)) await writeEntry(path.join(origin, name), text);
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    return git('rev-parse', 'HEAD');
  };
  await commit(before, 'Initial');
  await git('checkout', '--quiet', '-b', 'topic');
  const head = await commit(change, 'Change');
  await git('checkout', '--quiet', 'main');
  const base = await commit(meanwhile, 'Meanwhile');
  await git('checkout', '--quiet', '--detach');
  await git('merge', '--quiet', '--no-ff', '--message=Merge', 'topic');
  const merge = await git('rev-parse', 'HEAD');
  await git('update-ref', 'refs/pull/1/merge', merge);
  await git('update-ref', 'refs/pull/1/head', head);
  await git('checkout', '--quiet', 'main');
  return {
    event: { pull_request: { number: 1, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } } },
    base,
    head,
    merge,
    checkout: async (name, { depth = 0, ref = 'refs/pull/1/merge', partial = false }) => {
      const clone = path.join(directory, name);
      await mkdir(clone, { recursive: true });
      const inClone = createGit(clone);
      await inClone('init', '--quiet');
      await inClone('remote', 'add', 'origin', `file://${origin}`);
      const history = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*'] : [`--depth=${depth}`];
      const filter = partial ? ['--filter=blob:none'] : [];
      await inClone('fetch', '--quiet', '--no-tags', ...filter, 'origin', `+${ref}:refs/remotes/pull/1`, ...history);
      await inClone('checkout', '--quiet', '--detach', 'refs/remotes/pull/1');
      return clone;
    },
  };
}

function createGit(cwd: string): (...args: string[]) => Promise<string> {
  return async (...args) => (await promisify(execFile)('git', args, { cwd, env: ENV })).stdout.trim();
}

async function writeEntry(file: string, text: Files[string] = null): Promise<void> {
  if (text === null) return rm(file, { recursive: true });
  await mkdir(path.dirname(file), { recursive: true });
  if (typeof text === 'string') await writeFile(file, text);
  else await symlink(text.link, file);
}
