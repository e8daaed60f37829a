/** The event log for people: the newest event first, each with its destinations below it. */

import { formatTopic } from '../../domain/event-definitions.ts';
import { DEFERRED, DEFERRED_EXPIRED } from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  type Paragraph,
  quoteName,
} from '../document/model.ts';
import { formatCount, formatMinute } from '../format/labels.ts';
import { sortNewestFirst } from './sort.ts';

const COLUMNS: readonly Column<LoggedEvent>[] = [
  { title: 'Event', cell: ({ event }) => quoteName(event) },
  { title: 'Certificate', shorten: 'end', cell: (event) => quoteName(formatSubject(event)) },
  { title: 'Threshold', cell: ({ threshold }) => quoteName(threshold === null ? null : String(threshold)) },
  { title: 'Fired', cell: ({ fired_at }) => formatMinute(fired_at) },
];

export function buildLogDocument(log: EventLog): Document {
  const describeRow = (event: LoggedEvent) => ({ below: describeEvent(event) });
  return createDocument('Event log', {
    lead: [createParagraph(formatTotals(log))],
    sections: [{ blocks: [createTable(COLUMNS, sortNewestFirst(log.events), { describeRow })] }],
  });
}

function formatSubject({ event, certificate, location, topic }: LoggedEvent): string {
  const subject = location === null ? certificate : `${certificate} ${location}`;
  return topic === undefined ? subject : `${subject}${formatTopic(event, topic)}`;
}

/** Describes each destination, then whether the event is acknowledged or cleared. */
function describeEvent(event: LoggedEvent): Paragraph[] {
  const { acknowledged, cleared_at } = event;
  const deliveries = Object.values(event.deliveries).flatMap((byDestination) => Object.entries(byDestination));
  return [
    ...deliveries.map(([destination, delivery]) =>
      createParagraph([{ code: destination }, `: ${describeDelivery(delivery)}`], { mark: chooseMark(delivery) }),
    ),
    ...(acknowledged === undefined ? [] : [createParagraph({ message: formatAcknowledgement(acknowledged) })]),
    ...(isCleared(event) ? [createParagraph(`cleared ${formatMinute(cleared_at)}`)] : []),
  ];
}

function formatAcknowledgement({
  acknowledged_by,
  reason,
  acknowledged_at,
}: NonNullable<LoggedEvent['acknowledged']>): string {
  return `acknowledged ${formatMinute(acknowledged_at)}${acknowledged_by === null ? '' : ` by ${acknowledged_by}`}: ${reason}`;
}

/** Whether the event is cleared and has not fired again since. */
function isCleared({ cleared_at, fired_at, sequenced_at }: LoggedEvent): boolean {
  if (cleared_at === null) return false;
  const cleared = Date.parse(cleared_at);
  return [fired_at, sequenced_at].every((time) => !time || Date.parse(time) <= cleared);
}

function chooseMark({ error }: LoggedDelivery): 'good' | 'bad' | 'strong' {
  if (error === null) return 'good';
  return error === DEFERRED || error === DEFERRED_EXPIRED ? 'strong' : 'bad';
}

/** Describes the result of the latest attempts, and the times at which the destination first and last accepted it. */
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
