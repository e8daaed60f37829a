/** Opening an issue on GitHub, with its labels, assignees and milestone. */

import { createFailure, withSubject } from '../failures.ts';
import {
  type ApiSession,
  createTrackerError,
  requireSuccess,
  SETTLE_MS,
  throttleWrite,
  tryRequest,
} from './api-session.ts';
import type { IssueDraft } from './decide.ts';
import type { DesiredIssue } from './desired-state.ts';
import { listOpenIssues } from './list-issues.ts';
import { readMarker } from './marker.ts';
import { findMention } from './render.ts';
import { TrackerError } from './sync.ts';

export async function createIssue(
  session: ApiSession,
  { title, body, labels }: IssueDraft,
  { alerts, options }: Pick<DesiredIssue, 'alerts' | 'options'>,
): Promise<void> {
  for (const label of labels) await ensureLabel(session, label);
  const owner = alerts[0]?.context.data.owner ?? null;
  const { assignees, unassigned } = await resolveAssignees(session, owner, options.assignees);
  const milestone = options.milestone === null ? null : await findMilestone(session, options.milestone);
  const notes = [
    ...(unassigned.length > 0 ? [`cc ${unassigned.map((user) => `@${user}`).join(' ')}`] : []),
    ...(options.milestone !== null && milestone === null ? ['The milestone of the manifest is not open here.'] : []),
  ];
  await throttleWrite(session);
  const request = session.client.request('POST /repos/{owner}/{repo}/issues', {
    ...session.repository,
    title: session.io.mask(title),
    body: session.io.mask([body, ...notes].join('\n')),
    labels,
    assignees,
    ...(milestone !== null && { milestone }),
  });
  const outcome = await tryRequest(request);
  if ('answer' in outcome || (outcome.failed.isOutcomeUnknown && (await wasCreated(session, body)))) return;
  const { failed } = outcome;
  // There is no issue in this repository to be found, gone or in conflict: it is the repository's matter.
  const wide = failed.code === 'github-not-found' || failed.code === 'github-gone';
  if (failed.code === 'github-rejected')
    throw new TrackerError(withSubject('issue', createFailure('issue-write-refused')), { fatal: false });
  throw createTrackerError(failed, session, wide);
}

/** Never opened again on a guess: what cannot be seen yet is for the next scan to find. */
async function wasCreated(session: ApiSession, body: string): Promise<boolean> {
  const key = readMarker(body)?.key;
  await session.io.sleep(SETTLE_MS);
  const open = await listOpenIssues(session);
  return open.some(({ marker }) => marker.key === key);
}

const USER_NAME = /^@?([A-Za-z0-9][A-Za-z0-9_-]{0,99})$/;

/** Who can be assigned; who was named in the manifest and cannot is mentioned, unless the body does so already. */
async function resolveAssignees(session: ApiSession, owner: string | null, configured: readonly string[]) {
  const named = USER_NAME.exec(owner ?? '')?.[1];
  const users = [...new Set([...(named === undefined ? [] : [named]), ...configured])].slice(0, 10);
  const assignees: string[] = [];
  for (const assignee of users) {
    const request = session.client.request('GET /repos/{owner}/{repo}/assignees/{assignee}', {
      ...session.repository,
      assignee,
    });
    const outcome = await tryRequest(request);
    if ('answer' in outcome) assignees.push(assignee);
    else if (outcome.failed.code !== 'github-not-found') throw createTrackerError(outcome.failed, session);
  }
  const unassigned = configured.filter((user) => !assignees.includes(user) && findMention(owner) !== `@${user}`);
  return { assignees, unassigned };
}

async function findMilestone(session: ApiSession, milestone: string | number): Promise<number | null> {
  const request = session.client.request('GET /repos/{owner}/{repo}/milestones', {
    ...session.repository,
    state: 'open',
    per_page: 100,
  });
  const { data } = await requireSuccess(session, request);
  return data.find(({ number, title }) => number === milestone || title === String(milestone))?.number ?? null;
}

const LABEL_COLORS: Record<string, string> = {
  'certificate-expired': 'b60205',
  'certificate-critical': 'd93f0b',
  'certificate-warning': 'fbca04',
};
const OTHER_COLOR = '0969da';

/** Makes a label where there is none; that another scan makes it meanwhile is as good. */
export async function ensureLabel(session: ApiSession, name: string): Promise<void> {
  if (session.labels.has(name.toLowerCase())) return;
  const there = await tryRequest(
    session.client.request('GET /repos/{owner}/{repo}/labels/{name}', { ...session.repository, name }),
  );
  if ('failed' in there) {
    if (there.failed.code !== 'github-not-found') throw createTrackerError(there.failed, session);
    await throttleWrite(session);
    const color = LABEL_COLORS[name] ?? OTHER_COLOR;
    const made = await tryRequest(
      session.client.request('POST /repos/{owner}/{repo}/labels', { ...session.repository, name, color }),
    );
    if ('failed' in made && made.failed.code !== 'github-conflict') throw createTrackerError(made.failed, session);
  }
  session.labels.add(name.toLowerCase());
}
