/** A calendar with one all-day event for each expiry and each renewal window that a CA suggested. */

import { createHash } from 'node:crypto';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { listDetails } from '../format/details.ts';
import { type CalendarEvent, renderCalendar } from '../format/icalendar.ts';
import { formatDay, formatStatus } from '../format/labels.ts';
import type { RenderReport, ReportOptions } from './kind.ts';

const DAY_MS = 86_400_000;

/** The option `owner` selects the certificates of one owner. */
export function createIcsReport({ owner }: ReportOptions): RenderReport {
  return ({ report, log }) => {
    const selected = report.certificates.filter((one) => owner === undefined || one.owner === owner);
    const cancelled = buildCancelled(report.certificates, log, new Set(selected.map(({ certificate }) => certificate)));
    const name = owner === undefined ? 'Certificates' : `Certificates of ${escapeUnprintable(owner)}`;
    return renderCalendar(name, listEvents(selected, cancelled), report.scanned_at);
  };
}

function* listEvents(
  certificates: readonly ReportCertificate[],
  cancelled: readonly CalendarEvent[],
): Generator<CalendarEvent> {
  for (const certificate of certificates)
    for (const event of [buildExpiry(certificate), buildRenewal(certificate)]) if (event !== null) yield event;
  yield* cancelled;
}

function buildExpiry(certificate: ReportCertificate): CalendarEvent | null {
  const { effective_valid_to: expiry, display_name, limited_by } = certificate;
  if (expiry === null) return null;
  const day = formatDay(expiry);
  const limit = limited_by === null ? [] : [`Its issuer ${limited_by.subject} expires first.`];
  return {
    ...{ uid: createUid(certificate, 'expiry'), start: day, end: addDay(day), cancelled: false },
    summary: escapeUnprintable(`${display_name} expires`),
    description: describe([`Expires ${expiry}.`, ...limit], certificate),
    categories: ['certificate', formatStatus(certificate)],
  };
}

function buildRenewal(certificate: ReportCertificate): CalendarEvent | null {
  const window = certificate.renewal?.window ?? null;
  if (window === null) return null;
  return {
    ...{ uid: createUid(certificate, 'renewal'), cancelled: false },
    ...{ start: formatDay(window.start), end: addDay(formatDay(window.end)) },
    summary: escapeUnprintable(`Renew ${certificate.display_name}`),
    description: describe([`The CA suggests renewing between ${window.start} and ${window.end}.`], certificate),
    categories: ['certificate', 'renewal'],
  };
}

/** The events of certificates that the log knows, and that no place has any more. */
function buildCancelled(
  certificates: readonly ReportCertificate[],
  log: EventLog,
  entries: ReadonlySet<string>,
): CalendarEvent[] {
  const current = new Set(certificates.map((one) => createUid(one, 'expiry')));
  const cancelled = new Map<string, CalendarEvent>();
  for (const [certificate, places] of Object.entries(log.places)) {
    if (!entries.has(certificate)) continue;
    for (const fingerprint_sha256 of Object.values(places).flatMap(({ fingerprint, previous }) => [
      fingerprint,
      previous,
    ])) {
      const facts = fingerprint_sha256 === null ? undefined : log.certificates[fingerprint_sha256];
      const identity = { certificate, fingerprint_sha256, places: [] };
      if (facts === undefined || current.has(createUid(identity, 'expiry'))) continue;
      const day = formatDay(facts.valid_to);
      const shared = { start: day, end: addDay(day), categories: ['certificate'], cancelled: true };
      const summary = escapeUnprintable(`${certificate}: replaced`);
      for (const kind of ['expiry', 'renewal'] as const) {
        const uid = createUid(identity, kind);
        cancelled.set(uid, { ...shared, uid, summary, description: 'The certificate is no longer in use.' });
      }
    }
  }
  return [...cancelled.values()];
}

type Identity = Pick<ReportCertificate, 'certificate' | 'fingerprint_sha256'> & {
  places: readonly { location: string }[];
};

/** The same for a certificate in every scan. A hard-coded date belongs to its place: changing it moves the event. */
function createUid({ certificate, fingerprint_sha256, places }: Identity, kind: 'expiry' | 'renewal'): string {
  const what = fingerprint_sha256 ?? places[0]?.location ?? '';
  const hash = createHash('sha256')
    .update(JSON.stringify([certificate, what, kind]))
    .digest('hex');
  return `${hash.slice(0, 32)}@certvigil`;
}

function describe(sentences: readonly string[], certificate: ReportCertificate): string {
  return [...sentences, ...listDetails(certificate)].map(escapeUnprintable).join('\n');
}

function addDay(day: string): string {
  return formatDay(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString());
}
