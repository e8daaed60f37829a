/**
 * Records the answers of providers of certificate transparency about domains. Issuances are added and never changed, but for what was not
 * known before, so that it does not matter which of two scans records one first, and each record of a domain comes with all issuances up to its
 * cursor.
 */

import {
  type Certificate,
  type CheckedIssuance,
  computeSerialKey,
  type DomainReading,
  type Entry,
  type Failure,
  findDomain,
  formatIssuanceKey,
  getIssuanceDomain,
  type IsoTime,
  type Issuance,
  type LiveLocation,
} from '../../domain/index.ts';
import { formatCtLocation } from '../../domain/sources/ct.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedDomain, LoggedIssuance } from '../../generated/event-log.ts';
import { addEntries, getOwn } from '../../lib/collections.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';
import { DOMAIN_FIELDS, ISSUANCE_FIELDS, selectUnknown } from '../log/unknown-fields.ts';

type Records<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/**
 * The time by which a CA may date a certificate back (CA/Browser Forum Baseline Requirements, section 7.1.2.7: `notBefore` is within 48 hours
 * of the signature). Some write midnight, or the day before.
 */
const MAX_BACKDATING = 48 * HOUR;

/** The interval at which an unchanged record is renewed: most scans do not change the log. */
const CONFIRMED_EVERY = 12 * HOUR;

/** Adds the readings of a scan, at `now` in milliseconds. */
export function recordTransparency(log: EventLog, readings: readonly DomainReading[], now: number): EventLog {
  let { transparency, issuances } = log;
  for (const reading of readings) {
    const { entry, domain } = reading;
    const before = findDomain({ transparency }, entry, domain);
    const base = startDomain(before, reading, now);
    const known = getOwn(issuances, entry) ?? {};
    const found = new Map<string, LoggedIssuance>();
    for (const issuance of reading.issuances) {
      const key = formatIssuanceKey(domain, issuance);
      if (getOwn(known, key) === undefined)
        found.set(key, createIssuance(issuance, isBaseline(issuance, base, before), now));
    }
    for (const [key, result] of Object.entries(reading.checked ?? {})) {
      const logged = getOwn(known, key);
      if (logged?.unchecked && !result.unchecked) found.set(key, completeIssuance(logged, result, now));
    }
    if (found.size > 0) issuances = { ...issuances, [entry]: addEntries(known, [...found]) };
    const after = updateDomain(before, base, reading, now);
    if (after !== before)
      transparency = { ...transparency, [entry]: addEntries(getOwn(transparency, entry) ?? {}, [[domain, after]]) };
  }
  if (transparency === log.transparency && issuances === log.issuances) return log;
  return { ...log, transparency, issuances };
}

/** Omits the optional sections if they are empty. */
function omitEmpty({ transparency, issuances }: Pick<EventLog, 'transparency' | 'issuances'>) {
  const select = <T>(records: Record<string, T> | undefined) =>
    records === undefined || Object.keys(records).length === 0 ? undefined : records;
  return { transparency: select(transparency), issuances: select(issuances) };
}

/** Returns the record that a reading continues. After a change of the query, all issuances are read again. */
function startDomain(before: LoggedDomain | undefined, { query }: DomainReading, now: number): LoggedDomain {
  const time = formatIsoTime(now);
  if (before?.query === query) return before;
  return {
    query,
    cursor: null,
    asked_at: time,
    answered_at: before?.answered_at ?? null,
    // Issuances since the last answer are not part of the new baseline.
    baseline_before: before?.answered_at ?? before?.baseline_before ?? time,
    baseline_complete: false,
    failing_since: before?.failing_since ?? null,
    error: null,
  };
}

/**
 * Whether an issuance that the log does not have was there before the baseline. If its date leaves that open, it is new: an alert about a
 * certificate that is two days old is better than none about one that was issued since.
 */
function isBaseline({ valid_from }: Issuance, base: LoggedDomain, before: LoggedDomain | undefined): boolean {
  if (base.baseline_complete) return false;
  return before === undefined || parseIsoTime(valid_from) + MAX_BACKDATING < parseIsoTime(base.baseline_before);
}

