/**
 * Updates the logged locations of an entry. A location has registers that change only when their value does: the certificate
 * (`fingerprint`, `previous`, `gone`; time `since`), readability (`failures`, `failing_since`, `source`; time `failures_at`), the expiry of its
 * path (`path_end`), if that is or once was earlier than that of the certificate, the CA of the path that expires first (`issuer_end`), if
 * that is or once was soon or no later than the certificate, its revocation (`revocation`), if it is or
 * once was revoked, whether it was observed (`unobserved`), if it once was not, whether there was time to read it (`late`), if there once was none, its failed DNS lookups (`lookups`), if there are or once were
 * any, the TLSA records of its certificates (`tlsa`), whom it belongs to (`ownership`), whether it is renewed automatically (`auto_renewal`), if an inventory says so, what the
 * registry said about a domain (`registration`), the MTA-STS policy of its current id (`mta_sts`), the DNSSEC signatures of its zone (`dnssec`), and the certificates that it presents (`sightings`), if there are or once were several. An unreadable location keeps its certificate.
 */

import { isLookupFailure } from '../../domain/dns.ts';
import {
  type CertificateFacts,
  type Evidence,
  type IsoTime,
  type IssuerExpiry,
  NOT_READ_IN_TIME,
  type Ownership,
  type PathExpiry,
  type Registration,
  UNVERIFIABLE_REASONS,
} from '../../domain/index.ts';
import { computeSoon, isLimiting } from '../../domain/issuer-expiry.ts';
import type { LoggedLocation } from '../../generated/event-log.ts';
import { addEntries, getOwn, isEqualRecord } from '../../lib/collections.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';
import { updateDnssec } from './dnssec-register.ts';
import { updateMtaSts } from './mta-sts-register.ts';
import { type Locations, type ReadResult, type ReadResults, selectResult } from './read-results.ts';
import { indexRevocations, type KnownRevocations, updateRevocation } from './revocation-register.ts';
import {
  chooseCertificate,
  type Presented,
  type SeenTiming,
  setSightings,
  updateSightings,
} from './sightings-register.ts';
import { updateTlsa } from './tlsa-register.ts';

/**
 * Returns the same object if nothing changed. A location that triggers a bug stays as it is; `onBug` is called with its name.
 */
export function updateLocations(
  before: Locations,
  results: ReadResults,
  timing: SeenTiming,
  onBug: (location: string, error: unknown) => void,
): Locations {
  const revocations = indexRevocations(before);
  const changed: [string, LoggedLocation][] = [];
  for (const location of new Set([...Object.keys(before), ...results.keys()])) {
    const logged = getOwn(before, location);
    try {
      const updated = updateLocation(logged, results.get(location), revocations, timing);
      if (updated !== undefined && updated !== logged) changed.push([location, updated]);
    } catch (error) {
      onBug(location, error);
    }
  }
  return addEntries(before, changed);
}

/**
 * Updates one location. `result`: absent if the location is gone. Returns undefined for a location that is neither known nor recorded now.
 */
function updateLocation(
  logged: LoggedLocation | undefined,
  result: ReadResult | undefined,
  revocations: KnownRevocations,
  timing: SeenTiming,
): LoggedLocation | undefined {
  const { now } = timing;
  if (result === undefined) return logged && markRemoved(logged, now);
  if (result.isUnobserved) return markUnobserved(logged ?? createLocation(result.source), now);
  if (result.certificate === null && (result.failure === null || result.isBlind)) {
    if (logged === undefined) return undefined;
    // A location of an inventory that was not read completely has a failure that is not its own.
    return result.isBlind ? markLate(logged, result, now, logged.late?.scans ?? 0) : markObserved(logged, now);
  }
  const presented = listPresented(result);
  const updated =
    presented.length === 0 ? markFailed(logged, result, now) : markRead(logged, result, presented, timing);
  const createTime = (since: IsoTime | undefined) => nextTime(now, since);
  const own = selectResult(result, updated.fingerprint) ?? { ...result, certificate: null, evidence: null };
  const withPath = updatePathExpiry(updated, own, now);
  const withIssuer = updateIssuerExpiry(withPath, own, now);
  const withRevocation = updateRevocation(withIssuer, own, revocations, createTime);
  const withOwnership = updateOwnership(withRevocation, own, createTime);
  const withLookups = updateLookups(withOwnership, own, createTime);
  const withTlsa = updateTlsa(withLookups, result, createTime);
  const withRegistration = updateRegistration(updateAutoRenewal(withTlsa, own, createTime), own);
  const withMtaSts = updateMtaSts(withRegistration, own, createTime);
  const withDnssec = updateDnssec(withMtaSts, own, createTime);
  return markLate(markObserved(withDnssec, now), result, now, 0);
}

