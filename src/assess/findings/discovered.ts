/**
 * Evaluates the issuances of certificate transparency logs that match no entry: unwatched certificates, and renewals of watched
 * certificates that are not deployed.
 */

import { isInDomain, renderProposal } from '../../domain/expected-certificates.ts';
import {
  type CertificateFacts,
  type ComparedState,
  createNameSet,
  type EndpointSource,
  type Entry,
  type ExpectedIssuance,
  type Finding,
  getIssuanceDomain,
  getRecorded,
  type PendingRenewal,
  type RecordedIssuance,
  type TransparencyState,
  type UnknownIssuance,
} from '../../domain/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOrCreate, getOwn } from '../../lib/collections.ts';
import { formatDay, parseIsoTime } from '../../lib/iso-time.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';
import { isSameCa } from '../ca-identifiers.ts';
import { matchesIssuer } from '../policies/names.ts';
import { findExpected } from './expected-issuances.ts';
import { type FindingCheck, NO_FINDINGS } from './finding-check.ts';
import { isRenewal } from './lagging.ts';

const NOTHING: TransparencyState = { unknown: [], expected: [], findPending: () => [] };

/** Evaluates all issuances that are unknown. `now` is in milliseconds. */
export function evaluateIssuances(
  { log, entries, digests = new Map() }: ComparedState,
  now: number,
): TransparencyState {
  const { issuances } = log;
  if (issuances === undefined) return NOTHING;
  const allWatched = listWatched(log, entries);
  const findWatched = indexWatched(allWatched);
  const watchedNames = createNameSet(allWatched.flatMap(({ names }) => names));
  const keys = new Set([...digests.values()].map(({ key_sha256 }) => key_sha256));
  const unknown: UnknownIssuance[] = [];
  const expected: ExpectedIssuance[] = [];
  const pending = new Map<string, PendingRenewal[]>();
  for (const [name, found] of Object.entries(issuances)) {
    const entry = entries.get(name);
    if (!entry?.enabled) continue;
    for (const [key, logged] of Object.entries(found)) {
      const issuance = getRecorded(logged);
      if (issuance === null || parseIsoTime(issuance.valid_to) < now) continue;
      const domain = getIssuanceDomain(key);
      const rule = findExpected(issuance, domain, entry);
      if (rule !== null) {
        expected.push({ entry: name, domain, issuance, reason: rule.reason });
        continue;
      }
      const { first_seen_at } = issuance;
      const age = first_seen_at === undefined ? null : now - parseIsoTime(first_seen_at);
      const watched = findWatched(issuance);
      const renewed = age === null ? [] : watched.filter((one) => renews(issuance, one));
      for (const one of renewed)
        getOrCreate(pending, toKey(one), (): PendingRenewal[] => []).push({
          entry: name,
          domain,
          issuance,
          age: age ?? 0,
        });
      const reason = findReason(issuance, entry, {
        age,
        settle: Math.max(0, ...watched.map((one) => entries.get(one.entry)?.settings.settle_hours ?? 0)) * HOUR,
        isOwnKey: keys.has(issuance.key_sha256 ?? '') || isExpectedKey(issuance, entry),
        isWatched: watched.length > 0,
        isRenewal: renewed.length > 0,
      });
      const isOpen = (one: string) => isInDomain(one, domain) && !watchedNames.covers(one);
      const unwatched = issuance.names.filter(isOpen);
      const has_watched_ca = watched.some(({ facts }) => facts !== null && isSameCa(issuance.issuer, facts.issuer));
      unknown.push({ entry: name, domain, key, issuance, unwatched, has_watched_ca, reason, ...OUTCOMES[reason] });
    }
  }
  return { unknown, expected, findPending: (subject) => pending.get(toKey(subject)) ?? [] };
}

/** An item that an entry watches: a certificate, or the name of a server whose certificate was never read. */
interface Watched {
  entry: string;
  fingerprint: string | null;
  names: readonly string[];
  facts: CertificateFacts | null;
}

function toKey({ entry, fingerprint }: Pick<Watched, 'entry' | 'fingerprint'>): string {
  return JSON.stringify([entry, fingerprint]);
}

/** Lists the watched items of all entries, also those that the scan does not cover. */
function listWatched(log: EventLog, entries: ReadonlyMap<string, Entry>): Watched[] {
  const watched = new Map<string, Watched>();
  for (const [entry, byLocation] of Object.entries(log.locations)) {
    for (const { removed, fingerprint, sightings } of Object.values(byLocation)) {
      const presented = removed
        ? []
        : new Set([...(fingerprint === null ? [] : [fingerprint]), ...Object.keys(sightings?.certificates ?? {})]);
      for (const one of presented) {
        const facts = getOwn(log.certificates, one);
        if (facts === undefined) continue;
        watched.set(toKey({ entry, fingerprint: one }), { entry, fingerprint: one, names: listNames(facts), facts });
      }
    }
  }
  const hosts = [...entries.values()].flatMap(({ name, enabled, source }): Watched[] =>
    !enabled || source.kind !== 'endpoint'
      ? []
      : listHosts(source).map((host) => ({ entry: name, fingerprint: null, names: [host], facts: null })),
  );
  return [...watched.values(), ...hosts];
}

/** Lists the names of the servers of an entry, in lower case. */
function listHosts({ targets, server_name }: EndpointSource): string[] {
  return (server_name === null ? targets.map(({ host }) => host) : [server_name]).map((host) => host.toLowerCase());
}

