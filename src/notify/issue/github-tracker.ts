/** GitHub's issues through its REST API, as `keep.ts` reads and writes them. */

import { createGitHubClient } from '../../lib/github/client.ts';
import type { GitHubAccess, Io } from '../../lib/io.ts';
import type { ApiSession, GitHubClient } from './api-session.ts';
import { createIssue } from './create-issue.ts';
import { getIssue, listClosedIssues, listOpenIssues } from './list-issues.ts';
import type { Tracker } from './sync.ts';
import { applyChange } from './update-issue.ts';

/** `left`: milliseconds that are left for changes. */
export async function openGitHubTracker(access: GitHubAccess, io: Io, left: () => number): Promise<Tracker> {
  return createTracker(await createGitHubClient(access, io), access.repository, io, left);
}

/** The issues of `fullName` (`owner/name`) as they are reached through a client. */
export function createTracker(
  client: GitHubClient,
  fullName: string,
  io: Pick<Io, 'sleep' | 'mask'>,
  left = () => Number.POSITIVE_INFINITY,
): Tracker {
  const [owner = '', repo = ''] = fullName.split('/');
  const session: ApiSession = {
    client,
    io,
    remainingMs: left,
    repository: { owner, repo },
    fullName,
    login: null,
    writes: 0,
    labels: new Set(),
  };
  return {
    listOpen: () => listOpenIssues(session),
    listClosed: (keys) => listClosedIssues(session, keys),
    get: (number) => getIssue(session, number),
    create: (issue, wanted) => createIssue(session, issue, wanted),
    update: (number, change) => applyChange(session, number, change),
  };
}
