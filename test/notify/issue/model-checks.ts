/** Invariants of the issues on GitHub after each scan of the model. */

import { rankStatus } from '../../../src/domain/severity.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import type { DesiredIssue } from '../../../src/notify/issue/desired-state.ts';
import { readMarker } from '../../../src/notify/issue/marker.ts';
import { readMembers } from '../../../src/notify/issue/overflow-issue.ts';
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

/** Always: changes by people are kept, and an acknowledgement is respected until the alert escalates. */
export function checkHumanEdits(board: Board, people: EditsByIssue): string[] {
  const violations: string[] = [];
  for (const { issue, marker } of listOwnIssues(board)) {
    const { title, before, after, labels, closedAt } = getHumanEdits(people, issue);
    if (!issue.body.startsWith(before) || !issue.body.endsWith(after))
      violations.push(`#${issue.number}: text written by people is missing`);
    if (issue.title !== title) violations.push(`#${issue.number}: its title has changed`);
    if (labels.some((label) => !issue.labels.includes(label))) violations.push(`#${issue.number}: a label is missing`);
    if (closedAt === null || issue.state === 'closed') continue;
    const isWorse =
      marker.episode > closedAt.episode ||
      rankStatus(marker.status) > rankStatus(closedAt.status as never) ||
      (marker.threshold_days ?? Infinity) < (closedAt.threshold_days ?? Infinity) ||
      marker.key.startsWith('certvigil:overflow');
    if (!isWorse) violations.push(`#${issue.number}: an acknowledgement was not respected`);
    getHumanEdits(people, issue).closedAt = null;
  }
  for (const issue of board.issues.values()) {
    const isTouched = issue.state === 'closed' || issue.comments.length > 0;
    if (issue.login !== BOT && isTouched) violations.push(`#${issue.number}: an issue of another user was changed`);
  }
  return violations;
}

/** Counts repeated comments in an issue, and repeated issues of one alert. */
export function countRepetitions(board: Board): { comments: number; issues: number } {
  const own = listOwnIssues(board).filter(({ marker }) => marker.state !== 'duplicate');
  const marks = own.flatMap(({ issue }) =>
    issue.comments.map(({ body }) => `${issue.number} ${body.split('\n', 1)[0]}`),
  );
  const keys = own.map(({ marker }) => marker.key);
  return { comments: marks.length - new Set(marks).size, issues: keys.length - new Set(keys).size };
}

/** After an undisturbed scan of all entries: GitHub shows the current state. */
export function checkSettled(board: Board, ground: Infrastructure, wanted: readonly DesiredIssue[]): string[] {
  const violations: string[] = [];
  const firing = listOwnIssues(board).filter(({ marker }) => marker.state === 'firing');
  const open = firing.filter(({ issue }) => issue.state === 'open');
  const keys = open.map(({ marker }) => marker.key);
  for (const key of keys.filter((one, at) => keys.indexOf(one) !== at)) violations.push(`two open issues of ${key}`);
  const used = listKeysInUse(ground);
  for (const key of keys) {
    const entry = /^certvigil\/([^/]+)\//.exec(key)?.[1];
    if (entry !== undefined && !used.has(key) && !isFailing(ground, entry))
      violations.push(`an open issue of ${key}, which is no longer in use`);
  }
  const members = firing.map(({ issue }) => readMembers(issue.body));
  const shown = new Set(firing.map(({ marker }) => marker.key));
  for (const { key, alerts, due } of wanted) {
    if (alerts.length === 0 || due.length === 0 || shown.has(key) || members.some((one) => one.has(key))) continue;
    violations.push(`${key} was notified, but no issue shows it`);
  }
  return violations;
}

/** The log has one record per event, even after merges. */
export function checkLog({ events }: EventLog): string[] {
  return new Set(events.map(({ id }) => id)).size < events.length ? ['the log contains an event twice'] : [];
}