/** Counts the scans in a row that had no time for the location. `otherwise`: the number if the result is another one. */
function markLate(
  location: LoggedLocation,
  { failure }: Pick<ReadResult, 'failure'>,
  now: number,
  otherwise: number,
): LoggedLocation {
  const { scans = 0, since } = location.late ?? {};
  const counted = failure?.code === NOT_READ_IN_TIME ? scans + 1 : otherwise;
  return counted === scans ? location : { ...location, late: { scans: counted, since: nextTime(now, since) } };
}

/** Returns the time of a write. Registers are ordered by time, so it must be later than the replaced value even if the clock is not. */
export function nextTime(now: number, before: IsoTime | null | undefined): IsoTime {
  return formatIsoTime(before ? Math.max(now, parseIsoTime(before) + 1) : now);
}

/** Marks a location as removed, which forgets its certificate: a certificate that comes back is new. */
function markRemoved(before: LoggedLocation, now: number): LoggedLocation {
  if (before.removed) return before;
  const { fingerprint, since } = before;
  const observed = markObserved(clearFailures(before, before.source, now), now);
  const readable = setSightings(observed, {}, (time) => nextTime(now, time));
  return { ...readable, fingerprint: null, previous: fingerprint, since: nextTime(now, since), removed: true };
}

function listPresented({ certificate, observed, others = [] }: ReadResult): Presented[] {
  if (certificate === null) return [];
  return [{ certificate, handshakes: observed.handshakes }, ...others.flatMap(listPresented)];
}

function markRead(
  before: LoggedLocation | undefined,
  { source }: ReadResult,
  presented: readonly Presented[],
  timing: SeenTiming,
): LoggedLocation {
  const { now } = timing;
  const sightings = updateSightings(before, presented, timing);
  const fingerprint = chooseCertificate(before?.removed ? null : (before?.fingerprint ?? null), sightings, presented);
  const createTime = (time: IsoTime | undefined) => nextTime(now, time);
  if (before === undefined) {
    const since = formatIsoTime(now);
    const location = { source, fingerprint, previous: null, since, failures: 0, failures_at: null, removed: false };
    return setSightings(location, sightings, createTime);
  }
  const readable = setSightings(clearFailures(before, source, now), sightings, createTime);
  if (!before.removed && before.fingerprint === fingerprint) return readable;
  return { ...readable, fingerprint, previous: before.fingerprint, since: nextTime(now, before.since), removed: false };
}

function createLocation(source: string): LoggedLocation {
  return { source, fingerprint: null, previous: null, since: null, failures: 0, failures_at: null, removed: false };
}

/** The maximum of counted scans, so that a long outage of a probe does not change the log again. */
const MAX_UNOBSERVED = 2;

function markUnobserved(before: LoggedLocation, now: number): LoggedLocation {
  const { scans = 0, since } = before.unobserved ?? {};
  if (scans >= MAX_UNOBSERVED) return before;
  return { ...before, unobserved: { scans: scans + 1, since: nextTime(now, since) } };
}

function markObserved(before: LoggedLocation, now: number): LoggedLocation {
  const { unobserved } = before;
  if (unobserved === undefined || unobserved.scans === 0) return before;
  return { ...before, unobserved: { scans: 0, since: nextTime(now, unobserved.since) } };
}

function clearFailures(before: LoggedLocation, source: string, now: number): LoggedLocation {
  if (before.failures === 0 && before.source === source) return before;
  const { failing_since: _, ...kept } = before;
  return { ...kept, source, failures: 0, failures_at: nextTime(now, before.failures_at) };
}

function markFailed(before: LoggedLocation | undefined, { source }: ReadResult, now: number): LoggedLocation {
  if (before === undefined) {
    const failures_at = formatIsoTime(now);
    return { source, fingerprint: null, previous: null, since: null, failures: 1, failures_at, removed: false };
  }
  const failures_at = nextTime(now, before.failures_at);
  const after = { ...before, ...markFailingSince(before), source, failures: before.failures + 1, failures_at };
  if (!before.removed) return after;
  // The location exists again, but was not read: this must not override the result of a concurrent scan.
  const since = before.since && formatIsoTime(parseIsoTime(before.since) + 1);
  return { ...after, previous: null, since, removed: false };
}

