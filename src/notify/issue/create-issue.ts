/** Opening an issue on GitHub, with its labels, assignees and milestone. */

import { failure, of } from '../failures.ts';
import { attempt, must, SETTLING, type Session, trackerFailure, turn } from './api-session.ts';
import type { NewIssue } from './decide.ts';
import type { Wanted } from './desired-state.ts';
import { openIssues } from './list-issues.ts';
import { readMarker } from './marker.ts';
import { mentionOf } from './render.ts';
import { TrackerFailure } from './sync.ts';

export async function createIssue(
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
    per_page: 100,
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
export async function ensureLabel(session: Session, name: string): Promise<void> {
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
