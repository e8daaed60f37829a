/** The event log as `certvigil log list` shows it. */

import type { EventLog, LoggedDelivery, LoggedEvent } from '../generated/event-log.ts';
import { type Cell, type Column, layOut } from './columns.ts';
import { type Palette, palette } from './paint.ts';
import type { TableOptions } from './table.ts';
import { wrap } from './text.ts';
import { count } from './wording.ts';

const COLUMNS: readonly Column[] = [
  { title: 'EVENT', cut: true },
  { title: 'CERTIFICATE', cut: true },
  { title: 'THRESHOLD' },
  { title: 'FIRED' },
  { title: 'DESTINATION', cut: true },
  { title: 'RESULT', cut: true },
  { title: 'CLEARED' },
];

/** The newest first, one line for each destination; lines end in a newline and none is wider than `columns`. */
export function renderLog(log: EventLog, { color, columns }: TableOptions): string {
  const colors = palette(color);
  const events = newestFirst(log.events);
  const cleared = events.filter(({ cleared_at }) => cleared_at !== null);
  const layout = cleared.length > 0 ? COLUMNS : COLUMNS.slice(0, -1);
  const rows = events.flatMap((event) => eventRows(event, colors)).map((row) => row.slice(0, layout.length));
  const table = rows.length > 0 ? [...layOut(layout, rows, columns, colors.heading), ''] : [];
  return `${[...table, ...wrap(totals(log, cleared.length), columns, '')].join('\n')}\n`;
}

/** `events` as `schema/event-log.schema.json` describes them, newest first, and the last scan. */
export function renderLogJson(log: EventLog): string {
  const scan = log.scans.last ?? null;
  return `${JSON.stringify({ version: log.version, last_scan: scan, events: newestFirst(log.events) }, null, 2)}\n`;
}

function newestFirst(events: readonly LoggedEvent[]): LoggedEvent[] {
  // Times of the log are in UTC with Z: those to the second sort with those to the millisecond well enough to read.
  return [...events].sort(
    (a, b) => compare(b.fired_at ?? '', a.fired_at ?? '') || compare(a.certificate, b.certificate),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function eventRows(event: LoggedEvent, colors: Palette): Cell[][] {
  const deliveries = Object.values(event.deliveries).flatMap((byDestination) => Object.entries(byDestination));
  const own = [
    { text: event.event },
    { text: event.place === null ? event.certificate : `${event.certificate} ${event.place}` },
    { text: event.threshold === null ? '-' : String(event.threshold) },
    { text: minute(event.fired_at) },
  ];
  const cleared = { text: event.cleared_at === null ? '' : minute(event.cleared_at) };
  if (deliveries.length === 0) return [[...own, { text: '-' }, { text: '-' }, cleared]];
  return deliveries.map(([destination, delivery], index) => [
    ...(index === 0 ? own : own.map(() => ({ text: '' }))),
    { text: destination },
    result(delivery, colors),
    index === 0 ? cleared : { text: '' },
  ]);
}

/** What became of the last tries, and when it was last accepted. */
function result({ sent_at, attempts, error }: LoggedDelivery, colors: Palette): Cell {
  const sent = sent_at === null ? 'never sent' : `sent ${minute(sent_at)}`;
  if (error === null && attempts === 0) return { text: sent, paint: sent_at === null ? undefined : colors.good };
  const tries = count(attempts, 'try', 'tries');
  return { text: `FAILED ${error ?? ''} (${tries}), ${sent}`, paint: colors.bad };
}

/** `2026-11-17 02:00`, in UTC as all times of the log are. */
function minute(time: string | null): string {
  return time === null ? '-' : time.slice(0, 16).replace('T', ' ');
}

function totals(log: EventLog, cleared: number): string {
  const events =
    log.events.length === 0 ? 'No events: nothing has been told.' : `${count(log.events.length, 'event')},`;
  const scan =
    log.scans.last === undefined ? 'No scan is recorded.' : `Last scan ${minute(log.scans.last.scanned_at)} UTC.`;
  if (log.events.length === 0) return `${events} ${scan}`;
  return `${events} ${cleared} cleared. ${scan}`;
}
