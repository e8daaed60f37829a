/** Commits the event log to a branch, with the GitHub API. */

import { type GitHubFailure, toGitHubFailure, UnexpectedResponseError } from '../lib/github/errors.ts';
import type { BranchClient, BranchSnapshot } from './branch-client.ts';
import { replaceHistory } from './branch-history.ts';

/** `commit`: on top of the commit that was read. `contents`: the Contents API, which checks the blob of the file instead. */
export type CommitMethod = 'commit' | 'contents';

/** Returns null if it succeeds. */
export async function writeBranch(
  client: BranchClient,
  snapshot: BranchSnapshot,
  text: string,
  headline: string,
  method: CommitMethod,
): Promise<GitHubFailure | null> {
  const { head } = snapshot;
  try {
    if (head === null) await createBranch(client, text, headline);
    else if (method === 'contents') await putContents(client, snapshot, text, headline);
    else if (!(await replaceHistory(client, head, text, formatMessage(headline))))
      await commitOnBranch(client, head, text, headline);
    return null;
  } catch (error) {
    return toGitHubFailure(error, 'contents: write');
  }
}

/** Other services that build each push understand it, too. */
const BODY = '[skip ci]';

function formatMessage(headline: string): string {
  return `${headline}\n\n${BODY}`;
}

const README = `# State of certvigil

This branch is written by certvigil, which monitors certificates. Its JSON files record which notifications were sent. Nothing here is source code, and nothing needs to be merged.

If you delete the branch, the next scan creates it again, and sends all active alerts once more.
`;

/** Creates the ref last, so that the branch never exists without the log, and only one of two scans can create it. */
async function createBranch(
  { octokit, owner, repo, path, branch }: BranchClient,
  text: string,
  headline: string,
): Promise<void> {
  const files = new Map([
    ['README.md', README],
    [path, text],
  ]);
  const tree = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    owner,
    repo,
    tree: [...files].map(([name, content]) => ({ path: name, mode: '100644', type: 'blob', content })),
  });
  const first = { owner, repo, message: formatMessage(headline), tree: tree.data.sha, parents: [] };
  const commit = await octokit.request('POST /repos/{owner}/{repo}/git/commits', first);
  const ref = { owner, repo, ref: `refs/heads/${branch}`, sha: commit.data.sha };
  await octokit.request('POST /repos/{owner}/{repo}/git/refs', ref);
}

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

interface CommitResult {
  createCommitOnBranch?: { commit?: { oid?: string } | null } | null;
}

/** Commits only on top of the commit that was read. */
async function commitOnBranch(
  { octokit, owner, repo, path, branch }: BranchClient,
  head: string,
  text: string,
  headline: string,
): Promise<void> {
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: head,
    message: { headline, body: BODY },
    fileChanges: { additions: [{ path, contents: Buffer.from(text).toString('base64') }] },
  };
  const result = await octokit.graphql<CommitResult | null>(COMMIT, { input });
  // A response without errors and without a commit proves nothing.
  if (!result?.createCommitOnBranch?.commit?.oid) throw new UnexpectedResponseError();
}

async function putContents(
  { octokit, owner, repo, path, branch }: BranchClient,
  { blob }: BranchSnapshot,
  text: string,
  headline: string,
): Promise<void> {
  await octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    owner,
    repo,
    path,
    branch,
    message: formatMessage(headline),
    content: Buffer.from(text).toString('base64'),
    ...(blob !== null && { sha: blob }),
  });
}