/** Keeps the time of the first failure when another one follows. A single failure only has `failures_at`. */
function markFailingSince({
  failures,
  failures_at,
  failing_since,
}: LoggedLocation): Pick<LoggedLocation, 'failing_since'> {
  return failures === 0 || failures_at === null ? {} : { failing_since: failing_since ?? failures_at };
}

/** Returns when the first of the failed scans in a row was; null if the last scan could read the location. */
export function getFailingSince({ failures, failures_at, failing_since }: LoggedLocation): IsoTime | null {
  return failures === 0 ? null : (failing_since ?? failures_at);
}

type LoggedPathExpiry = NonNullable<LoggedLocation['path_end']>;

/** Updates the expiry of the path. If the trust store cannot be read, the previous value stays. */
function updatePathExpiry(
  location: LoggedLocation,
  { certificate, evidence }: ReadResult,
  now: number,
): LoggedLocation {
  if (certificate === null || UNVERIFIABLE_REASONS.has(evidence?.trust?.reason)) return location;
  const expiry = findPathExpiry(evidence, certificate.facts);
  const { path_end: before } = location;
  if (before === undefined && expiry === null) return location;
  const { valid_to = null, limited_by = null } = expiry ?? {};
  const after = { fingerprint: certificate.fingerprint, valid_to, limited_by };
  if (before !== undefined && isSamePathExpiry(before, after)) return location;
  return { ...location, path_end: { ...after, since: nextTime(now, before?.since) } };
}

/** Returns the expiry of the path that was found, if it is earlier than that of the certificate. */
export function findPathExpiry(evidence: Evidence | null, { valid_to }: CertificateFacts): PathExpiry | null {
  const { effective_valid_to = null, limited_by = null } = evidence?.trust ?? evidence?.presented_path ?? {};
  if (effective_valid_to === null || limited_by === null) return null;
  return parseIsoTime(effective_valid_to) < parseIsoTime(valid_to)
    ? { valid_to: effective_valid_to, limited_by }
    : null;
}

function isSamePathExpiry(before: LoggedPathExpiry, after: Omit<LoggedPathExpiry, 'since'>): boolean {
  return (
    before.fingerprint === after.fingerprint &&
    before.valid_to === after.valid_to &&
    before.limited_by?.fingerprint_sha256 === after.limited_by?.fingerprint_sha256
  );
}

/** Returns the path expiry of the present certificate of the location. */
export function getPathExpiry({ fingerprint, path_end }: LoggedLocation): PathExpiry | null {
  if (path_end === undefined || path_end.fingerprint !== fingerprint) return null;
  const { valid_to, limited_by } = path_end;
  return valid_to === null || limited_by === null ? null : { valid_to, limited_by };
}

/** Updates the CA that expires first. If the trust store cannot be read, the previous one stays. */
function updateIssuerExpiry(
  location: LoggedLocation,
  { certificate, evidence }: ReadResult,
  now: number,
): LoggedLocation {
  if (certificate === null || UNVERIFIABLE_REASONS.has(evidence?.trust?.reason)) return location;
  const issuer = findIssuerExpiry(evidence, certificate.facts, now);
  const { issuer_end: before } = location;
  if (before === undefined && issuer === null) return location;
  const { fingerprint } = certificate;
  if (before?.fingerprint === fingerprint && isSameIssuer(before.issuer, issuer)) return location;
  return { ...location, issuer_end: { fingerprint, issuer, since: nextTime(now, before?.since) } };
}

function isSameIssuer(a: IssuerExpiry | null, b: IssuerExpiry | null): boolean {
  if (a === null || b === null) return a === b;
  return a.fingerprint_sha256 === b.fingerprint_sha256 && a.origin === b.origin;
}

/** Returns the CA of the path that was found that expires first, if that is soon or no later than the certificate. */
function findIssuerExpiry(evidence: Evidence | null, { valid_to }: CertificateFacts, now: number): IssuerExpiry | null {
  const { issuer_expiry: issuer } = evidence?.trust ?? evidence?.presented_path ?? {};
  if (issuer === undefined) return null;
  return isLimiting(issuer, valid_to) || parseIsoTime(issuer.valid_to) < computeSoon(now) ? issuer : null;
}

/** Returns the CA that expires first above the present certificate of the location; null if that is not soon. */
export function getIssuerExpiry({ fingerprint, issuer_end }: LoggedLocation): IssuerExpiry | null {
  return issuer_end?.fingerprint === fingerprint ? issuer_end.issuer : null;
}

