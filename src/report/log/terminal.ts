/** Renders the event log for `certvigil log list`. */

import { formatTopic } from '../../domain/event-definitions.ts';
import { DEFERRED, DEFERRED_EXPIRED } from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import type { Palette } from '../format/colors.ts';
import { formatCount, formatMinute } from '../format/labels.ts';
import { type Column, layOutTable } from '../format/table-layout.ts';
import { createTerminal, joinSections, type TableOptions, type Terminal } from '../format/terminal.ts';
import { wrapText } from '../format/terminal-text.ts';
import { renderJson } from '../json.ts';
import { sortNewestFirst } from './sort.ts';
import type { TimelineStep } from './timeline.ts';

const COLUMNS: readonly Column[] = [
  { title: 'EVENT' },
  { title: 'CERTIFICATE', truncatable: true },
  { title: 'THRESHOLD' },
  { title: 'FIRED' },
];

/** The newest event first, each with its destinations below it. Lines end in a newline and fit into `columns`. */
export function renderLog(log: EventLog, options: TableOptions): string {
  const terminal = createTerminal(options);
  const events = sortNewestFirst(log.events);
  const [titles = '', ...rows] = layOutTable(COLUMNS, events.map(listCells), terminal);
  const table = events.flatMap((event, index) => [
    ...rows.slice(index, index + 1),
    ...renderDeliveries(event, terminal),
  ]);
  return joinSections([
    events.length === 0 ? [] : [titles, ...table],
    wrapText(formatTotals(log), terminal.columns, ''),
  ]);
}

/** The last scan and the `events` as schema/event-log.schema.json describes them, newest first; with the timeline, if there is one. */
export function renderLogJson(log: EventLog, timeline: readonly TimelineStep[] | null = null): string {
  return renderJson({
    version: log.version,
    last_scan: log.scans.last ?? null,
    events: sortNewestFirst(log.events),
    ...(timeline !== null && { timeline }),
  });
}

function listCells({ event, certificate, location, topic, threshold, fired_at }: LoggedEvent): string[] {
  const subject = location === null ? certificate : `${certificate} ${location}`;
  return [
    event,
    topic === undefined ? subject : `${subject}${formatTopic(event, topic)}`,
    threshold === null ? '-' : String(threshold),
    formatMinute(fired_at),
  ];
}

function renderDeliveries(event: LoggedEvent, { columns, colors }: Terminal): string[] {
  const deliveries = Object.values(event.deliveries).flatMap((byDestination) => Object.entries(byDestination));
  const lines = deliveries.flatMap(([destination, delivery]) =>
    wrapText(`${destination}: ${describeDelivery(delivery)}`, columns, '    ').map(selectPaint(delivery, colors)),
  );
  const { acknowledged, cleared_at } = event;
  if (acknowledged !== undefined) lines.push(...wrapText(formatAcknowledgement(acknowledged), columns, '    '));
  if (isCleared(event)) lines.push(...wrapText(`cleared ${formatMinute(cleared_at)}`, columns, '    '));
  return lines;
}

function formatAcknowledgement({
  acknowledged_by: by,
  reason,
  acknowledged_at: at,
}: NonNullable<LoggedEvent['acknowledged']>): string {
  return `acknowledged ${formatMinute(at)}${by === null ? '' : ` by ${by}`}: ${reason}`;
}

/** Whether the event is cleared and has not fired again since. */
function isCleared({ cleared_at, fired_at, sequenced_at: after }: LoggedEvent): boolean {
  if (cleared_at === null) return false;
  const cleared = Date.parse(cleared_at);
  return [fired_at, after].every((time) => !time || Date.parse(time) <= cleared);
}

function selectPaint({ error }: LoggedDelivery, { good, heading, bad }: Palette) {
  if (error === null) return good;
  return error === DEFERRED || error === DEFERRED_EXPIRED ? heading : bad;
}

/** The result of the latest attempts, and when the destination first and last accepted it. */
function describeDelivery({
  tried_at,
  sent_at,
  first_delivered_at,
  repeats = 0,
  attempts,
  error,
}: LoggedDelivery): string {
  const first =
    repeats === 0 ? '' : ` (${formatCount(repeats, 'repeat')} since ${formatMinute(first_delivered_at ?? null)})`;
  const sent = sent_at === null ? 'never sent' : `sent ${formatMinute(sent_at)}${first}`;
  if (error === DEFERRED) return `deferred by quiet hours since ${formatMinute(tried_at)}, ${sent}`;
  if (error === DEFERRED_EXPIRED) return `deferred by quiet hours and resolved before they ended, ${sent}`;
  return error === null ? sent : `FAILED ${error} (${formatCount(attempts, 'attempt')}), ${sent}`;
}

function formatTotals({ events, scans }: EventLog): string {
  const cleared = events.filter(isCleared).length;
  const total =
    events.length === 0 ? 'No events recorded.' : `${formatCount(events.length, 'event')}, ${cleared} cleared.`;
  const scan = scans.last === undefined ? 'No scan recorded.' : `Last scan ${formatMinute(scans.last.scanned_at)} UTC.`;
  return `${total} ${scan}`;
}
