/** The event log of a sample fleet, with the history of a year. */

import type { EventLog, LoggedDay, LoggedEvent } from '../../src/generated/event-log.ts';
import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { DAY, FLEET_TIME, type Random, toIso } from './sample.ts';

const DAYS_OF_HISTORY = 365;

export function createLog(
  random: Random,
  certificates: readonly ReportCertificate[],
  summary: Report['summary'],
): EventLog {
  const history: Record<string, LoggedDay> = {};
  for (let ago = DAYS_OF_HISTORY; ago >= 0; ago -= 1) {
    const time = FLEET_TIME - ago * DAY;
    const part = ago / DAYS_OF_HISTORY;
    // There were more problems a year ago, with the rhythm of renewals.
    const wave = 0.7 + 0.3 * Math.sin(ago / 17);
    const vary = (count: number, most: number) => Math.round(count + most * part * wave);
    const counts = {
      expired: vary(summary.expired, 5),
      critical: vary(summary.critical, 9),
      warning: vary(summary.warning, 16),
      unknown: summary.unknown,
      not_yet_valid: summary.not_yet_valid,
    };
    const kept = Object.entries({ ...counts, ok: summary.ok }).filter(([, count]) => count > 0);
    history[toIso(time).slice(0, 10)] = {
      scanned_at: toIso(time),
      statuses: Object.fromEntries(kept),
      policy_score: Math.round((summary.policies?.score ?? 94) - 16 * part - random() * 1.5 * Math.sign(ago)),
    };
  }
  const events = certificates.flatMap((one) => (one.status === 'ok' ? [] : createEvents(one)));
  return { version: 1, scans: {}, ...createSightings(certificates), history, events };
}

/** Creates sightings as if each certificate had replaced an earlier one. */
function createSightings(all: readonly ReportCertificate[]): Pick<EventLog, 'locations' | 'certificates'> {
  const log: Pick<EventLog, 'locations' | 'certificates'> = { locations: {}, certificates: {} };
  for (const {
    certificate,
    fingerprint_sha256: fingerprint,
    locations,
    valid_from,
    valid_to,
    lifetime_days,
    ...one
  } of all) {
    if (fingerprint === null || valid_from === null || valid_to === null) continue;
    const previous = `${fingerprint.slice(0, -1)}-`;
    const { common_name, subject, issuer, serial_number, sans, key_algorithm, key_size, signature_algorithm } = one;
    const facts = {
      ...{
        common_name,
        subject,
        issuer,
        serial_number,
        fingerprint_sha256: fingerprint,
        sans,
        key_algorithm,
        key_size,
      },
      ...{ signature_algorithm, valid_from, valid_to, lifetime_days },
    };
    log.certificates[fingerprint] = facts;
    log.certificates[previous] = { ...facts, valid_to: toIso(Date.parse(valid_from) + 20 * DAY) };
    const logged = { source: 'fleet', fingerprint, previous, failures: 0, failures_at: null, removed: false };
    const since = toIso(Math.min(FLEET_TIME - DAY, Date.parse(valid_from) + DAY / 2));
    const known = log.locations[certificate] ?? {};
    for (const { location } of locations) known[location] = { ...logged, since };
    log.locations[certificate] = known;
  }
  return log;
}

function createEvents({
  certificate,
  fingerprint_sha256: fingerprint,
  locations,
  status,
}: ReportCertificate): LoggedEvent[] {
  const names =
    status === 'expired' ? ['certificate.expired', 'certificate.expiry_warning'] : ['certificate.expiry_warning'];
  return names.map((event, index) => {
    const at = toIso(FLEET_TIME - (index * 9 + 1) * DAY);
    const sent = { tried_at: at, sent_at: at, status, attempts: 0, error: null };
    const failed = { ...sent, sent_at: null, attempts: 3, error: 'http-server-error' };
    return {
      ...{
        id: String(index).padStart(16, '0'),
        certificate,
        fingerprint,
        location: null,
        event,
        threshold: index === 0 && status === 'expired' ? null : 14,
      },
      ...{ locations: locations.map(({ location }) => location), fired_at: at, scan_id: null, cleared_at: null },
      deliveries: {
        expiry: { 'webhook:slack': sent, ...(index === 0 && status === 'expired' && { 'webhook:pager': failed }) },
      },
    };
  });
}