const NOBODY: Ownership = { labels: {}, owner: null, assignments: [] };

/** Returns the same location if nothing changed. `createTime` returns a time after the one that is replaced. */
export function updateOwnership(
  location: LoggedLocation,
  { certificate, observed }: Pick<ReadResult, 'certificate' | 'observed'>,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  const before = location.ownership;
  const { ownership } = observed;
  if (ownership === undefined && (certificate === null || before === undefined)) return location;
  const value = ownership ?? NOBODY;
  if (isSame(before?.value ?? NOBODY, value)) return location;
  return { ...location, ownership: { value, since: createTime(before?.since) } };
}

function isSame(a: Ownership, b: Ownership): boolean {
  return (
    a.owner === b.owner &&
    a.renewal_instructions === b.renewal_instructions &&
    a.muted === b.muted &&
    isEqualRecord(a.labels, b.labels) &&
    isEqualRecord(a.assignments, b.assignments)
  );
}

/** Returns the ownership of a location; null if no inventory returned it. */
export function getOwnership({ ownership }: LoggedLocation): Ownership | null {
  return ownership?.value ?? null;
}

/**
 * Returns the same location if nothing changed, or if it could not be read, so that its thresholds stay the same. `createTime` returns a
 * time after the one that is replaced.
 */
function updateAutoRenewal(
  location: LoggedLocation,
  { certificate, observed }: ReadResult,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  if (certificate === null) return location;
  const { managed = false, state } = observed.renewal_state ?? {};
  const healthy = managed && state !== 'failing';
  const before = location.auto_renewal;
  if ((before?.healthy ?? false) === healthy) return location;
  return { ...location, auto_renewal: { healthy: healthy, since: createTime(before?.since) } };
}

/** The maximum of counted scans, so that a long outage does not change the log again. */
const MAX_FAILED_LOOKUPS = 3;

/**
 * Counts the scans in a row that could not look up CAA or TLSA records, whether the certificate is revoked, MTA-STS, or signatures.
 * Returns the same location if nothing changed, also if it could not be read.
 */
function updateLookups(
  location: LoggedLocation,
  { certificate, evidence, observed }: ReadResult,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  if (certificate === null) return location;
  const { caa = 0, dane = 0, revocation = 0, mta_sts = 0, dnssec = 0, since, ...others } = location.lookups ?? {};
  const isCaaFailed = evidence?.caa?.lookups.some(({ policy }) => isLookupFailure(policy)) ?? false;
  const isDaneFailed = evidence?.dane !== undefined && 'failure' in evidence.dane.state;
  // Without any source of the CA, nothing is checked, and nothing fails.
  const unknown = countFailure(evidence?.revocation?.status === 'unknown', revocation);
  const after = { caa: countFailure(isCaaFailed, caa), dane: countFailure(isDaneFailed, dane) };
  const unread = countFailure((observed.mta_sts?.failures.length ?? 0) > 0, mta_sts);
  const unsigned = countFailure((observed.dnssec?.failures.length ?? 0) > 0, dnssec);
  const isSame = after.caa === caa && after.dane === dane && unknown === revocation;
  if (isSame && unread === mta_sts && unsigned === dnssec) return location;
  const counts = {
    ...after,
    ...(unknown > 0 && { revocation: unknown }),
    ...(unread > 0 && { mta_sts: unread }),
    ...(unsigned > 0 && { dnssec: unsigned }),
  };
  return { ...location, lookups: { ...counts, since: createTime(since), ...others } };
}

/** Updates the registration of a domain. A registration that was read in an earlier scan and reused does not change the location. */
function updateRegistration(location: LoggedLocation, { observed }: ReadResult): LoggedLocation {
  const { registration } = observed;
  const { registration: before } = location;
  if (registration === undefined || registration.since === before?.since) return location;
  const wasDelegated = before !== undefined && (before.was_delegated === true || !isUndelegated(before));
  const isLost = isUndelegated(registration) && wasDelegated;
  return { ...location, registration: isLost ? { ...registration, was_delegated: true } : registration };
}

/** Whether a domain has no name servers (RFC 5731 section 2.3). */
function isUndelegated({ statuses }: Registration): boolean {
  return statuses.includes('inactive');
}

function countFailure(isFailed: boolean, before: number): number {
  return isFailed ? Math.min(before + 1, MAX_FAILED_LOOKUPS) : 0;
}
