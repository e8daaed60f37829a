/**
 * Detects servers whose certificates do not match their TLSA records, or will stop matching after the next renewal (RFC 6698, 7671, 7672).
 */

import {
  type DaneEvidence,
  type DaneMatch,
  hashAssociation,
  isRequiredByPostfix,
  isServerRecord,
  type LookupFailure,
} from '../../domain/dns.ts';
import type { CertificateFacts, Finding, LiveLocation, Severity, Status } from '../../domain/index.ts';
import { computeValidityPeriod, DAY } from '../../domain/thresholds.ts';
import type { LoggedRenewal } from '../../generated/event-log.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { type FindingCheck, type FindingResult, MIN_FAILED_LOOKUPS, NO_FINDINGS } from './finding-check.ts';
import { computeRenewal } from './renewal-window.ts';

const FINDING_KEY = { event: 'certificate.policy_violation', qualifier: 'expect.dane' } as const;

const UNDECIDED: FindingResult = { findings: [], undecided: [FINDING_KEY] };

/** The days before the expected renewal from which the record of the next key should exist. Records are cached for less time. */
const ROLLOVER_DAYS = 7;

/** Reports the worst problem of all locations. The finding is undecided while a location or its records could not be read. */
export const detectDane: FindingCheck = ({ facts }, { locations, date_status, renewal, now }) => {
  const isDue = NEAR.has(date_status) || isRenewalDue(facts, renewal, now);
  const found = locations.flatMap((location) => {
    const problem = describeLocation(location, isDue);
    return problem === null ? [] : [{ ...problem, location: location.location }];
  });
  const [worst] = found.toSorted((a, b) => CODES.indexOf(a.code) - CODES.indexOf(b.code));
  if (worst === undefined) return locations.some(isUndecided) ? UNDECIDED : NO_FINDINGS;
  const finding: Finding = {
    ...FINDING_KEY,
    severity: worst.severity,
    code: worst.code,
    detail: worst.detail,
    locations: found.filter(({ code }) => code === worst.code).map(({ location }) => location),
  };
  return { findings: [finding], undecided: [] };
};

/** Certificates with a longer lifetime are mostly renewed by people, who wait for the warning. */
const MAX_AUTOMATED_DAYS = 100;

/** Whether the issuer's window, or the time at which ACME clients renew, is near. */
function isRenewalDue(facts: CertificateFacts, logged: LoggedRenewal | null, now: number): boolean {
  const isAutomated = (facts.lifetime_days ?? Number.POSITIVE_INFINITY) <= MAX_AUTOMATED_DAYS;
  if (!isAutomated && !logged?.window) return false;
  const renewal = computeRenewal(computeValidityPeriod(facts, facts.valid_to), logged);
  return renewal !== null && Date.parse(renewal.expected_at) - now <= ROLLOVER_DAYS * DAY;
}

const NEAR: ReadonlySet<Status> = new Set(['warning', 'critical']);

/** The codes, the worst first. */
const CODES = [
  'dane-no-match',
  'dane-lookup-failed',
  'dane-no-records',
  'dane-not-secure',
  'dane-unusable',
  'dane-breaks-at-renewal',
  'dane-no-rollover',
] as const;

interface Problem {
  code: (typeof CODES)[number];
  severity: Severity;
  detail: string;
}

function isUndecided({ evidence }: LiveLocation): boolean {
  if (evidence === null) return true;
  const state = evidence.dane?.state;
  if (state === undefined) return false;
  return 'failure' in state || state.records.some(({ result }) => result === 'unknown');
}

function describeLocation(location: LiveLocation, isRenewalNear: boolean): Problem | null {
  const { evidence, failed_lookups, served_records = [] } = location;
  if (evidence?.dane === undefined) return null;
  const { state, expected, keeps_key } = evidence.dane;
  if ('failure' in state) return describeFailure(state.failure, failed_lookups?.dane ?? 0);
  return (
    describeRecords(state, expected) ??
    (state.records.length > 0 ? describeRenewal(state, served_records, isRenewalNear && !keeps_key) : null)
  );
}

type FoundState = Exclude<DaneEvidence['state'], { failure: LookupFailure }>;

/** Clients that validate do not connect, or do not deliver, while this lookup fails (RFC 7672 section 2.1.3). */
function describeFailure({ cause, detail }: LookupFailure, failed: number): Problem | null {
  if (cause === 'resolver' || (cause === 'name' && failed < MIN_FAILED_LOOKUPS)) return null;
  const text = `TLSA records cannot be looked up, and mail servers that use DANE do not deliver while they cannot either. ${detail}`;
  return {
    code: 'dane-lookup-failed',
    severity: 'critical',
    detail: text,
  };
}

