/** The one issue for all certificates that have none of their own, since too many are open. Pure. */

import { createHash } from 'node:crypto';
import { formatFinding } from '../../domain/event-definitions.ts';
import { type EventData, STATUS_LABELS } from '../../domain/index.ts';
import { type IssueChange, type IssueDraft, MAX_BODY_LENGTH, type ManagedIssue, NO_CHANGE } from './decide.ts';
import type { DesiredIssue } from './desired-state.ts';
import { formatCode } from './markdown.ts';
import { findBlock, formatBody, formatOverflowKey, type Marker, replaceBlock, replaceMarker } from './marker.ts';
import type { ScanReference } from './match-issues.ts';
import { formatDay, isSameBlock, renderComment } from './render.ts';

/** Rows of the table; fewer where people have left little room. */
const ROW_LIMITS = [100, 30, 0];
const MAX_NAME_LENGTH = 80;
/** Members that are remembered; those beyond it are told again as new ones. */
const MAX_MEMBERS = 2_000;

const MEMBERS_LINE = /<!-- certvigil:members:v1 ([0-9a-f,]*) -->/;

/** A subject as the roll-up issue remembers it. */
export function hashMember(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 10);
}

export function readMembers(body: string): Set<string> {
  return new Set((MEMBERS_LINE.exec(body)?.[1] ?? '').split(',').filter(Boolean));
}

export interface OverflowContent {
  /** What is listed, the worst first. */
  listed: readonly DesiredIssue[];
  manifest: string;
  max_open: number;
  scan: ScanReference;
}

export function createOverflowIssue(rollUp: OverflowContent): IssueDraft {
  const { listed: wanted, manifest } = rollUp;
  const labels = [...new Set(wanted.flatMap(({ options }) => options.labels))];
  const body = updateOverflowBody(formatBody(createOverflowMarker(manifest), ''), rollUp);
  return { title: 'Certificates to look after, beyond those with an issue of their own', body, labels };
}

/**
 * What becomes of the roll-up issue. One that a person closed is opened again only for `news`: who is listed for the
 * first time, or got worse.
 */
export function decideOverflowChange(
  rollUp: OverflowContent,
  issue: ManagedIssue,
  news: readonly DesiredIssue[],
): IssueChange {
  const { marker, open, body: before, locked } = issue;
  const { listed: wanted, scan } = rollUp;
  if (wanted.length === 0) {
    if (marker.state !== 'told') return NO_CHANGE;
    const body = replaceMarker(before, { ...marker, state: 'ended' });
    if (!open) return { ...NO_CHANGE, body };
    const text = renderComment(['**Over:** no certificate is left that has no issue of its own.'], scan);
    const comments = locked ? [] : [{ id: `${marker.episode} over`, text }];
    return { ...NO_CHANGE, comments, body, state: 'closed', reason: 'completed' };
  }
  if (!open && news.length === 0) return NO_CHANGE;
  const isAnew = marker.state !== 'told';
  const next: Marker = { ...marker, state: 'told', episode: marker.episode + (isAnew ? 1 : 0) };
  const body = updateOverflowBody(replaceMarker(before, next), rollUp);
  const id = [
    next.episode,
    ...news.map(({ key, alerts }) => `${hashMember(key)}${alerts[0]?.context.data.status}`),
  ].join(' ');
  const mark = createHash('sha256').update(id).digest('hex').slice(0, 16);
  const comments = news.length === 0 || locked ? [] : [{ id: `listed ${mark}`, text: renderNewsComment(news, scan) }];
  return { ...NO_CHANGE, comments, body: body === before ? null : body, state: open ? null : 'open' };
}

function createOverflowMarker(manifest: string): Marker {
  return {
    key: formatOverflowKey(manifest),
    manifest,
    status: 'unknown',
    threshold_days: null,
    episode: 1,
    state: 'told',
  };
}

function updateOverflowBody(body: string, rollUp: OverflowContent): string {
  const before = findBlock(body);
  if (before === null) return body;
  for (const most of ROW_LIMITS) {
    const after = renderOverflowBlock(rollUp, most);
    if (isSameBlock(before, after)) return body;
    const next = replaceBlock(body, after);
    if (next.length <= MAX_BODY_LENGTH) return next;
  }
  return body;
}

function renderOverflowBlock({ listed: wanted, max_open, scan }: OverflowContent, most: number): string {
  const members = wanted
    .slice(0, MAX_MEMBERS)
    .map(({ key }) => hashMember(key))
    .sort();
  const count = wanted.length === 1 ? '1 certificate has' : `${wanted.length} certificates have`;
  return [
    `**${count} no issue of their own**, since ${max_open} are open already. Whichever is told of again when there is room gets one.`,
    renderTable(wanted, most),
    `<!-- certvigil:members:v1 ${members.join(',')} -->`,
    renderComment([], scan),
  ].join('\n\n');
}

function renderTable(wanted: readonly DesiredIssue[], most: number): string {
  const rows = wanted
    .slice(0, most)
    .flatMap(({ alerts }) => alerts.slice(0, 1).map(({ context }) => renderRow(context.data)));
  const more = wanted.length - rows.length;
  const head = ['| Certificate | Name | Status | Ends | Found at | Why |', '| --- | --- | --- | --- | --- | --- |'];
  return [...head, ...rows, ...(more > 0 ? [`| and ${more} more | | | | | |`] : [])].join('\n');
}

function renderRow(data: EventData): string {
  const { certificate, common_name, status, effective_valid_to, assigned_objects, place } = data;
  const at = place ?? assigned_objects[0]?.name ?? '';
  const cells = [
    formatName(certificate),
    formatName(common_name ?? ''),
    STATUS_LABELS[status],
    formatDay(effective_valid_to),
    formatName(at),
    formatReason(data),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What is found of it, where that and not its end is why it is here. */
function formatReason({ finding }: EventData): string {
  return finding === null ? '' : formatName(`it ${formatFinding(finding)}`);
}

function formatName(text: string): string {
  return formatCode(text, MAX_NAME_LENGTH);
}

/** Names in a comment: enough to see what it is about, the table has the rest. */
const MAX_NAMED = 20;

function renderNewsComment(news: readonly DesiredIssue[], scan: ScanReference): string {
  const lines = news
    .slice(0, MAX_NAMED)
    .flatMap(({ alerts }) =>
      alerts
        .slice(0, 1)
        .map(
          ({ context: { data } }) =>
            `- ${formatCode(data.certificate)}: ${STATUS_LABELS[data.status]}, ${formatReason(data) || formatDay(data.effective_valid_to)}`,
        ),
    );
  const more = news.length - lines.length;
  return renderComment(
    ['**New in the table, or worse:**', [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')],
    scan,
  );
}