interface Circumstances {
  /** The time since the issuance was discovered, in milliseconds; null: it belongs to the baseline. */
  age: number | null;
  /** The maximum time of a deployment. */
  settle: number;
  /** Whether its key is that of a watched certificate, or expected. */
  isOwnKey: boolean;
  /** Whether a watched certificate has the same names. */
  isWatched: boolean;
  /** Whether it was issued when such a certificate was due for renewal. */
  isRenewal: boolean;
}

type Outcome = Pick<UnknownIssuance, 'severity' | 'code'>;

const NO_ALERT: Outcome = { severity: null, code: null };

const OUTCOMES: Readonly<Record<UnknownIssuance['reason'], Outcome>> = {
  baseline: NO_ALERT,
  settling: NO_ALERT,
  'not-watched': {
    severity: 'warning',
    code: 'certificate-unknown',
  },
  'not-deployed': {
    severity: 'warning',
    code: 'issued-not-deployed',
  },
  issuer: {
    severity: 'critical',
    code: 'issuer-not-expected',
  },
  caa: {
    severity: 'critical',
    code: 'issuer-not-allowed',
  },
};

/** An issuer that is not expected is never a renewal. The same key as a watched certificate proves the same owner. */
function findReason(
  issuance: RecordedIssuance,
  { expect }: Entry,
  { age, settle, isOwnKey, isWatched, isRenewal }: Circumstances,
): UnknownIssuance['reason'] {
  if (age === null) return 'baseline';
  const issuers = expect?.issuers ?? [];
  if (issuers.length > 0 && !matchesIssuer(issuers, issuance.issuer)) return 'issuer';
  if (issuance.not_allowed === 'caa') return 'caa';
  if (isOwnKey || isRenewal) return 'settling';
  if (!isWatched) return 'not-watched';
  return age < settle ? 'settling' : 'not-deployed';
}

/** `keys` of the entry are in base64. */
function isExpectedKey({ key_sha256 }: RecordedIssuance, { expect }: Entry): boolean {
  if (!key_sha256 || expect === null) return false;
  return expect.keys.includes(Buffer.from(key_sha256, 'hex').toString('base64'));
}

/**
 * Whether an issuance expires later than a certificate, was issued when that was due for renewal, and by the same CA. A CDN orders spare
 * certificates from another one.
 */
function renews({ issuer, valid_from, valid_to }: RecordedIssuance, { facts }: Watched): boolean {
  if (facts === null || parseIsoTime(valid_to) <= parseIsoTime(facts.valid_to)) return false;
  return isRenewal({ valid_from }, facts) && isSameCa(issuer, facts.issuer);
}

/** Finds watched items that cover all names of an issuance, or whose names the issuance covers. Wildcards cover names. */
function indexWatched(watched: readonly Watched[]): (issuance: RecordedIssuance) => Watched[] {
  const byName = new Map<string, Set<Watched>>();
  for (const one of watched)
    for (const key of one.names.flatMap(listKeys)) getOrCreate(byName, key, () => new Set<Watched>()).add(one);
  return ({ names }) => {
    const candidates = new Set(names.flatMap(listKeys).flatMap((key) => [...(byName.get(key) ?? [])]));
    const issued = createNameSet(names);
    return [...candidates].filter((one) => {
      const held = createNameSet(one.names);
      return names.every(held.covers) || one.names.every(issued.covers);
    });
  };
}

/**
 * Lists the keys under which a name is indexed, so that names that cover each other share a key: the name itself, and the wildcard at the
 * same level.
 */
function listKeys(name: string): string[] {
  const dot = name.indexOf('.');
  return name.startsWith('*.') || dot < 1 ? [name] : [name, `*${name.slice(dot)}`];
}

function listNames({ common_name, sans }: CertificateFacts): string[] {
  const names = sans.length > 0 ? sans : common_name === null ? [] : [common_name];
  return names.map((name) => name.toLowerCase());
}

/** Detects a renewal that was issued, but is not served after the maximum time of a deployment. */
export const detectUndeployed: FindingCheck = ({ facts }, { locations, pending = [], settings }) => {
  const overdue = pending.filter(({ age }) => age >= settings.settle_hours * HOUR);
  const [first] = overdue;
  if (first === undefined) return pending.length === 0 ? NO_FINDINGS : UNDECIDED;
  const behind = locations.flatMap(({ location, evidence }) => (evidence === null ? [] : location));
  if (behind.length === 0) return UNDECIDED;
  const { issuer, valid_from, valid_to } = first.issuance;
  const proposal = renderProposal(overdue);
  const finding: Finding = {
    ...FINDING_KEY,
    severity: 'warning',
    code: 'renewed-not-deployed',
    detail:
      `${truncateList(behind, MAX_LISTED)} still ${behind.length === 1 ? 'has' : 'have'} the certificate that expires at ${facts.valid_to}, but ` +
      `${truncate(issuer)} issued a renewal on ${formatDay(valid_from)} that expires on ${formatDay(valid_to)}. Deploy it, or reload the ` +
      `server.${proposal === null ? '' : ' If no server is meant to have it, such as a spare of a CDN, add the item below to `expected`.'} If your ` +
      'team did not order it, find out who did.',
    ...(proposal !== null && { proposal }),
    locations: behind,
  };
  return { findings: [finding], undecided: [] };
};

const FINDING_KEY = { event: 'certificate.lagging', qualifier: 'issued' } as const;
const UNDECIDED = { findings: [], undecided: [FINDING_KEY] };
const MAX_LISTED = 5;
