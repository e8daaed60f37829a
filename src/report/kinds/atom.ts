/** An Atom feed (RFC 4287) of events. An entry has the same ID in every scan (section 4.2.6). */

import { formatTopic } from '../../domain/event-definitions.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { compareText, getOwn } from '../../lib/collections.ts';
import { isWebAddress } from '../../lib/text/text-parts.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { createUuidUrn } from '../format/uuid.ts';
import { escapeXml, escapeXmlAttribute } from '../format/xml.ts';
import type { RenderReport, ReportOptions } from './report-kind.ts';

type LoggedEvent = EventLog['events'][number];

const MAX_ENTRIES = 100;

/**
 * Creates a feed of the newest 100 events of the event log. Option: `url`, the address of the published feed. Throws AppError `usage` if it
 * is not a web address.
 */
export function createAtomReport({ url }: ReportOptions): RenderReport {
  if (url !== undefined && !isWebAddress(url))
    throw createUsageError(`invalid address "${url}" for the atom report`, 'Use url=https://HOST/PATH.');
  return ({ report, log, manifest }) => {
    const owners = new Map(report.certificates.map(({ certificate, owner }) => [certificate, owner]));
    const steps = new Map(
      report.certificates.map((one) => [one.certificate, one.renewal_instructions?.trim() ?? null]),
    );
    const run = report.events[0]?.data.run_url ?? null;
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
${url === undefined ? '' : `  <link rel="self" type="application/atom+xml" href="${escapeXmlAttribute(url)}"/>\n`}${events
  .map((event) =>
    renderEntry(event, {
      owner: owners.get(event.certificate) ?? null,
      expiry: (event.fingerprint && getOwn(log.certificates, event.fingerprint)?.valid_to) || null,
      link: [steps.get(event.certificate), run, url && new URL('.', url).href].find((one) => one && isWebAddress(one)),
    }),
  )
  .join('')}</feed>
`;
  };
}

/** Further data of an entry. `link`: the renewal instructions if they are a web page, else the run, else the directory of the feed. */
interface Extras {
  owner: string | null;
  expiry: string | null;
  link: string | null | undefined;
}

function renderEntry(event: LoggedEvent & { fired_at: string }, { owner, expiry, link }: Extras): string {
  const { id, certificate, location, locations, fired_at, cleared_at } = event;
  const where = location === null ? locations : [location];
  const lines = [
    ...(expiry === null ? [] : [`Expiry: ${expiry}`]),
    ...(owner === null ? [] : [`Owner: ${escapeUnprintable(owner)}`]),
    ...where.map((location) => `At ${escapeUnprintable(location)}`),
    ...(cleared_at === null ? [] : [`Cleared ${cleared_at}`]),
  ];
  return `  <entry>
    <id>${createUuidUrn([id, fired_at])}</id>
    <title>${escapeXml(escapeUnprintable(`${certificate}: ${event.event}${formatDetail(event)}`))}</title>
    <updated>${cleared_at ?? fired_at}</updated>
    <published>${fired_at}</published>
${link ? `    <link rel="alternate" href="${escapeXmlAttribute(link)}"/>\n` : ''}    <category term="${escapeXmlAttribute(event.event)}"/>
    <content type="text">${escapeXml(lines.join('\n'))}</content>
  </entry>
`;
}

/** Formats ` (30)` for a threshold, ` (strong-keys)` for a policy. */
function formatDetail({ event, threshold, topic }: LoggedEvent): string {
  if (threshold !== null) return ` (${threshold})`;
  return topic === undefined ? '' : formatTopic(event, topic);
}