function createIssuance(issuance: Issuance, baseline: boolean, now: number): LoggedIssuance {
  const { names, issuer, serial_number, tbs_sha256, key_sha256, valid_from, valid_to, not_allowed, caa } = issuance;
  return {
    ...{ names, issuer, serial_number, tbs_sha256, key_sha256, valid_from, valid_to, not_allowed, caa },
    first_seen_at: baseline ? undefined : formatIsoTime(now),
    // No alert is about the baseline.
    ...(issuance.unchecked && !baseline && { unchecked: issuance.unchecked, caa_domains: issuance.caa_domains }),
  };
}

/** Adds the result of CAA records that an earlier scan could not look up. */
function completeIssuance(
  { unchecked: _, caa_domains: __, ...logged }: LoggedIssuance,
  { not_allowed, caa }: CheckedIssuance,
  now: number,
): LoggedIssuance {
  return { ...logged, not_allowed, caa: caa && { ...caa, since: formatIsoTime(now) } };
}

/** Returns the same object if nothing has changed. */
function updateDomain(
  before: LoggedDomain | undefined,
  base: LoggedDomain,
  { cursor, isComplete, failure, retry_at }: DomainReading,
  now: number,
): LoggedDomain {
  const time = formatIsoTime(before === undefined ? now : Math.max(now, parseIsoTime(before.asked_at) + 1));
  const isAnswered = failure === null;
  const after: LoggedDomain = {
    query: base.query,
    cursor,
    asked_at: time,
    answered_at: isAnswered ? time : base.answered_at,
    baseline_before: base.baseline_before,
    baseline_complete: base.baseline_complete || isComplete,
    failing_since: isAnswered ? null : (base.failing_since ?? formatIsoTime(now)),
    retry_at: retry_at ?? undefined,
    error: failure?.code ?? null,
    ...selectUnknown(before, DOMAIN_FIELDS),
  };
  if (before === undefined) return after;
  const toState = ({ asked_at: _, answered_at: __, ...state }: LoggedDomain) => JSON.stringify(state);
  const isRecent = now - parseIsoTime(before.asked_at) < CONFIRMED_EVERY && now >= parseIsoTime(before.asked_at);
  return isRecent && toState(after) === toState(before) ? before : after;
}

/** Drops the records and issuances of domains that the manifest does not have any more. Entries outside `covers` stay as they are. */
export function dropUnwatched(
  log: EventLog,
  entries: ReadonlyMap<string, Entry>,
  covers: (entry: string) => boolean,
): EventLog {
  const { transparency, issuances } = log;
  const isWatched = (entry: string, domain: string) => {
    const source = entries.get(entry)?.source;
    return !covers(entry) || (source?.kind === 'ct' && source.domains.includes(domain));
  };
  const kept = {
    transparency: transparency && filterRecords(transparency, isWatched),
    issuances: issuances && filterRecords(issuances, (entry, key) => isWatched(entry, getIssuanceDomain(key))),
  };
  if (kept.transparency === transparency && kept.issuances === issuances) return log;
  return { ...log, ...omitEmpty(kept) };
}

/** Returns the same object if everything is kept. */
function filterRecords<T>(
  records: Records<T>,
  isKept: (entry: string, key: string) => boolean,
): Record<string, Record<string, T>> {
  let isSame = true;
  const kept = Object.entries(records).map(([entry, inner]): [string, Record<string, T>] => {
    const all = Object.entries(inner);
    const rest = all.filter(([key]) => isKept(entry, key));
    isSame &&= rest.length === all.length;
    return [entry, Object.fromEntries(rest)];
  });
  if (isSame) return records as Record<string, Record<string, T>>;
  return Object.fromEntries(kept.filter(([, inner]) => Object.keys(inner).length > 0));
}

/**
 * Marks the issuances that were found at a location of any entry: certificates of this scan are matched by their digest or serial number,
 * those of earlier scans by their serial number. Known issuances stay known, also after the certificate was replaced.
 */