function describeRecords({ name, secure, records }: FoundState, expected: DaneEvidence['expected']): Problem | null {
  const isRequired = expected === 'required';
  const severity: Severity = isRequired ? 'critical' : 'warning';
  if (records.length === 0) {
    if (!isRequired) return null;
    const why = secure ? '' : ' Its zone is not signed with DNSSEC, either.';
    const detail = `There are no TLSA records at ${name}, but \`expect.dane\` requires them.${why} Publish the record of the current key, ${ADVICE}`;
    return {
      code: 'dane-no-records',
      severity,
      detail,
    };
  }
  if (!secure) {
    const detail =
      `The TLSA records at ${name} are not protected by DNSSEC, so clients ignore them. Sign the zone and those of the names on the way ` +
      'to it, and check the DS records at the parent. If the zone is signed, check that the resolver validates.';
    return {
      code: 'dane-not-secure',
      severity,
      detail,
    };
  }
  const usable = records.filter(({ result }) => result !== 'unusable');
  if (usable.length === 0) {
    const isRejected = records.some(isRequiredByPostfix);
    const effect = isRejected ? ' Postfix does not deliver mail because of them.' : '';
    const detail = `Clients cannot use the TLSA records at ${name}: ${formatReasons(records)}.${effect} Replace them with a usable record, ${ADVICE}`;
    return {
      code: 'dane-unusable',
      severity: isRejected ? 'critical' : severity,
      detail,
    };
  }
  if (usable.some(({ result }) => result !== 'differs')) return null;
  const detail =
    `The certificate matches none of the TLSA records at ${name}: ${formatReasons(records)}. Clients that use DANE reject it now, and mail is ` +
    'not delivered. Publish a record of the current key, or install the certificate that the records are for.';
  return {
    code: 'dane-no-match',
    severity: 'critical',
    detail,
  };
}

const ADVICE = 'such as `3 1 1` with the SHA-256 of the public key (`certvigil inspect --dns` shows it).';

/**
 * Describes a missing record for the next renewal, while the current records match. A record of another certificate or key is assumed to be
 * for the next one, unless the server has served that before (`served`). CAs come back: many issue with several intermediates in turn.
 */
function describeRenewal(
  { name, records }: FoundState,
  served: readonly string[],
  isRenewalNear: boolean,
): Problem | null {
  const isEarlier = (one: DaneMatch) =>
    isServerRecord(one) && one.result === 'differs' && served.includes(hashAssociation(one));
  const usable = records.filter(({ result }) => result !== 'unusable');
  const [earlier, current] = [usable.filter(isEarlier), usable.filter((one) => !isEarlier(one))];
  if (!current.every((one) => isServerRecord(one) && one.result === 'match')) return null;
  if (current.every(({ selector }) => selector === 0)) {
    const detail =
      `The TLSA records at ${name} (${formatRecords(current)}) are those of this certificate only, so each renewal breaks DANE until they are ` +
      `replaced. Publish a record of the public key (\`3 1 1\`) and keep the key, or one of the CA (\`2 1 1\`).${describeEarlier(earlier)}`;
    return {
      code: 'dane-breaks-at-renewal',
      severity: 'warning',
      detail,
    };
  }
  if (!isRenewalNear) return null;
  const detail =
    `The certificate is about to be renewed, and the TLSA records at ${name} (${formatRecords(current)}) have only the current key. Publish the ` +
    'record of the next key now, and install the new certificate once the old records are no longer cached. If the renewal keeps the ' +
    `key, pin it with \`expect.spki_sha256\`.${describeEarlier(earlier)}`;
  return {
    code: 'dane-no-rollover',
    severity: 'warning',
    detail,
  };
}

/** The number of digits that identify a record for a person. */
const SHOWN_DIGITS = 16;

/** Describes records of certificates and keys that the server no longer uses, as further sentences. */
function describeEarlier(earlier: readonly DaneMatch[]): string {
  if (earlier.length === 0) return '';
  const shown = earlier.map((one) => `\`${formatRecord(one)} ${one.data.slice(0, SHOWN_DIGITS)}…\``);
  return ` Records of an earlier certificate or key are still published: remove ${truncateList(shown, MAX_LISTED)}.`;
}

const MAX_LISTED = 4;

/** Formats reasons such as `3 1 1: it does not match the certificate of the server`. */
function formatReasons(records: readonly DaneMatch[]): string {
  const reasons = records.map((record) => `${formatRecord(record)}: ${record.reason}`);
  return truncateList([...new Set(reasons)], MAX_LISTED, '; ');
}

function formatRecords(records: readonly DaneMatch[]): string {
  return truncateList([...new Set(records.map(formatRecord))], MAX_LISTED);
}

function formatRecord({ usage, selector, matching_type }: DaneMatch): string {
  return `${usage} ${selector} ${matching_type}`;
}
