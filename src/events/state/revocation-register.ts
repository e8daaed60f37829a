/**
 * Updates the register of a location for the last revocation that was found there (`revocation` in the event log). A revocation stays in
 * effect while its source is unavailable or the location cannot be read, until a source reports another status.
 */

import type { Evidence, IsoTime, RevokedCertificate } from '../../domain/index.ts';
import type { LoggedLocation } from '../../generated/event-log.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { Locations, ReadResult } from './read-results.ts';

type LoggedRevocation = NonNullable<LoggedLocation['revocation']>;

/** The last register of each certificate at any location of an entry: a server may get another address. */
export type KnownRevocations = ReadonlyMap<string, LoggedRevocation>;

export function indexRevocations(locations: Locations): KnownRevocations {
  const known = new Map<string, LoggedRevocation>();
  for (const { revocation } of Object.values(locations)) {
    if (revocation === undefined) continue;
    const other = known.get(revocation.fingerprint);
    if (other === undefined || isLater(revocation, other)) known.set(revocation.fingerprint, revocation);
  }
  return known;
}

/** Whether `one` takes precedence: it is later, or, if both are of one scan, it is a revocation. */
function isLater(one: LoggedRevocation, other: LoggedRevocation): boolean {
  const order = parseIsoTime(one.since) - parseIsoTime(other.since);
  return order > 0 || (order === 0 && one.revoked !== null);
}

/** Returns the same location if nothing changed. `createTime` returns a time after the one that is replaced. */
export function updateRevocation(
  location: LoggedLocation,
  { certificate, evidence }: ReadResult,
  known: KnownRevocations,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  if (certificate === null) return location;
  const { fingerprint } = certificate;
  const before = findRegister(location, fingerprint);
  const earlier = (before ?? known.get(fingerprint))?.revoked ?? null;
  const revoked = evidence?.revocation?.revoked ?? (earlier !== null && !isLifted(earlier, evidence) ? earlier : null);
  // Without a register, only the end of a revocation that another location has is recorded.
  if (before === undefined ? revoked === null && earlier === null : isSame(revoked, before.revoked)) return location;
  return {
    ...location,
    revocation: { fingerprint, revoked, since: createTime(location.revocation?.since) },
  };
}

/** Returns the revocation of the present certificate of the location; null if none is in effect. */
export function getRevoked(location: LoggedLocation): RevokedCertificate | null {
  return findRegister(location, location.fingerprint)?.revoked ?? null;
}

/** Returns the register, if it is about this certificate. */
function findRegister({ revocation }: LoggedLocation, fingerprint: string | null): LoggedRevocation | undefined {
  return revocation?.fingerprint === fingerprint ? revocation : undefined;
}

function isSame(a: RevokedCertificate | null, b: RevokedCertificate | null): boolean {
  if (a === null || b === null) return a === b;
  const isSameRevocation =
    a.fingerprint_sha256 === b.fingerprint_sha256 && a.reason === b.reason && a.revoked_at === b.revoked_at;
  return isSameRevocation && a.stated_at === b.stated_at;
}

/**
 * Whether a revocation is over: its source says *good* since then (a hold was released), the revoked issuer is no longer on the path, or
 * revocation is not checked any more. A server may staple an earlier response for days, and a CA may backdate a revocation, so the times of
 * the responses are compared.
 */
function isLifted(
  { fingerprint_sha256, revoked_at: at, stated_at = at }: RevokedCertificate,
  evidence: Evidence | null,
): boolean {
  const { trust, revocation } = evidence ?? {};
  if (revocation === undefined) return trust === undefined || trust.trusted;
  const good = revocation.good.find((one) => one.fingerprint_sha256 === fingerprint_sha256);
  if (good !== undefined && parseIsoTime(good.at) > parseIsoTime(stated_at)) return true;
  return trust !== undefined && trust.path.length > 0 && !trust.path.includes(fingerprint_sha256);
}
