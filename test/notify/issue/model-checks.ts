/** What must be true of the issues on GitHub after each round of scans. */

import { rankStatus } from '../../../src/domain/severity.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import type { DesiredIssue } from '../../../src/notify/issue/desired-state.ts';
import { readMarker } from '../../../src/notify/issue/marker.ts';
import { hashMember, readMembers } from '../../../src/notify/issue/overflow-issue.ts';
import type { Board, Issue } from '../../helpers/github/board.ts';
import { BOT } from './model-github.ts';
import { type EditsByIssue, getHumanEdits } from './model-people.ts';
import { type Infrastructure, isFailing, listKeysInUse } from './model-state.ts';

export interface OwnIssue {
  issue: Issue;
  marker: NonNullable<ReturnType<typeof readMarker>>;
}

export function listOwnIssues({ issues }: Board): OwnIssue[] {
  return [...issues.values()].flatMap((issue) => {
    const marker = issue.login === BOT ? readMarker(issue.body) : null;
    return marker === null ? [] : [{ issue, marker }];
  });
}

/** After any round: what is a person's is as it was, and an acknowledgement holds until it gets worse. */
export function checkHumanEdits(board: Board, people: EditsByIssue): string[] {
  const objections: string[] = [];
  for (const { issue, marker } of listOwnIssues(board)) {
    const { title, before, after, labels, closedAt } = getHumanEdits(people, issue);
    if (!issue.body.startsWith(before) || !issue.body.endsWith(after))
      objections.push(`#${issue.number}: what people wrote is gone`);
    if (issue.title !== title) objections.push(`#${issue.number}: its title is another`);
    if (labels.some((label) => !issue.labels.includes(label))) objections.push(`#${issue.number}: a label is gone`);
    if (closedAt === null || issue.state === 'closed') continue;
    const isWorse =
      marker.episode > closedAt.episode ||
      rankStatus(marker.status) > rankStatus(closedAt.status as never) ||
      (marker.threshold_days ?? Infinity) < (closedAt.threshold_days ?? Infinity) ||
      marker.key.startsWith('certvigil:overflow');
    if (!isWorse) objections.push(`#${issue.number}: an acknowledgement was not respected`);
    getHumanEdits(people, issue).closedAt = null;
  }
  for (const issue of board.issues.values()) {
    const isTouched = issue.state === 'closed' || issue.comments.length > 0;
    if (issue.login !== BOT && isTouched) objections.push(`#${issue.number}: a stranger's issue was written to`);
  }
  return objections;
}

/** How often something stands twice: comments of one issue, and issues of one subject. */
export function countRepetitions(board: Board): { comments: number; issues: number } {
  const own = listOwnIssues(board).filter(({ marker }) => marker.state !== 'duplicate');
  const marks = own.flatMap(({ issue }) =>
    issue.comments.map(({ body }) => `${issue.number} ${body.split('\n', 1)[0]}`),
  );
  const keys = own.map(({ marker }) => marker.key);
  return { comments: marks.length - new Set(marks).size, issues: keys.length - new Set(keys).size };
}

/** After a scan of everything that nothing disturbed: GitHub shows what is. */
export function checkSettled(board: Board, ground: Infrastructure, wanted: readonly DesiredIssue[]): string[] {
  const objections: string[] = [];
  const told = listOwnIssues(board).filter(({ marker }) => marker.state === 'firing');
  const open = told.filter(({ issue }) => issue.state === 'open');
  const keys = open.map(({ marker }) => marker.key);
  for (const key of keys.filter((one, at) => keys.indexOf(one) !== at)) objections.push(`two open issues of ${key}`);
  const used = listKeysInUse(ground);
  for (const key of keys) {
    const entry = /^certvigil\/([^/]+)\//.exec(key)?.[1];
    if (entry !== undefined && !used.has(key) && !isFailing(ground, entry))
      objections.push(`an open issue of ${key}, which is in use no more`);
  }
  const members = new Set(told.flatMap(({ issue }) => [...readMembers(issue.body)]));
  const shown = new Set(told.map(({ marker }) => marker.key));
  for (const { key, alerts, due } of wanted) {
    if (alerts.length === 0 || due.length === 0 || shown.has(key) || members.has(hashMember(key))) continue;
    objections.push(`${key} was told of, and no issue shows it`);
  }
  return objections;
}

/** One record an event, whatever was merged. */
export function checkLog({ events }: EventLog): string[] {
  return new Set(events.map(({ id }) => id)).size < events.length ? ['an event stands in the log twice'] : [];
}
