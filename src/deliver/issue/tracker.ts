/** GitHub's issues through its REST API: what `keep.ts` reads and writes, within what GitHub asks of its clients. */

import type { components } from '@octokit/openapi-types';
import { openGitHub } from '../../github.ts';
import { type GitHubFailure, type GitHubFailureCode, githubFailure } from '../../github-failure.ts';
import type { GitHubAccess, Io } from '../../io.ts';
import { failure, of } from '../wording.ts';
import type { Change, Comment, NewIssue, OurIssue } from './decide.ts';
import { type Tracker, TrackerFailure } from './keep.ts';
import { commentMark, readMarker } from './marker.ts';
import { mentionOf } from './render.ts';
import type { Wanted } from './wanted.ts';

type RestIssue = components['schemas']['issue'];
export type Client = Pick<Awaited<ReturnType<typeof openGitHub>>, 'request' | 'graphql'>;

const PERMISSION = 'issues: write';
const PAGE = 100;
/** Pages of open issues: all must be seen, or one could be opened twice. */
const MOST_OPEN_PAGES = 100;
/** Pages of closed issues, those closed last first. */
const MOST_CLOSED_PAGES = 20;
const MOST_COMMENT_PAGES = 10;
/** Changes that are made at once; after them one a second, within the 80 a minute of GitHub. */
const BURST = 15;
const PAUSE = 1_000;
/** Changes in one scan, within the 500 an hour of GitHub. */
const MOST_WRITES = 400;
/** Before it is looked whether a request was done whose answer was lost, in milliseconds. */
const SETTLING = 3_000;

interface Session {
  client: Client;
  io: Pick<Io, 'sleep' | 'mask'>;
  repository: { owner: string; repo: string };
  fullName: string;
  /** Whom the token stands for; asked once. */
  login: string | null;
  writes: number;
  /** Labels that are known to be there. */
  labels: Set<string>;
}

export async function githubTracker(access: GitHubAccess, io: Io): Promise<Tracker> {
  return trackerOver(await openGitHub(access, io), access.repository, io);
}

/** The issues of `fullName` (`owner/name`) as they are reached through a client. */
export function trackerOver(client: Client, fullName: string, io: Pick<Io, 'sleep' | 'mask'>): Tracker {
  const [owner = '', repo = ''] = fullName.split('/');
  const session: Session = {
    client,
    io,
    repository: { owner, repo },
    fullName,
    login: null,
    writes: 0,
    labels: new Set(),
  };
  return {
    open: () => openIssues(session),
    closed: (keys) => closedIssues(session, keys),
    get: (number) => getIssue(session, number),
    create: (issue, wanted) => createIssue(session, issue, wanted),
    apply: (number, change) => applyChange(session, number, change),
  };
}

// ---------------------------------------------------------------------------------------------- what may go wrong

const FATAL: ReadonlySet<GitHubFailureCode> = new Set<GitHubFailureCode>([
  'github-unauthorized',
  'github-forbidden',
  'github-rate-limited',
  'github-archived',
  'github-unsupported',
  'github-unreachable',
  'github-tls-failed',
]);

/** GitHub's failure as ours. `wide`: it befell the repository as a whole, and not one issue in it. */
function trackerFailure(failed: GitHubFailure, { fullName }: Session, wide = false): TrackerFailure {
  const { code, detail, hint, lost } = failed;
  const said = of(`issues of ${fullName}`, { code, detail: `${detail}. ${hint}` });
  return new TrackerFailure(said, { fatal: wide || FATAL.has(code), outage: lost });
}

/** What came of a request: its answer, or GitHub's failure; anything else is a bug and is thrown. */
async function attempt<T>(request: Promise<T>): Promise<{ answer: T } | { failed: GitHubFailure }> {
  try {
    return { answer: await request };
  } catch (error) {
    return { failed: githubFailure(error, PERMISSION) };
  }
}

async function must<T>(session: Session, request: Promise<T>, wide = false): Promise<T> {
  const outcome = await attempt(request);
  if ('failed' in outcome) throw trackerFailure(outcome.failed, session, wide);
  return outcome.answer;
}

