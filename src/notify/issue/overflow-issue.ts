/** The overflow issue: it lists all alerts without a separate issue when `issues.max_open` is reached. Pure. */

import { createHash } from 'node:crypto';
import { formatFinding } from '../../domain/event-definitions.ts';
import { type EventData, STATUS_LABELS } from '../../domain/index.ts';
import {
  closeIssue,
  dropCommentsIfLocked,
  fitBlock,
  type IssueChange,
  type IssueDraft,
  type ManagedIssue,
  NO_CHANGE,
} from './decide.ts';
import type { DesiredIssue } from './desired-state.ts';
import { formatCode, formatTable } from './markdown.ts';
import { createMarker, formatBody, formatOverflowKey, type Marker, replaceMarker } from './marker.ts';
import type { ScanReference } from './match-issues.ts';
import { formatMembers, type MemberFilter, parseMembers } from './member-filter.ts';
import { describeExpiry, formatDayIfKnown, formatRun, renderComment } from './render.ts';

/** The numbers of rows of the table to try: fewer rows if little space is left in the body. */
const ROW_LIMITS = [100, 30, 0];
const MAX_NAME_LENGTH = 80;
/** The maximum of certificates that a comment names; the table has the rest. */
const MAX_NAMED = 20;

const MEMBERS_LINE = /<!-- certvigil:members:v1 ([^<>]*) -->/;

/** Reads the alerts that the overflow issue lists, by key. */
export function readMembers(body: string): MemberFilter {
  return parseMembers(MEMBERS_LINE.exec(body)?.[1] ?? '');
}

export interface OverflowContent {
  /** The listed issues, the most severe first. */
  listed: readonly DesiredIssue[];
  manifest: string;
  max_open: number;
  scan: ScanReference;
}

export function createOverflowIssue(content: OverflowContent): IssueDraft {
  const { listed, manifest, scan } = content;
  const alert = { key: formatOverflowKey(manifest), manifest, status: 'unknown', threshold_days: null } as const;
  const marker = createMarker(alert, scan);
  const labels = [...new Set(listed.flatMap(({ options }) => options.labels))];
  return { title: 'More alerts that need attention', body: updateBody(formatBody(marker, ''), content), labels };
}

/** Decides how the overflow issue changes. If a person closed it, only `news` (added or escalated members) reopen it. */
export function decideOverflowChange(
  content: OverflowContent,
  issue: ManagedIssue,
  news: readonly DesiredIssue[],
): IssueChange {
  const { marker, open } = issue;
  const { listed, scan } = content;
  const isFiring = marker.state === 'firing';
  if (listed.length === 0) {
    if (!isFiring) return NO_CHANGE;
    const text = renderComment(['**Resolved:** every alert has its own issue.'], scan);
    return closeIssue(issue, [{ id: `${marker.episode} resolved`, text }]);
  }
  if (!open && news.length === 0) return NO_CHANGE;
  const next: Marker = { ...marker, state: 'firing', episode: marker.episode + (isFiring ? 0 : 1) };
  const body = updateBody(replaceMarker(issue.body, next), content);
  const members = news.map(({ key, alerts }) => `${key} ${alerts[0]?.context.data.status}`);
  const hash = createHash('sha256')
    .update([next.episode, ...members].join(' '))
    .digest('hex')
    .slice(0, 16);
  const comments = news.length === 0 ? [] : [{ id: `listed ${hash}`, text: renderNewsComment(news, scan) }];
  return {
    ...NO_CHANGE,
    comments: dropCommentsIfLocked(issue, comments),
    // The number of the issue is recorded with the next change.
    body: body === replaceMarker(issue.body, marker) ? null : body,
    state: open ? null : 'open',
  };
}

function updateBody(body: string, content: OverflowContent): string {
  return fitBlock(body, ROW_LIMITS, (max) => renderOverflowBlock(content, max));
}

function renderOverflowBlock({ listed, max_open, scan }: OverflowContent, maxRows: number): string {
  const count = listed.length === 1 ? '1 alert has' : `${listed.length} alerts have`;
  return [
    `**${count} no separate issue**, because \`issues.max_open\` (${max_open}) is reached. Close other issues, and each gets an issue with its next notification.`,
    renderTable(listed, maxRows),
    `<!-- certvigil:members:v1 ${formatMembers(listed.map(({ key }) => key))} -->`,
    `<sub>Updated by ${formatRun(scan)}.</sub>`,
  ].join('\n\n');
}

/** Lists the data of the most severe alert of each of the first `max` issues. */
function listData(issues: readonly DesiredIssue[], max: number): EventData[] {
  return issues.slice(0, max).flatMap(({ alerts: [worst] }) => (worst === undefined ? [] : [worst.context.data]));
}

function renderTable(listed: readonly DesiredIssue[], max: number): string {
  const rows = listData(listed, max).map((data) => [
    formatName(data.certificate),
    formatName(data.common_name ?? ''),
    STATUS_LABELS[data.status],
    formatDayIfKnown(data.effective_valid_to),
    formatName(data.location ?? data.assigned_objects[0]?.name ?? ''),
    formatReason(data),
  ]);
  const more = listed.length - rows.length;
  if (more > 0) rows.push([`and ${more} more`, '', '', '', '', '']);
  return formatTable(rows, ['Certificate', 'Common name', 'Status', 'Valid to', 'Location', 'Reason']);
}

/** Formats the finding; returns an empty text if expiry is the reason. */
function formatReason({ finding }: EventData): string {
  return finding === null ? '' : formatName(`it ${formatFinding(finding)}`);
}

function formatName(text: string): string {
  return formatCode(text, MAX_NAME_LENGTH);
}

function renderNewsComment(news: readonly DesiredIssue[], scan: ScanReference): string {
  const lines = listData(news, MAX_NAMED).map((data) => {
    const reason = formatReason(data) || describeExpiry(data);
    return `- ${formatCode(data.display_name)}: ${STATUS_LABELS[data.status]}, ${reason}`;
  });
  const more = news.length - lines.length;
  if (more > 0) lines.push(`- and ${more} more`);
  return renderComment(['**Added or escalated:**', lines.join('\n')], scan);
}
