/** An Atom feed (RFC 4287) of events. An entry has the same ID in every scan (section 4.2.6). */

import { formatTopic } from '../../domain/event-definitions.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { createUuidUrn } from '../format/uuid.ts';
import { escapeXml } from '../format/xml.ts';
import type { RenderReport } from './kind.ts';

type LoggedEvent = EventLog['events'][number];

const MAX_ENTRIES = 100;

/** The newest 100 events of the event log. */
export function createAtomReport(): RenderReport {
  return ({ report, log, manifest }) => {
    const events = log.events
      .flatMap((event) => (event.fired_at === null ? [] : [{ ...event, fired_at: event.fired_at }]))
      .toSorted((a, b) => compareText(b.fired_at, a.fired_at) || compareText(a.id, b.id))
      .slice(0, MAX_ENTRIES);
    return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${createUuidUrn(['feed', log.scans.manifest ?? manifest])}</id>
  <title>Certificate events</title>
  <updated>${report.scanned_at}</updated>
  <author><name>certvigil</name></author>
${events.map(renderEntry).join('')}</feed>
`;
  };
}

function renderEntry(event: LoggedEvent & { fired_at: string }): string {
  const { id, certificate, place, places, fired_at, cleared_at } = event;
  const where = place === null ? places : [place];
  const lines = [
    ...where.map((location) => `At ${escapeUnprintable(location)}`),
    ...(cleared_at === null ? [] : [`Cleared ${cleared_at}`]),
  ];
  return `  <entry>
    <id>${createUuidUrn([id, fired_at])}</id>
    <title>${escapeXml(escapeUnprintable(`${certificate}: ${event.event}${formatDetail(event)}`))}</title>
    <updated>${cleared_at ?? fired_at}</updated>
    <published>${fired_at}</published>
    <category term="${escapeXml(event.event)}"/>
    <content type="text">${escapeXml(lines.join('\n'))}</content>
  </entry>
`;
}

/** ` (30)` for a threshold, ` (strong-keys)` for a policy. */
function formatDetail({ event, threshold, about }: LoggedEvent): string {
  if (threshold !== null) return ` (${threshold})`;
  return about === undefined ? '' : formatTopic(event, about);
}
