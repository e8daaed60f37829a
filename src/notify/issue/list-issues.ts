/** Reads issues from GitHub. Only issues opened by the token's user, with the marker of certvigil in the body, are managed. */

import type { components } from '@octokit/openapi-types';
import { UnexpectedResponseError } from '../../lib/github/errors.ts';
import { type ApiSession, createLimitError, createTrackerError, requireSuccess, tryRequest } from './api-session.ts';
import type { ManagedIssue } from './decide.ts';
import { readMarker } from './marker.ts';

type RestIssue = components['schemas']['issue'];

const PAGE_SIZE = 100;
/** The limit for open issues. All of them must be listed, because an issue could otherwise be opened twice. */
const MAX_OPEN_PAGES = 100;
/** The limit for closed issues, the most recently updated first. */
const MAX_CLOSED_PAGES = 20;
const MAX_COMMENT_PAGES = 10;

/** Uses GraphQL, because the token of an app cannot read its user by REST. */
async function fetchLogin(session: ApiSession): Promise<string> {
  if (session.login === null) {
    session.login = await requireSuccess(session, queryLogin(session), true);
  }
  return session.login;
}

async function queryLogin({ client }: ApiSession): Promise<string> {
  const { viewer } = await client.graphql<{ viewer?: { login?: unknown } | null }>('query { viewer { login } }');
  if (typeof viewer?.login !== 'string') throw new UnexpectedResponseError();
  return viewer.login;
}

async function fetchPage(session: ApiSession, state: 'open' | 'closed', page: number): Promise<RestIssue[]> {
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
    page,
  });
  return (await requireSuccess(session, request, true)).data as RestIssue[];
}

/**
 * Returns null for issues that certvigil did not open, because anyone can write a marker. Another workflow has the same user, and may quote
 * the body of an issue in another one: the marker then names a different issue.
 */
function toManagedIssue(issue: RestIssue, { login, fullName }: ApiSession): ManagedIssue | null {
  const marker = readMarker(issue.body ?? null);
  if (marker === null || issue.pull_request !== undefined || issue.user?.login !== login) return null;
  if (marker.issue !== null && marker.issue !== issue.number) return null;
  // GitHub redirects to an issue that was transferred to another repository.
  if (!issue.repository_url.toLowerCase().endsWith(`/repos/${fullName.toLowerCase()}`)) return null;
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    open: issue.state === 'open',
    closed: { by: issue.closed_by?.login ?? null, at: issue.closed_at },
    locked: issue.locked,
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    // The next change of the body records the number.
    marker: { ...marker, issue: issue.number },
  };
}

/** Throws TrackerError `issue-too-many` at the page limit, because a missing issue would be opened again. */
export async function listOpenIssues(session: ApiSession): Promise<ManagedIssue[]> {
  const found: ManagedIssue[] = [];
  for (let page = 1; page <= MAX_OPEN_PAGES; page++) {
    const issues = await fetchPage(session, 'open', page);
    found.push(...issues.flatMap((issue) => toManagedIssue(issue, session) ?? []));
    if (issues.length < PAGE_SIZE) return found;
  }
  throw createLimitError('issue-too-many', String(MAX_OPEN_PAGES * PAGE_SIZE));
}

/** Stops when all keys are found, or at the page limit: an alert whose issue was closed earlier gets a new issue. */
export async function listClosedIssues(session: ApiSession, keys: ReadonlySet<string>): Promise<ManagedIssue[]> {
  const found: ManagedIssue[] = [];
  for (let page = 1; page <= MAX_CLOSED_PAGES; page++) {
    const issues = await fetchPage(session, 'closed', page);
    const own = issues.flatMap((issue) => toManagedIssue(issue, session) ?? []);
    found.push(...own.filter(({ marker }) => keys.has(marker.key) && marker.state !== 'duplicate'));
    if (issues.length < PAGE_SIZE || new Set(found.map(({ marker }) => marker.key)).size === keys.size) return found;
  }
  return found;
}

/**
 * Returns the issue; null if it was deleted or transferred. For a deleted issue, GitHub responds with 410. A 404 can be wrong, so the list
 * of issues decides: otherwise a second issue would be opened.
 */
export async function getIssue(session: ApiSession, number: number): Promise<ManagedIssue | null> {
  const response = await requestIssue(session, number);
  if (response !== 'not-found') return response;
  const listed = (await listOpenIssues(session)).find((issue) => issue.number === number);
  if (listed !== undefined) return listed;
  const again = await requestIssue(session, number);
  return again === 'not-found' ? null : again;
}

async function requestIssue(session: ApiSession, number: number): Promise<ManagedIssue | 'not-found' | null> {
  await fetchLogin(session);
  const request = session.client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
    ...session.repository,
    issue_number: number,
  });
  const outcome = await tryRequest(request);
  if ('response' in outcome) return toManagedIssue(outcome.response.data as RestIssue, session);
  const { code } = outcome.failure;
  if (code === 'github-not-found') return 'not-found';
  if (code === 'github-gone') return null;
  throw createTrackerError(outcome.failure, session);
}

/** Whether a comment of certvigil begins with this marker. */
export async function hasComment(session: ApiSession, number: number, marker: string): Promise<boolean> {
  const login = await fetchLogin(session);
  for (let page = 1; page <= MAX_COMMENT_PAGES; page++) {
    const request = session.client.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...session.repository,
      issue_number: number,
      per_page: PAGE_SIZE,
      page,
    });
    const { data } = await requireSuccess(session, request);
    if (data.some(({ body, user }) => user?.login === login && body?.startsWith(marker))) return true;
    if (data.length < PAGE_SIZE) return false;
  }
  return false;
}
