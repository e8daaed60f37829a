/** Implements `Tracker` with GitHub's REST API. */

import type { NetworkPolicy } from '../../domain/index.ts';
import { createGitHubClient } from '../../lib/github/client.ts';
import type { GitHubAccess, Io } from '../../lib/io.ts';
import type { ApiSession, GitHubClient } from './api-session.ts';
import { createIssue } from './create-issue.ts';
import { getIssue, listClosedIssues, listOpenIssues } from './list-issues.ts';
import type { Tracker } from './tracker.ts';
import { updateIssue } from './update-issue.ts';

/** `remainingMs`: the milliseconds until the time limit for all deliveries. */
export function openGitHubTracker(
  access: GitHubAccess,
  { proxy }: NetworkPolicy,
  io: Io,
  remainingMs: () => number,
): Tracker {
  const client = createGitHubClient(access, io, { proxy, remainingMs });
  return createTracker(client, access.repository, io, remainingMs);
}

/** `fullName` is `owner/name`. */
export function createTracker(
  client: GitHubClient,
  fullName: string,
  io: Pick<Io, 'sleep' | 'mask'>,
  remainingMs = () => Number.POSITIVE_INFINITY,
): Tracker {
  const [owner = '', repo = ''] = fullName.split('/');
  const session: ApiSession = {
    client,
    io,
    remainingMs,
    repository: { owner, repo },
    fullName,
    login: null,
    writes: 0,
    labels: new Set(),
    assignable: new Map(),
    milestones: null,
  };
  return {
    listOpen: () => listOpenIssues(session),
    listClosed: (keys) => listClosedIssues(session, keys),
    get: (number) => getIssue(session, number),
    create: (issue, desired) => createIssue(session, issue, desired),
    update: (number, change) => updateIssue(session, number, change),
  };
}
