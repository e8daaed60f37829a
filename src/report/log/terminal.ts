/** The event log as `certvigil log list` shows it. */

import { formatTopic } from '../../domain/event-definitions.ts';
import { DEFERRED, DEFERRED_EXPIRED } from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import { createPalette, type Palette } from '../format/colors.ts';
import { formatCount } from '../format/labels.ts';
import { type Cell, type Column, layOutTable } from '../format/table-layout.ts';
import { wrapText } from '../format/terminal-text.ts';
import type { TableOptions } from '../scan/terminal.ts';

const COLUMNS: readonly Column[] = [
  { title: 'EVENT' },
  { title: 'CERTIFICATE', cut: true },
  { title: 'THRESHOLD' },
  { title: 'FIRED' },
];

/** The newest first, each with its destinations below it; lines end in a newline and none is wider than `columns`. */
export function renderLog(log: EventLog, { color, columns }: TableOptions): string {
  const colors = createPalette(color);
  const events = newestFirst(log.events);
  const [titles, ...rows] = layOutTable(COLUMNS, events.map(eventRow), columns, colors.heading);
  const below = (event: LoggedEvent | undefined) => (event === undefined ? [] : details(event, columns, colors));
  const table = rows.length === 0 ? [] : [titles, ...rows.flatMap((row, at) => [row, ...below(events[at])]), ''];
  return `${[...table, ...wrapText(totals(log), columns, '')].join('\n')}\n`;
}

/** `events` as `schema/event-log.schema.json` describes them, newest first, and the last scan. */
export function renderLogJson(log: EventLog): string {
  const scan = log.scans.last ?? null;
  return `${JSON.stringify({ version: log.version, last_scan: scan, events: newestFirst(log.events) }, null, 2)}\n`;
}

function newestFirst(events: readonly LoggedEvent[]): LoggedEvent[] {
  // Times of the log are in UTC with Z: those to the second sort with those to the millisecond well enough to read.
  return [...events].sort(
    (a, b) => compareText(b.fired_at ?? '', a.fired_at ?? '') || compareText(a.certificate, b.certificate),
  );
}

function eventRow({ event, certificate, place, about, threshold, fired_at }: LoggedEvent): Cell[] {
  const whose = place === null ? certificate : `${certificate} ${place}`;
  return [
    { text: event },
    { text: about === undefined ? whose : `${whose}${formatTopic(event, about)}` },
    { text: threshold === null ? '-' : String(threshold) },
    { text: minute(fired_at) },
  ];
}

function details(event: LoggedEvent, columns: number, colors: Palette): string[] {
  const { deliveries, cleared_at } = event;
  const told = Object.values(deliveries).flatMap((byDestination) => Object.entries(byDestination));
  const lines = told.flatMap(([destination, delivery]) => {
    const paint = delivery.error === null ? colors.good : isHeld(delivery) ? colors.heading : colors.bad;
    return wrapText(`${destination}: ${result(delivery)}`, columns, '    ').map(paint);
  });
  return isCleared(event) ? [...lines, ...wrapText(`cleared ${minute(cleared_at)}`, columns, '    ')] : lines;
}

/** Whether it is cleared still, and has not fired again since. */
function isCleared({ cleared_at, fired_at, after }: LoggedEvent): boolean {
  if (cleared_at === null) return false;
  const cleared = Date.parse(cleared_at);
  return [fired_at, after].every((time) => !time || Date.parse(time) <= cleared);
}

function isHeld({ error }: LoggedDelivery): boolean {
  return error === DEFERRED || error === DEFERRED_EXPIRED;
}

/** What became of the last tries, and when it was last accepted. */
function result({ tried_at, sent_at, attempts, error }: LoggedDelivery): string {
  const sent = sent_at === null ? 'never sent' : `sent ${minute(sent_at)}`;
  if (error === DEFERRED) return `waits since ${minute(tried_at)} for the end of quiet hours, ${sent}`;
  if (error === DEFERRED_EXPIRED) return `waited for the end of quiet hours, and was over before, ${sent}`;
  return error === null ? sent : `FAILED ${error} (${formatCount(attempts, 'try', 'tries')}), ${sent}`;
}

/** `2026-11-17 02:00`, in UTC as all times of the log are. */
function minute(time: string | null): string {
  return time === null ? '-' : time.slice(0, 16).replace('T', ' ');
}

function totals({ events, scans }: EventLog): string {
  const cleared = events.filter(isCleared).length;
  const counted = `${formatCount(events.length, 'event')}, ${cleared} cleared.`;
  const scan = scans.last === undefined ? 'No scan is recorded.' : `Last scan ${minute(scans.last.scanned_at)} UTC.`;
  return `${events.length === 0 ? 'No events: nothing has been told.' : counted} ${scan}`;
}
