/** Notices that affect only some clients: cross-signs that end soon, and stapled responses that have expired. */

import type { DaneMatch } from '../domain/dns.ts';
import type { ChainNotice, CrossSign, LiveLocation, Settings } from '../domain/index.ts';
import { computeCrossing, DAY } from '../domain/thresholds.ts';
import { formatDay, formatIsoTime, parseIsoTime } from '../lib/iso-time.ts';
import { truncate, truncateList } from '../lib/text/truncate.ts';

/** Lists the notices about a certificate at its locations. `now` is in milliseconds. */
export function listNotices(locations: readonly LiveLocation[], settings: Settings, now: number): ChainNotice[] {
  return [
    ...listExpiredStaples(locations),
    ...listExpiringCrossSigns(locations, settings, now),
    ...listRegistrarDates(locations),
    ...listAutoRenewals(locations, now),
    ...listAnchorsNotSent(locations),
  ];
}

/** The maximum number of locations in one notice. */
const MAX_LOCATIONS = 3;

function listExpiredStaples(locations: readonly LiveLocation[]): ChainNotice[] {
  const expired = locations.filter(({ evidence }) => evidence?.unusable_staple?.expired_at);
  const [first] = expired.map(({ evidence }) => evidence?.unusable_staple?.expired_at ?? '').sort();
  if (first === undefined) return [];
  const shown = truncateList(
    expired.map(({ location }) => truncate(location)),
    MAX_LOCATIONS,
  );
  const detail =
    `The OCSP response that ${shown} ${expired.length === 1 ? 'staples' : 'staple'} expired at ${first}. GnuTLS rejects the connection, and so do clients that enforce ` +
    'must-staple. Check that the server can reach the OCSP responder of its CA, or turn off stapling.';
  return [{ code: 'staple-expired', detail }];
}

/**
 * Lists one notice for each cross-sign at the locations that has crossed the largest threshold and not expired. `now` is in milliseconds.
 */
function listExpiringCrossSigns(locations: readonly LiveLocation[], settings: Settings, now: number): ChainNotice[] {
  const found = new Map<string, CrossSign>();
  for (const { evidence } of locations) {
    const dates = evidence?.trust ?? evidence?.presented_path;
    for (const one of dates?.cross_signs ?? [])
      if (isExpiring(one, settings, now)) found.set(one.fingerprint_sha256, one);
  }
  return [...found.values()].map(({ subject, issuer, valid_to, root_expires }) => {
    const day = formatDay(valid_to);
    const detail =
      (root_expires
        ? `The root ${truncate(issuer)}, which issued a certificate of ${truncate(subject)}, expires on ${day}. Another path `
        : `The certificate of ${truncate(subject)} that ${truncate(issuer)} issued expires on ${day}. Another path `) +
      `stays valid, but clients that know only ${truncate(issuer)} will fail from then on. Update them, and stop sending this certificate.`;
    return { code: 'cross-sign-expiring', detail };
  });
}

/** Some registries renew a domain at its expiration before the registrar, or its customer, has paid. */
function listRegistrarDates(locations: readonly LiveLocation[]): ChainNotice[] {
  const found = locations.flatMap(({ registration }) => registration ?? []).find((one) => one.registrar_valid_to);
  if (found === undefined) return [];
  const { registrar, registrar_valid_to, valid_to } = found;
  const detail =
    `The registry says ${formatDay(valid_to)}, and ${registrar ?? 'the registrar'} ${formatDay(registrar_valid_to ?? '')}. A registry may add a year ` +
    'before the registrar is paid, and the registrar can still delete the domain then. Check that it is renewed at the registrar.';
  return [{ code: 'registrar-expiration-differs', detail }];
}

/** The days for which a registrar can delete a domain that its registry has renewed by itself (ICANN's auto-renew grace period). */
const GRACE_DAYS = 45;

/** The registry added a year at the expiration, whether anyone paid or not (RFC 3915 section 3.1). `now` is in milliseconds. */
function listAutoRenewals(locations: readonly LiveLocation[], now: number): ChainNotice[] {
  const found = locations
    .flatMap(({ registration }) => registration ?? [])
    .find(({ statuses }) => statuses.includes('auto renew period'));
  if (found === undefined) return [];
  const renewed = new Date(found.valid_to);
  renewed.setUTCFullYear(renewed.getUTCFullYear() - 1);
  const end = renewed.getTime() + GRACE_DAYS * DAY;
  const until = end > now ? ` until ${formatDay(formatIsoTime(end))}` : '';
  const detail =
    `The registry of ${found.domain} renewed it by itself on ${formatDay(formatIsoTime(renewed.getTime()))}, whether it is paid or not. ` +
    `${found.registrar ?? 'The registrar'} can delete the domain${until}. Check there that the renewal is paid.`;
  return [{ code: 'domain-auto-renewed', detail }];
}

/** A record with the full key of a CA (`2 1 0`) matches although the server does not send the certificate of the CA. */
function listAnchorsNotSent(locations: readonly LiveLocation[]): ChainNotice[] {
  const found = locations.filter(({ evidence }) => {
    const state = evidence?.dane?.state;
    return state !== undefined && 'records' in state && state.records.some(isMatchWithoutAnchor);
  });
  if (found.length === 0) return [];
  const shown = truncateList(
    found.map(({ location }) => truncate(location)),
    MAX_LOCATIONS,
  );
  const detail =
    `A TLSA record of ${shown} has the key of a CA whose certificate the server does not send. OpenSSL and Postfix accept that, but other ` +
    'clients need the certificate to find the path. Add it to the chain that the server sends.';
  return [{ code: 'dane-anchor-not-sent', detail }];
}

function isMatchWithoutAnchor({ result, reason }: DaneMatch): boolean {
  return result === 'match' && reason !== null;
}

function isExpiring({ valid_from, valid_to }: CrossSign, { thresholds }: Settings, now: number): boolean {
  const to = parseIsoTime(valid_to);
  if (to < now) return false;
  const period = { from: valid_from === null ? null : parseIsoTime(valid_from), to };
  return thresholds.some((threshold) => (computeCrossing(threshold, period) ?? Number.POSITIVE_INFINITY) <= now);
}
