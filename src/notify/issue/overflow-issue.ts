/** The one issue for all certificates that have none of their own, since too many are open. Pure. */

import { createHash } from 'node:crypto';
import { findingText } from '../../domain/finding-messages.ts';
import { type EventData, STATUS_WORDS } from '../../domain/index.ts';
import { type Change, LONGEST_BODY, type NewIssue, NO_CHANGE, type OurIssue } from './decide.ts';
import type { Wanted } from './desired-state.ts';
import { code } from './markdown.ts';
import { blockOf, type Marker, newBody, rollUpKey, withBlock, withMarker } from './marker.ts';
import type { Told } from './match-issues.ts';
import { comment, day, isSameBlock } from './render.ts';

/** Rows of the table; fewer where people have left little room. */
const MOST_ROWS = [100, 30, 0];
const LONGEST_NAME = 80;
/** Members that are remembered; those beyond it are told again as new ones. */
const MOST_MEMBERS = 2_000;

const MEMBERS = /<!-- certvigil:members:v1 ([0-9a-f,]*) -->/;

/** A subject as the roll-up issue remembers it. */
export function memberOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 10);
}

export function membersIn(body: string): Set<string> {
  return new Set((MEMBERS.exec(body)?.[1] ?? '').split(',').filter(Boolean));
}

export interface RollUp {
  /** What is listed, the worst first. */
  wanted: readonly Wanted[];
  manifest: string;
  max_open: number;
  scan: Told;
}

export function newRollUp(rollUp: RollUp): NewIssue {
  const { wanted, manifest } = rollUp;
  const labels = [...new Set(wanted.flatMap(({ options }) => options.labels))];
  const body = updated(newBody(markerOf(manifest), ''), rollUp);
  return { title: 'Certificates to look after, beyond those with an issue of their own', body, labels };
}

/**
 * What becomes of the roll-up issue. One that a person closed is opened again only for `news`: who is listed for the
 * first time, or got worse.
 */
export function decideRollUp(rollUp: RollUp, issue: OurIssue, news: readonly Wanted[]): Change {
  const { marker, open, body: before, locked } = issue;
  const { wanted, scan } = rollUp;
  if (wanted.length === 0) {
    if (marker.state !== 'told') return NO_CHANGE;
    const body = withMarker(before, { ...marker, state: 'ended' });
    if (!open) return { ...NO_CHANGE, body };
    const text = comment(['**Over:** no certificate is left that has no issue of its own.'], scan);
    const comments = locked ? [] : [{ id: `${marker.episode} over`, text }];
    return { ...NO_CHANGE, comments, body, state: 'closed', reason: 'completed' };
  }
  if (!open && news.length === 0) return NO_CHANGE;
  const isAnew = marker.state !== 'told';
  const next: Marker = { ...marker, state: 'told', episode: marker.episode + (isAnew ? 1 : 0) };
  const body = updated(withMarker(before, next), rollUp);
  const id = [next.episode, ...news.map(({ key, alerts }) => `${memberOf(key)}${alerts[0]?.context.data.status}`)].join(
    ' ',
  );
  const mark = createHash('sha256').update(id).digest('hex').slice(0, 16);
  const comments = news.length === 0 || locked ? [] : [{ id: `listed ${mark}`, text: newsComment(news, scan) }];
  return { ...NO_CHANGE, comments, body: body === before ? null : body, state: open ? null : 'open' };
}

function markerOf(manifest: string): Marker {
  return { key: rollUpKey(manifest), manifest, status: 'unknown', threshold_days: null, episode: 1, state: 'told' };
}

function updated(body: string, rollUp: RollUp): string {
  const before = blockOf(body);
  if (before === null) return body;
  for (const most of MOST_ROWS) {
    const after = block(rollUp, most);
    if (isSameBlock(before, after)) return body;
    const next = withBlock(body, after);
    if (next.length <= LONGEST_BODY) return next;
  }
  return body;
}

function block({ wanted, max_open, scan }: RollUp, most: number): string {
  const members = wanted
    .slice(0, MOST_MEMBERS)
    .map(({ key }) => memberOf(key))
    .sort();
  const count = wanted.length === 1 ? '1 certificate has' : `${wanted.length} certificates have`;
  return [
    `**${count} no issue of their own**, since ${max_open} are open already. Whichever is told of again when there is room gets one.`,
    table(wanted, most),
    `<!-- certvigil:members:v1 ${members.join(',')} -->`,
    comment([], scan),
  ].join('\n\n');
}

function table(wanted: readonly Wanted[], most: number): string {
  const rows = wanted
    .slice(0, most)
    .flatMap(({ alerts }) => alerts.slice(0, 1).map(({ context }) => row(context.data)));
  const more = wanted.length - rows.length;
  const head = ['| Certificate | Name | Status | Ends | Found at | Why |', '| --- | --- | --- | --- | --- | --- |'];
  return [...head, ...rows, ...(more > 0 ? [`| and ${more} more | | | | | |`] : [])].join('\n');
}

function row(data: EventData): string {
  const { certificate, common_name, status, effective_valid_to, assigned_objects, place } = data;
  const at = place ?? assigned_objects[0]?.name ?? '';
  const cells = [
    name(certificate),
    name(common_name ?? ''),
    STATUS_WORDS[status],
    day(effective_valid_to),
    name(at),
    whyOf(data),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What is found of it, where that and not its end is why it is here. */
function whyOf({ finding }: EventData): string {
  return finding === null ? '' : name(`it ${findingText(finding)}`);
}

function name(text: string): string {
  return code(text, LONGEST_NAME);
}

/** Names in a comment: enough to see what it is about, the table has the rest. */
const MOST_NAMED = 20;

function newsComment(news: readonly Wanted[], scan: Told): string {
  const lines = news
    .slice(0, MOST_NAMED)
    .flatMap(({ alerts }) =>
      alerts
        .slice(0, 1)
        .map(
          ({ context: { data } }) =>
            `- ${code(data.certificate)}: ${STATUS_WORDS[data.status]}, ${whyOf(data) || day(data.effective_valid_to)}`,
        ),
    );
  const more = news.length - lines.length;
  return comment(
    ['**New in the table, or worse:**', [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')],
    scan,
  );
}
