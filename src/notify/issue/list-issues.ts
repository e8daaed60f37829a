/** Reading GitHub's issues: only those count that the token's own user has opened, with our marker in the body. */

import type { components } from '@octokit/openapi-types';
import { createFailure, withSubject } from '../failures.ts';
import { type ApiSession, createTrackerError, requireSuccess, tryRequest } from './api-session.ts';
import type { ManagedIssue } from './decide.ts';
import { readMarker } from './marker.ts';
import { TrackerError } from './sync.ts';

type RestIssue = components['schemas']['issue'];

const PAGE_SIZE = 100;
/** Pages of open issues: all must be seen, or one could be opened twice. */
const MAX_OPEN_PAGES = 100;
/** Pages of closed issues, those closed last first. */
const MAX_CLOSED_PAGES = 20;
const MAX_COMMENT_PAGES = 10;

/** A token of an app has no user to ask for by REST. */
async function fetchLogin(session: ApiSession): Promise<string> {
  if (session.login === null) {
    const { viewer } = await requireSuccess(
      session,
      session.client.graphql<{ viewer: { login: string } }>('query { viewer { login } }'),
      true,
    );
    session.login = viewer.login;
  }
  return session.login;
}

async function fetchPage(session: ApiSession, state: 'open' | 'closed', number: number): Promise<RestIssue[]> {
  const creator = await fetchLogin(session);
  const order =
    state === 'open'
      ? ({ sort: 'created', direction: 'asc' } as const)
      : ({ sort: 'updated', direction: 'desc' } as const);
  const request = session.client.request('GET /repos/{owner}/{repo}/issues', {
    ...session.repository,
    ...order,
    state,
    creator,
    per_page: PAGE_SIZE,
    page: number,
  });
  return (await requireSuccess(session, request, true)).data as RestIssue[];
}

/** An issue of our own: opened by the token's user, and with our marker. Anyone can write a marker. */
function toManagedIssue(issue: RestIssue, { login, fullName }: ApiSession): ManagedIssue | null {
  const marker = readMarker(issue.body ?? null);
  if (marker === null || issue.pull_request !== undefined || issue.user?.login !== login) return null;
  // GitHub follows an issue that was moved to another repository.
  if (!issue.repository_url.toLowerCase().endsWith(`/repos/${fullName.toLowerCase()}`)) return null;
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    open: issue.state === 'open',
    locked: issue.locked,
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    marker,
  };
}

export async function listOpenIssues(session: ApiSession): Promise<ManagedIssue[]> {
  const found: ManagedIssue[] = [];
  for (let number = 1; number <= MAX_OPEN_PAGES; number++) {
    const issues = await fetchPage(session, 'open', number);
    found.push(...issues.flatMap((issue) => toManagedIssue(issue, session) ?? []));
    if (issues.length < PAGE_SIZE) return found;
  }
  throw new TrackerError(withSubject('issue', createFailure('issue-too-many', String(MAX_OPEN_PAGES * PAGE_SIZE))), {
    fatal: true,
  });
}

/** Back to where all are found, or as far as is looked: who was closed longer ago is told of in a new issue. */
export async function listClosedIssues(session: ApiSession, keys: ReadonlySet<string>): Promise<ManagedIssue[]> {
  const found: ManagedIssue[] = [];
  for (let number = 1; number <= MAX_CLOSED_PAGES; number++) {
    const issues = await fetchPage(session, 'closed', number);
    const own = issues.flatMap((issue) => toManagedIssue(issue, session) ?? []);
    found.push(...own.filter(({ marker }) => keys.has(marker.key) && marker.state !== 'duplicate'));
    if (issues.length < PAGE_SIZE || new Set(found.map(({ marker }) => marker.key)).size === keys.size) return found;
  }
  return found;
}

export async function getIssue(session: ApiSession, number: number): Promise<ManagedIssue | null> {
  await fetchLogin(session);
  const request = session.client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
    ...session.repository,
    issue_number: number,
  });
  const outcome = await tryRequest(request);
  if ('answer' in outcome) return toManagedIssue(outcome.answer.data as RestIssue, session);
  if (outcome.failed.code === 'github-not-found' || outcome.failed.code === 'github-gone') return null;
  throw createTrackerError(outcome.failed, session);
}

/** Whether a comment of ours with this mark is there. */
export async function hasComment(session: ApiSession, number: number, mark: string): Promise<boolean> {
  const login = await fetchLogin(session);
  for (let page = 1; page <= MAX_COMMENT_PAGES; page++) {
    const request = session.client.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...session.repository,
      issue_number: number,
      per_page: PAGE_SIZE,
      page,
    });
    const { data } = await requireSuccess(session, request);
    if (data.some(({ body, user }) => user?.login === login && body?.startsWith(mark))) return true;
    if (data.length < PAGE_SIZE) return false;
  }
  return false;
}
