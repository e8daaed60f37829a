/** Commits the event log to a branch, with the GitHub API. */

import { type GitHubFailure, toGitHubFailure, UnexpectedResponseError } from '../lib/github/errors.ts';
import type { BranchClient, BranchSnapshot } from './branch-client.ts';
import { replaceHistory } from './branch-history.ts';
import { type BranchChanges, createCommit } from './branch-objects.ts';

/**
 * `commit` uses GraphQL, and commits on top of the commit that was read. `contents` does not use GraphQL: one file is saved with the
 * Contents API, which checks the blob of the file instead; several files are saved as git objects, also on top of the commit that was read.
 */
export type CommitMethod = 'commit' | 'contents';

/** Maximum number of characters in one GraphQL request. */
const MAX_MUTATION_LENGTH = 20_000_000;

/** Returns null if it succeeds. */
export async function writeBranch(
  client: BranchClient,
  snapshot: BranchSnapshot,
  changes: BranchChanges,
  headline: string,
  method: CommitMethod,
): Promise<GitHubFailure | null> {
  const { head } = snapshot;
  const message = formatMessage(headline);
  try {
    if (head === null) await createBranch(client, changes, message);
    else if (method === 'contents') await commitWithoutGraphql(client, snapshot, head, changes, message);
    else if (await replaceHistory(client, head, changes, message)) return null;
    else if (isTooLong(changes)) await commitObjects(client, head, changes, message);
    else await commitOnBranch(client, head, changes, headline);
    return null;
  } catch (error) {
    return toGitHubFailure(error, 'contents: write');
  }
}

/** Other services that build each push understand this marker, too. */
const BODY = '[skip ci]';

function formatMessage(headline: string): string {
  return `${headline}\n\n${BODY}`;
}

const README = `# State of certvigil

This branch is written by certvigil, which monitors certificates. Its JSON files record which notifications were sent. Nothing here is source code, and nothing needs to be merged.

If you delete the branch, the next scan creates it again, and sends all active alerts once more.
`;

function isTooLong({ additions }: BranchChanges): boolean {
  const length = [...additions.values()].reduce((sum, text) => sum + text.length, 0);
  return additions.size > 1 && length > MAX_MUTATION_LENGTH;
}

/** Creates the ref last, so that the branch never exists without the log, and only one of two scans can create it. */
async function createBranch(client: BranchClient, { additions }: BranchChanges, message: string): Promise<void> {
  const { octokit, owner, repo, branch } = client;
  const files = new Map([['README.md', README], ...additions]);
  const sha = await createCommit(client, { additions: files, deletions: [] }, { message, base: null, parents: [] });
  await octokit.request('POST /repos/{owner}/{repo}/git/refs', { owner, repo, ref: `refs/heads/${branch}`, sha });
}

/** Fails with a conflict if `head` is not the last commit any more. */
async function commitObjects(
  client: BranchClient,
  head: string,
  changes: BranchChanges,
  message: string,
): Promise<void> {
  const { octokit, owner, repo, branch } = client;
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    owner,
    repo,
    commit_sha: head,
  });
  const sha = await createCommit(client, changes, { message, base: data.tree.sha, parents: [head] });
  await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { owner, repo, ref: `heads/${branch}`, sha });
}

async function commitWithoutGraphql(
  client: BranchClient,
  snapshot: BranchSnapshot,
  head: string,
  changes: BranchChanges,
  message: string,
): Promise<void> {
  const [first, ...others] = changes.additions;
  const isSingle = first !== undefined && others.length + changes.deletions.length === 0 && first[0] === client.path;
  if (isSingle) await putContents(client, snapshot, first[1], message);
  else await commitObjects(client, head, changes, message);
}

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

interface CommitResult {
  createCommitOnBranch?: { commit?: { oid?: string } | null } | null;
}

/** Commits only on top of the commit that was read. */
async function commitOnBranch(
  { octokit, owner, repo, branch }: BranchClient,
  head: string,
  { additions, deletions }: BranchChanges,
  headline: string,
): Promise<void> {
  const encoded = Array.from(additions, ([path, text]) => ({ path, contents: Buffer.from(text).toString('base64') }));
  const removed = deletions.map((path) => ({ path }));
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: head,
    message: { headline, body: BODY },
    fileChanges: { additions: encoded, ...(removed.length > 0 && { deletions: removed }) },
  };
  const result = await octokit.graphql<CommitResult>(COMMIT, { input });
  // A response without errors and without a commit does not prove that the log was saved.
  if (!result.createCommitOnBranch?.commit?.oid) throw new UnexpectedResponseError();
}

async function putContents(
  { octokit, owner, repo, path, branch }: BranchClient,
  { blob }: BranchSnapshot,
  text: string,
  message: string,
): Promise<void> {
  await octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    owner,
    repo,
    path,
    branch,
    message,
    content: Buffer.from(text).toString('base64'),
    ...(blob !== null && { sha: blob }),
  });
}
