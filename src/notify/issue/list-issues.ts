/** Reading GitHub's issues: only those count that the token's own user has opened, with our marker in the body. */

import type { components } from '@octokit/openapi-types';
import { failure, of } from '../failures.ts';
import { attempt, must, type Session, trackerFailure } from './api-session.ts';
import type { OurIssue } from './decide.ts';
import { readMarker } from './marker.ts';
import { TrackerFailure } from './sync.ts';

type RestIssue = components['schemas']['issue'];

const PAGE = 100;
/** Pages of open issues: all must be seen, or one could be opened twice. */
const MOST_OPEN_PAGES = 100;
/** Pages of closed issues, those closed last first. */
const MOST_CLOSED_PAGES = 20;
const MOST_COMMENT_PAGES = 10;

/** A token of an app has no user to ask for by REST. */
async function viewer(session: Session): Promise<string> {
  if (session.login === null) {
    const { viewer } = await must(
      session,
      session.client.graphql<{ viewer: { login: string } }>('query { viewer { login } }'),
      true,
    );
    session.login = viewer.login;
  }
  return session.login;
}

async function page(session: Session, state: 'open' | 'closed', number: number): Promise<RestIssue[]> {
  const creator = await viewer(session);
  const order =
    state === 'open'
      ? ({ sort: 'created', direction: 'asc' } as const)
      : ({ sort: 'updated', direction: 'desc' } as const);
  const request = session.client.request('GET /repos/{owner}/{repo}/issues', {
    ...session.repository,
    ...order,
    state,
    creator,
    per_page: PAGE,
    page: number,
  });
  return (await must(session, request, true)).data as RestIssue[];
}

/** An issue of our own: opened by the token's user, and with our marker. Anyone can write a marker. */
function ours(issue: RestIssue, { login, fullName }: Session): OurIssue | null {
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

export async function openIssues(session: Session): Promise<OurIssue[]> {
  const found: OurIssue[] = [];
  for (let number = 1; number <= MOST_OPEN_PAGES; number++) {
    const issues = await page(session, 'open', number);
    found.push(...issues.flatMap((issue) => ours(issue, session) ?? []));
    if (issues.length < PAGE) return found;
  }
  throw new TrackerFailure(of('issue', failure('issue-too-many', String(MOST_OPEN_PAGES * PAGE))), { fatal: true });
}

/** Back to where all are found, or as far as is looked: who was closed longer ago is told of in a new issue. */
export async function closedIssues(session: Session, keys: ReadonlySet<string>): Promise<OurIssue[]> {
  const found: OurIssue[] = [];
  for (let number = 1; number <= MOST_CLOSED_PAGES; number++) {
    const issues = await page(session, 'closed', number);
    const own = issues.flatMap((issue) => ours(issue, session) ?? []);
    found.push(...own.filter(({ marker }) => keys.has(marker.key) && marker.state !== 'duplicate'));
    if (issues.length < PAGE || new Set(found.map(({ marker }) => marker.key)).size === keys.size) return found;
  }
  return found;
}

export async function getIssue(session: Session, number: number): Promise<OurIssue | null> {
  await viewer(session);
  const request = session.client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
    ...session.repository,
    issue_number: number,
  });
  const outcome = await attempt(request);
  if ('answer' in outcome) return ours(outcome.answer.data as RestIssue, session);
  if (outcome.failed.code === 'github-not-found' || outcome.failed.code === 'github-gone') return null;
  throw trackerFailure(outcome.failed, session);
}

/** Whether a comment of ours with this mark is there. */
export async function hasComment(session: Session, number: number, mark: string): Promise<boolean> {
  const login = await viewer(session);
  for (let page = 1; page <= MOST_COMMENT_PAGES; page++) {
    const request = session.client.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...session.repository,
      issue_number: number,
      per_page: PAGE,
      page,
    });
    const { data } = await must(session, request);
    if (data.some(({ body, user }) => user?.login === login && body?.startsWith(mark))) return true;
    if (data.length < PAGE) return false;
  }
  return false;
}