/** Waits for its turn: GitHub asks for a pause between many changes. */
async function turn(session: Session): Promise<void> {
  if (session.writes >= MOST_WRITES)
    throw new TrackerFailure(of('issue', failure('issue-writes-limit', String(MOST_WRITES))), { fatal: true });
  if (session.writes >= BURST) await session.io.sleep(PAUSE);
  session.writes += 1;
}

// ---------------------------------------------------------------------------------------------- reading

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

async function openIssues(session: Session): Promise<OurIssue[]> {
  const found: OurIssue[] = [];
  for (let number = 1; number <= MOST_OPEN_PAGES; number++) {
    const issues = await page(session, 'open', number);
    found.push(...issues.flatMap((issue) => ours(issue, session) ?? []));
    if (issues.length < PAGE) return found;
  }
  throw new TrackerFailure(of('issue', failure('issue-too-many', String(MOST_OPEN_PAGES * PAGE))), { fatal: true });
}

/** Back to where all are found, or as far as is looked: who was closed longer ago is told of in a new issue. */
async function closedIssues(session: Session, keys: ReadonlySet<string>): Promise<OurIssue[]> {
  const found: OurIssue[] = [];
  for (let number = 1; number <= MOST_CLOSED_PAGES; number++) {
    const issues = await page(session, 'closed', number);
    const own = issues.flatMap((issue) => ours(issue, session) ?? []);
    found.push(...own.filter(({ marker }) => keys.has(marker.key) && marker.state !== 'duplicate'));
    if (issues.length < PAGE || new Set(found.map(({ marker }) => marker.key)).size === keys.size) return found;
  }
  return found;
}

async function getIssue(session: Session, number: number): Promise<OurIssue | null> {
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

// ---------------------------------------------------------------------------------------------- opening

async function createIssue(
  session: Session,
  { title, body, labels }: NewIssue,
  { alerts, options }: Pick<Wanted, 'alerts' | 'options'>,
): Promise<void> {
  for (const label of labels) await ensureLabel(session, label);
  const owner = alerts[0]?.context.data.owner ?? null;
  const { assignees, unassigned } = await assignable(session, owner, options.assignees);
  const milestone = options.milestone === null ? null : await milestoneNumber(session, options.milestone);
  const notes = [
    ...(unassigned.length > 0 ? [`cc ${unassigned.map((user) => `@${user}`).join(' ')}`] : []),
    ...(options.milestone !== null && milestone === null ? ['The milestone of the manifest is not open here.'] : []),
  ];
  await turn(session);
  const request = session.client.request('POST /repos/{owner}/{repo}/issues', {
    ...session.repository,
    title: session.io.mask(title),
    body: session.io.mask([body, ...notes].join('\n')),
    labels,
    assignees,
    ...(milestone !== null && { milestone }),
  });
  const outcome = await attempt(request);
  if ('answer' in outcome || (outcome.failed.lost && (await wasCreated(session, body)))) return;
  const { failed } = outcome;
  // There is no issue in this repository to be found, gone or in conflict: it is the repository's matter.
  const wide = failed.code === 'github-not-found' || failed.code === 'github-gone';
  if (failed.code === 'github-rejected')
    throw new TrackerFailure(of('issue', failure('issue-write-refused')), { fatal: false });
  throw trackerFailure(failed, session, wide);
}

/** Never opened again on a guess: what cannot be seen yet is for the next scan to find. */
async function wasCreated(session: Session, body: string): Promise<boolean> {
  const key = readMarker(body)?.key;
  await session.io.sleep(SETTLING);
  const open = await openIssues(session);
  return open.some(({ marker }) => marker.key === key);
}

const USER = /^@?([A-Za-z0-9][A-Za-z0-9_-]{0,99})$/;

/** Who can be assigned; who was named in the manifest and cannot is mentioned, unless the body does so already. */
async function assignable(session: Session, owner: string | null, configured: readonly string[]) {
  const named = USER.exec(owner ?? '')?.[1];
  const users = [...new Set([...(named === undefined ? [] : [named]), ...configured])].slice(0, 10);
  const assignees: string[] = [];
  for (const assignee of users) {
    const request = session.client.request('GET /repos/{owner}/{repo}/assignees/{assignee}', {
      ...session.repository,
      assignee,
    });
    const outcome = await attempt(request);
    if ('answer' in outcome) assignees.push(assignee);
    else if (outcome.failed.code !== 'github-not-found') throw trackerFailure(outcome.failed, session);
  }
  const unassigned = configured.filter((user) => !assignees.includes(user) && mentionOf(owner) !== `@${user}`);
  return { assignees, unassigned };
}

async function milestoneNumber(session: Session, milestone: string | number): Promise<number | null> {
  const request = session.client.request('GET /repos/{owner}/{repo}/milestones', {
    ...session.repository,
    state: 'open',
    per_page: PAGE,
  });
  const { data } = await must(session, request);
  return data.find(({ number, title }) => number === milestone || title === String(milestone))?.number ?? null;
}

const LABEL_COLORS: Record<string, string> = {
  'certificate-expired': 'b60205',
  'certificate-critical': 'd93f0b',
  'certificate-warning': 'fbca04',
};
const OTHER_COLOR = '0969da';

/** Makes a label where there is none; that another scan makes it meanwhile is as good. */
async function ensureLabel(session: Session, name: string): Promise<void> {
  if (session.labels.has(name.toLowerCase())) return;
  const there = await attempt(
    session.client.request('GET /repos/{owner}/{repo}/labels/{name}', { ...session.repository, name }),
  );
  if ('failed' in there) {
    if (there.failed.code !== 'github-not-found') throw trackerFailure(there.failed, session);
    await turn(session);
    const color = LABEL_COLORS[name] ?? OTHER_COLOR;
    const made = await attempt(
      session.client.request('POST /repos/{owner}/{repo}/labels', { ...session.repository, name, color }),
    );
    if ('failed' in made && made.failed.code !== 'github-conflict') throw trackerFailure(made.failed, session);
  }
  session.labels.add(name.toLowerCase());
}

// ---------------------------------------------------------------------------------------------- changing

async function applyChange(session: Session, number: number, change: Change): Promise<void> {
  const at = { ...session.repository, issue_number: number };
  for (const comment of change.comments) await addComment(session, number, comment);
  if (change.label !== null) {
    await ensureLabel(session, change.label);
    await turn(session);
    const labels = [change.label];
    await must(
      session,
      session.client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { ...at, labels }),
    );
  }
  for (const name of change.unlabel) {
    await turn(session);
    const removed = await attempt(
      session.client.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', { ...at, name }),
    );
    // A person was faster.
    if ('failed' in removed && removed.failed.code !== 'github-not-found')
      throw trackerFailure(removed.failed, session);
  }
  if (change.body !== null || change.state !== null) await patch(session, number, change);
}