export function markKnown(log: EventLog, seen: Iterable<Certificate>): EventLog {
  const { issuances } = log;
  if (issuances === undefined) return log;
  const { digests, serials } = indexCertificates(log, seen);
  const isKnown = ({ tbs_sha256 = null, issuer, serial_number = null, valid_to }: LoggedIssuance) => {
    if (tbs_sha256 !== null && digests.has(tbs_sha256)) return true;
    const serial = computeSerialKey({ issuer: issuer ?? null, serial_number, valid_to });
    const digest = serial === null ? undefined : serials.get(serial);
    // Another certificate with the same serial number is not the same issuance.
    return digest !== undefined && (digest === null || tbs_sha256 === null);
  };
  let isSame = true;
  const marked = Object.entries(issuances).map(([entry, found]): [string, Record<string, LoggedIssuance>] => {
    const added = Object.entries(found).flatMap(([key, one]): [string, LoggedIssuance][] =>
      !one.known && isKnown(one)
        ? [[key, { valid_to: one.valid_to, known: true, ...selectUnknown(one, ISSUANCE_FIELDS) }]]
        : [],
    );
    isSame &&= added.length === 0;
    return [entry, addEntries(found, added)];
  });
  return isSame ? log : { ...log, issuances: Object.fromEntries(marked) };
}

/** Indexes the digests of certificates, and the digest of each serial number; null if it is not known. */
function indexCertificates({ certificates }: EventLog, seen: Iterable<Certificate>) {
  const digests = new Set<string>();
  const serials = new Map<string, string | null>();
  const add = (facts: Parameters<typeof computeSerialKey>[0], digest: string | null) => {
    const key = computeSerialKey(facts);
    if (key !== null && (digest !== null || !serials.has(key))) serials.set(key, digest);
  };
  for (const facts of Object.values(certificates)) add(facts, null);
  for (const { facts, digests: own } of seen) {
    if (own !== undefined) digests.add(own.tbs_sha256);
    add(facts, own?.tbs_sha256 ?? null);
  }
  return { digests, serials };
}

/** The time by which a scan may start earlier than usual. */
const EARLY_SCAN = 2 * HOUR;

/**
 * Lists the domains of an entry as locations. They become unreachable after `unreachable_days`, not after a number of scans. `readings` has
 * the readings of this scan; a domain without one keeps the state of the last scan.
 */
export function listDomainLocations(
  { name, source, settings }: Entry,
  log: EventLog,
  readings: ReadonlyMap<string, DomainReading>,
  now: number,
): LiveLocation[] {
  if (source.kind !== 'ct') return [];
  return source.domains.map((domain): LiveLocation => {
    const logged = findDomain(log, name, domain);
    const failing_since = logged?.failing_since ?? null;
    const isLong = failing_since !== null && isFailingFor(failing_since, settings.unreachable_days, now);
    const reading = readings.get(domain);
    const failure = reading === undefined ? restoreFailure(logged) : reading.failure;
    return {
      entry: name,
      location: formatCtLocation(domain),
      source: source.kind,
      fingerprint: null,
      previous: null,
      since: logged?.answered_at ?? null,
      failures: failure === null ? 0 : isLong ? 2 : 1,
      failing_since,
      failure,
      observed: {},
      evidence: failure === null && logged !== undefined ? {} : null,
      path_end: null,
      revoked: null,
      ownership: null,
      ...(reading?.caa_failure && {
        failed_lookups: { caa: countFailures(reading.caa_failure, settings, now), dane: 0 },
      }),
    };
  });
}

/** Counts the failures in a row of its CAA lookups. They count by days, too, because each issuance has its own. */
function countFailures(
  { since }: NonNullable<DomainReading['caa_failure']>,
  { unreachable_days }: Entry['settings'],
  now: number,
): number {
  return since !== null && isFailingFor(since, unreachable_days, now) ? 3 : 1;
}

function isFailingFor(since: IsoTime, days: number, now: number): boolean {
  return now - parseIsoTime(since) + EARLY_SCAN >= days * DAY;
}

function restoreFailure(logged: LoggedDomain | undefined): Failure | null {
  return logged?.error ? { code: logged.error, detail: '' } : null;
}
