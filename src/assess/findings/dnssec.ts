/**
 * Detects zones whose DNSSEC signatures are not renewed, before resolvers reject them. Zones are signed again long before their signatures
 * expire, but how long differs: with 5 of 14 days left (BIND), 3 of 14 (OpenDNSSEC), or about a tenth (Knot). So a quarter is enough until
 * the zone was seen to be signed again with less.
 */

import { SIGNED_TYPES, type SignedType } from '../../domain/dns.ts';
import type { Dnssec, Failure, LiveLocation, ZoneSignature } from '../../domain/index.ts';
import type { LoggedSignature } from '../../generated/event-log.ts';
import { formatUtcMinute, parseIsoTime } from '../../lib/iso-time.ts';
import { type FindingCheck, isUnreadDomain, MIN_FAILED_LOOKUPS, NO_FINDINGS } from './finding-check.ts';
import { groupProblems, type Problem } from './group-problems.ts';

const EVENT = 'certificate.dnssec';

const AND = new Intl.ListFormat('en', { type: 'conjunction' });

/** Reports each problem once, with all domains that have it. What could not be looked up is undecided, and so is what was not read. */
export const detectDnssec: FindingCheck = (_, { locations, now }) => {
  if (!locations.some((at) => at.observed.dnssec !== undefined || isUnreadDomain(at))) return NO_FINDINGS;
  const findings = groupProblems(EVENT, locations, (at) => listProblems(at, now));
  if (locations.some(isUndecided)) return { findings, undecided: [{ event: EVENT, qualifier: null }] };
  // Signatures that have expired were not renewed: the warning before has not recovered.
  const isExpired = findings.some(({ qualifier }) => qualifier === 'rejected');
  return { findings, undecided: isExpired ? [{ event: EVENT, qualifier: 'resign' }] : [] };
};

function isUndecided(location: LiveLocation): boolean {
  return isUnreadDomain(location) || (location.observed.dnssec?.failures.length ?? 0) > 0;
}

/** A type of records with its signature, and what is known about it from earlier scans. */
interface Signed {
  type: SignedType;
  signature: ZoneSignature;
  logged: LoggedSignature | undefined;
}

function listProblems({ location, observed, failed_lookups, signatures }: LiveLocation, now: number): Problem[] {
  const { dnssec: found } = observed;
  if (found === undefined) return [];
  const zone = location.replace(/^domain:/, '');
  const signed = SIGNED_TYPES.flatMap(([key, type]): Signed[] => {
    const signature = found[key];
    return signature ? [{ type, signature, logged: signatures?.[key] }] : [];
  });
  return [
    findUnsigned(zone, found),
    findSignatureProblem(zone, signed, now),
    findFailure(zone, found.failures, failed_lookups?.dnssec ?? 0),
  ].filter((problem) => problem !== null);
}

function findUnsigned(zone: string, found: Dnssec): Problem | null {
  const unsigned = SIGNED_TYPES.flatMap(([key, type]) => (found[key] === null ? [type] : []));
  if (unsigned.length === 0) return null;
  return {
    qualifier: 'unsigned',
    severity: 'warning',
    code: 'dnssec-unsigned',
    detail: `${zone} is not signed: there is no DNSSEC signature of its ${AND.format(unsigned)} records. Enable DNSSEC at the operator of the zone.`,
  };
}

/** Finds a signature that has expired; otherwise, one that is not renewed. */
function findSignatureProblem(zone: string, signed: readonly Signed[], now: number): Problem | null {
  const expired = signed.filter((one) => computeLeft(one, now) <= 0);
  if (expired.length > 0)
    return {
      qualifier: 'rejected',
      severity: 'critical',
      code: 'dnssec-expired',
      detail:
        `${describe(zone, expired)} expired on ${describeExpiry(expired)}. Validating resolvers no longer return the records of the zone. ` +
        'Sign it again now.',
    };
  const stale = signed.filter((one) => isStale(one, now));
  if (stale.length === 0) return null;
  return {
    qualifier: 'resign',
    severity: 'warning',
    code: 'dnssec-not-resigned',
    detail:
      `${describe(zone, stale)} expire on ${describeExpiry(stale)}, and were not renewed. From then on, validating resolvers do not return ` +
      'the records of the zone. Find out why its signer has stopped.',
  };
}

function describe(zone: string, signed: readonly Signed[]): string {
  return `The DNSSEC signatures of ${zone} (${AND.format(signed.map(({ type }) => type))})`;
}

function describeExpiry(signed: readonly Signed[]): string {
  const [first = ''] = signed.map(({ signature }) => signature.expires).sort();
  return formatUtcMinute(first).replace(' ', ' at ');
}

/**
 * Whether a signature has little time left, and was known before this scan. A zone that was already signed again with less than a quarter
 * left gets as long as it took, with a tolerance of a twentieth, but at most until a tenth is left.
 */
function isStale(signed: Signed, now: number): boolean {
  const { logged } = signed;
  if (logged === undefined || parseIsoTime(logged.since) >= now) return false;
  return computeLeft(signed, now) < computeThreshold(signed);
}

function computeThreshold({ signature, logged }: Signed): number {
  const lifetime = parseIsoTime(signature.expires) - parseIsoTime(signature.signed);
  const usual = (logged?.resigned_with ?? Number.POSITIVE_INFINITY) * 1000;
  return Math.max(lifetime / 10, Math.min(lifetime / 4, usual - lifetime / 20));
}

/** Computes the time in milliseconds that is left, plus that for which a resolver may have kept an older copy of the records. */
function computeLeft(signed: Signed, now: number): number {
  const { expires, ttl } = signed.signature;
  return parseIsoTime(expires) + Math.min(ttl * 1000, computeThreshold(signed) / 2) - now;
}

function findFailure(zone: string, failures: Dnssec['failures'], failed: number): Problem | null {
  const bogus = failures.find(({ cause }) => cause === 'bogus');
  if (bogus !== undefined) return describeBogus(bogus);
  const failure = failed >= MIN_FAILED_LOOKUPS ? failures.find(({ cause }) => cause === 'name') : undefined;
  if (failure === undefined) return null;
  return {
    qualifier: 'lookup',
    severity: 'warning',
    code: 'dnssec-lookup-failed',
    detail: `The DNSSEC signatures of ${zone} cannot be read. ${failure.detail}`,
  };
}

function describeBogus({ detail }: Failure): Problem {
  return {
    qualifier: 'rejected',
    severity: 'critical',
    code: 'dnssec-bogus',
    detail,
  };
}
