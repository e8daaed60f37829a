/** Creates an issue on GitHub, with its labels, assignees and milestone. */

import {
  type ApiSession,
  allowFailure,
  countWrite,
  createLimitError,
  createTrackerError,
  requireSuccess,
  SETTLE_MS,
  tryRequest,
} from './api-session.ts';
import type { IssueDraft } from './decide.ts';
import type { DesiredIssue } from './desired-state.ts';
import { listOpenIssues } from './list-issues.ts';
import { readMarker } from './marker.ts';
import { findMention } from './render.ts';

/** Creates the issue. Throws TrackerError. */
export async function createIssue(
  session: ApiSession,
  { title, body, labels }: IssueDraft,
  { alerts, options }: Pick<DesiredIssue, 'alerts' | 'options'>,
): Promise<void> {
  for (const label of labels) await ensureLabel(session, label);
  const owner = alerts[0]?.context.data.owner ?? null;
  const { assignees, unassignable } = await resolveAssignees(session, owner, options.assignees);
  const milestone = options.milestone === null ? null : await findMilestone(session, options.milestone);
  const notes = [
    ...(unassignable.length > 0 ? [`cc ${unassignable.map((user) => `@${user}`).join(' ')}`] : []),
    ...(options.milestone !== null && milestone === null
      ? ['The milestone set in the manifest is not open in this repository.']
      : []),
  ];
  countWrite(session);
  const request = session.client.request('POST /repos/{owner}/{repo}/issues', {
    ...session.repository,
    title: session.io.mask(title),
    body: session.io.mask([body, ...notes].join('\n')),
    labels,
    assignees,
    ...(milestone !== null && { milestone }),
  });
  const outcome = await tryRequest(request);
  if ('response' in outcome || (outcome.failure.isOutcomeUnknown && (await wasCreated(session, body)))) return;
  const { failure } = outcome;
  if (failure.code === 'github-rejected') throw createLimitError('issue-write-refused', '', false);
  // For a new issue, these codes apply to the repository.
  throw createTrackerError(failure, session, failure.code === 'github-not-found' || failure.code === 'github-gone');
}

/** If the new issue is not listed yet, the delivery fails and the next scan finds it; it is never created twice. */
async function wasCreated(session: ApiSession, body: string): Promise<boolean> {
  const key = readMarker(body)?.key;
  await session.io.sleep(SETTLE_MS);
  const open = await listOpenIssues(session);
  return open.some(({ marker }) => marker.key === key);
}

const USER_NAME = /^@?([A-Za-z0-9][A-Za-z0-9_-]{0,99})$/;

/** Users from the manifest that cannot be assigned are mentioned instead, unless the body already mentions them as the owner. */
async function resolveAssignees(session: ApiSession, owner: string | null, configured: readonly string[]) {
  const ownerName = USER_NAME.exec(owner ?? '')?.[1];
  const users = [...new Set([...(ownerName === undefined ? [] : [ownerName]), ...configured])].slice(0, 10);
  const assignees: string[] = [];
  for (const user of users) if (await isAssignable(session, user)) assignees.push(user);
  const unassignable = configured.filter((user) => !assignees.includes(user) && findMention(owner) !== `@${user}`);
  return { assignees, unassignable };
}

async function isAssignable(session: ApiSession, assignee: string): Promise<boolean> {
  const known = session.assignable.get(assignee);
  if (known !== undefined) return known;
  const request = session.client.request('GET /repos/{owner}/{repo}/assignees/{assignee}', {
    ...session.repository,
    assignee,
  });
  const found = (await allowFailure(session, request, 'github-not-found')) !== null;
  session.assignable.set(assignee, found);
  return found;
}

/** Finds an open milestone by title or number. */
async function findMilestone(session: ApiSession, milestone: string | number): Promise<number | null> {
  const request = () =>
    session.client.request('GET /repos/{owner}/{repo}/milestones', {
      ...session.repository,
      state: 'open',
      per_page: 100,
    });
  session.milestones ??= (await requireSuccess(session, request())).data;
  return (
    session.milestones.find(({ number, title }) => number === milestone || title === String(milestone))?.number ?? null
  );
}

const LABEL_COLORS: Record<string, string> = {
  'certificate-expired': 'b60205',
  'certificate-critical': 'd93f0b',
  'certificate-warning': 'fbca04',
};
const DEFAULT_COLOR = '0969da';

/** Creates the label if it does not exist; another scan may create it at the same time. */
export async function ensureLabel(session: ApiSession, name: string): Promise<void> {
  if (session.labels.has(name.toLowerCase())) return;
  const label = { ...session.repository, name };
  const found = session.client.request('GET /repos/{owner}/{repo}/labels/{name}', label);
  if ((await allowFailure(session, found, 'github-not-found')) === null) {
    countWrite(session);
    const color = LABEL_COLORS[name] ?? DEFAULT_COLOR;
    const created = session.client.request('POST /repos/{owner}/{repo}/labels', { ...label, color });
    await allowFailure(session, created, 'github-conflict');
  }
  session.labels.add(name.toLowerCase());
}
