/** Limits the history of the branch: `event_log.max_commits`. */

import type { Failure } from '../domain/index.ts';
import {
  type GitHubFailure,
  isPassingFailure,
  toGitHubFailure,
  UnexpectedResponseError,
} from '../lib/github/errors.ts';
import { hasShape } from '../lib/github/response-shapes.ts';
import type { BranchClient } from './branch-client.ts';
import { type BranchChanges, createCommit } from './branch-objects.ts';

const HISTORY = `query ($owner: String!, $repo: String!, $head: GitObjectID!) {
  repository(owner: $owner, name: $repo) {
    id
    defaultBranchRef { name }
    object(oid: $head) { ... on Commit { tree { oid } history { totalCount } } }
  }
}`;

const REPOSITORY = { id: '', object: { tree: { oid: '' }, history: { totalCount: 0 } } };

interface History {
  repository?: {
    id: string;
    defaultBranchRef?: { name: string } | null;
    object?: { tree: { oid: string }; history: { totalCount: number } } | null;
  } | null;
}

const UPDATE = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;

/**
 * Replaces all commits of the branch by one with these changes, if the branch has reached the maximum number of commits and `head` is still
 * the last one. Returns false if the history was not replaced: the maximum is not reached, the branch contains other files, the server does
 * not support it, or GitHub refuses it because of a ruleset against force pushes. A refusal is only a warning: an unsaved log would be
 * worse than a long history.
 */
export async function replaceHistory(
  client: BranchClient,
  head: string,
  changes: BranchChanges,
  message: string,
): Promise<boolean> {
  const { branch, max_commits, warnings } = client;
  if (max_commits === null || warnings.length > 0) return false;
  const found = await readHistory(client, head);
  if (found === null || found.totalCount < max_commits || found.defaultBranch === branch) return false;
  if (!(await hasOnlyLogs(client, found.tree))) return false;
  const afterOid = await createCommit(client, changes, { message, base: found.tree, parents: [] });
  const refUpdates = [{ name: `refs/heads/${branch}`, beforeOid: head, afterOid, force: true }];
  try {
    await updateRefs(client, { repositoryId: found.id, refUpdates });
    return true;
  } catch (error) {
    const failure = toGitHubFailure(error, 'contents: write');
    if (isPassingFailure(failure.code)) throw error;
    warnings.push(createHistoryWarning(client, failure));
    return false;
  }
}

async function updateRefs({ octokit }: BranchClient, input: object): Promise<void> {
  const result = await octokit.graphql<{ updateRefs?: unknown }>(UPDATE, { input });
  if (!result.updateRefs) throw new UnexpectedResponseError();
}

function createHistoryWarning({ branch, max_commits }: BranchClient, { detail: reason }: GitHubFailure): Failure {
  const detail =
    `The branch ${branch} has ${max_commits} commits or more (event_log.max_commits), and its history could not be replaced: ${reason}. ` +
    `The log was saved as a further commit. Allow force pushes to ${branch} under Settings > Rules, or remove max_commits.`;
  return { code: 'event-log-history-kept', detail };
}

/** Returns null if the server does not report the history, for whatever reason: the history then continues to grow. */
async function readHistory({ octokit, owner, repo }: BranchClient, head: string) {
  try {
    const { repository } = await octokit.graphql<History>(HISTORY, { owner, repo, head });
    if (!hasShape(repository, REPOSITORY) || !repository?.object) return null;
    const { id, defaultBranchRef, object } = repository;
    return {
      id,
      defaultBranch: defaultBranchRef?.name ?? null,
      tree: object.tree.oid,
      totalCount: object.history.totalCount,
    };
  } catch (error) {
    toGitHubFailure(error, '');
    return null;
  }
}

/** Whether the branch has only event logs, so that no other files lose their history. */
async function hasOnlyLogs({ octokit, owner, repo }: BranchClient, tree_sha: string): Promise<boolean> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    owner,
    repo,
    tree_sha,
    recursive: '1',
  });
  const files = data.tree.filter(({ type }) => type !== 'tree');
  return !data.truncated && files.every(({ path = '' }) => path === 'README.md' || path.endsWith('.json'));
}