async function patch(session: Session, number: number, { body, state, reason }: Change): Promise<void> {
  const send = async (state_reason: 'completed' | 'not_planned' | 'duplicate' | null) => {
    await turn(session);
    return attempt(
      session.client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        ...session.repository,
        issue_number: number,
        ...(body !== null && { body: session.io.mask(body) }),
        ...(state !== null && { state }),
        ...(state_reason !== null && { state_reason }),
      }),
    );
  };
  const outcome = await send(reason);
  if ('answer' in outcome) return;
  // An older server knows no duplicates.
  const again =
    reason === 'duplicate' && outcome.failed.code === 'github-rejected' ? await send('not_planned') : outcome;
  if ('failed' in again) throw trackerFailure(again.failed, session);
}

/** A comment is there once, also where the answer to it was lost. */
async function addComment(session: Session, number: number, { id, text }: Comment): Promise<void> {
  const mark = commentMark(id);
  if (await hasComment(session, number, mark)) return;
  await turn(session);
  const request = session.client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...session.repository,
    issue_number: number,
    body: session.io.mask(`${mark}\n${text}`),
  });
  const outcome = await attempt(request);
  if ('answer' in outcome) return;
  const { failed } = outcome;
  if (failed.lost) {
    await session.io.sleep(SETTLING);
    if (await hasComment(session, number, mark)) return;
  }
  // A conversation that was locked meanwhile takes no comment; all else goes on.
  const isLocked = failed.code === 'github-forbidden' && (await getIssue(session, number))?.locked;
  if (!isLocked) throw trackerFailure(failed, session);
}

async function hasComment(session: Session, number: number, mark: string): Promise<boolean> {
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
