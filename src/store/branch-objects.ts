/** Creates git objects with the GitHub API: one commit, regardless of the number and size of its files. */

import type { BranchClient } from './branch-client.ts';

export interface BranchChanges {
  /** The texts to write, by path. */
  additions: ReadonlyMap<string, string>;
  deletions: readonly string[];
}

interface NewCommit {
  message: string;
  /** The tree that the changes apply to; null: an empty one. */
  base: string | null;
  parents: string[];
}

/** Longer texts are uploaded one by one, because a request has a maximum size. */
const MAX_INLINE_LENGTH = 1_000_000;

/** Returns the SHA of the new commit. No branch refers to the commit yet. */
export async function createCommit(
  client: BranchClient,
  { additions, deletions }: BranchChanges,
  { message, base, parents }: NewCommit,
): Promise<string> {
  const { octokit, owner, repo } = client;
  const tree = [];
  for (const [path, content] of additions) {
    const file = { path, mode: '100644', type: 'blob' } as const;
    const isInline = additions.size === 1 || content.length < MAX_INLINE_LENGTH;
    tree.push(isInline ? { ...file, content } : { ...file, sha: await createBlob(client, content) });
  }
  for (const path of deletions) tree.push({ path, mode: '100644', type: 'blob', sha: null } as const);
  const created = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    owner,
    repo,
    ...(base !== null && { base_tree: base }),
    tree,
  });
  const commit = { owner, repo, message, tree: created.data.sha, parents };
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/git/commits', commit);
  return data.sha;
}

async function createBlob({ octokit, owner, repo }: BranchClient, content: string): Promise<string> {
  const blob = { owner, repo, content: Buffer.from(content).toString('base64'), encoding: 'base64' };
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/git/blobs', blob);
  return data.sha;
}
