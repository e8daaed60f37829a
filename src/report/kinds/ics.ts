/** A calendar with one all-day event for each expiry and each renewal window that a CA suggested. */

import { createHash } from 'node:crypto';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { listDetails } from '../format/details.ts';
import { type CalendarEvent, renderCalendar } from '../format/icalendar.ts';
import { formatStatus } from '../format/labels.ts';
import type { RenderReport, ReportOptions } from './report-kind.ts';

const DAY_MS = 86_400_000;

/**
 * Creates the calendar. The option `owner` selects the certificates of one owner; `alarm_days` adds reminders that many days before each
 * event.
 */
export function createIcsReport({ owner, alarm_days }: ReportOptions): RenderReport {
  const alarms = alarm_days === undefined ? [] : parseAlarmDays(alarm_days);
  return ({ report, log }) => {
    const renewable = report.certificates.filter(({ kind }) => kind !== 'fixture');
    const selected = renewable.filter((one) => owner === undefined || one.owner === owner);
    const cancelled = buildCancelled(renewable, log, new Set(selected.map(({ certificate }) => certificate)));
    const name = owner === undefined ? 'Certificates' : `Certificates of ${escapeUnprintable(owner)}`;
    return renderCalendar(name, listEvents(selected, cancelled), report.scanned_at, alarms);
  };
}

/** Parses days separated by spaces or commas. Throws AppError `usage` for other texts. */
function parseAlarmDays(text: string): number[] {
  const days = text.split(/[\s,]+/);
  if (days.every((one) => /^\d{1,3}$/.test(one))) return days.map(Number);
  throw createUsageError(`invalid alarm_days "${text}"`, 'Use days before the event, such as ics[alarm_days=14 3].');
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
    categories: [certificate.what, formatStatus(certificate)],
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

/** Builds the events of certificates in the log that no location has any more. Only events that once existed are cancelled. */
function buildCancelled(
  certificates: readonly ReportCertificate[],
  log: EventLog,
  entries: ReadonlySet<string>,
): CalendarEvent[] {
  const current = new Set(certificates.map((one) => createUid(one, 'expiry')));
  const cancelled = new Map<string, CalendarEvent>();
  for (const [certificate, locations] of Object.entries(log.locations)) {
    if (!entries.has(certificate)) continue;
    for (const [location, { fingerprint, previous }] of Object.entries(locations)) {
      for (const key of [fingerprint, previous]) {
        const facts = key === null ? undefined : log.certificates[key];
        if (key === null || facts === undefined) continue;
        // The identity is that of the report, which identifies a certificate without a fingerprint by its location.
        const identity = { certificate, fingerprint_sha256: facts.fingerprint_sha256, locations: [{ location }] };
        if (current.has(createUid(identity, 'expiry'))) continue;
        const hasWindow = (log.renewals?.[key]?.window ?? null) !== null;
        for (const kind of hasWindow ? (['expiry', 'renewal'] as const) : (['expiry'] as const)) {
          const event = buildCancellation(createUid(identity, kind), certificate, facts.valid_to);
          cancelled.set(event.uid, event);
        }
      }
    }
  }
  return [...cancelled.values()];
}

function buildCancellation(uid: string, certificate: string, valid_to: string): CalendarEvent {
  const day = formatDay(valid_to);
  return {
    ...{ uid, start: day, end: addDay(day), categories: ['certificate'], cancelled: true },
    summary: escapeUnprintable(`${certificate}: replaced`),
    description: 'The certificate is no longer in use.',
  };
}

type Identity = Pick<ReportCertificate, 'certificate' | 'fingerprint_sha256'> & {
  locations: readonly { location: string }[];
};

/** Creates an ID, the same for a certificate in every scan. A hard-coded date belongs to its location: changing it moves the event. */
function createUid({ certificate, fingerprint_sha256, locations }: Identity, kind: 'expiry' | 'renewal'): string {
  const what = fingerprint_sha256 ?? locations[0]?.location ?? '';
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
