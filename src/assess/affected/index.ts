/** Lists the certificates of an event log that a mass revocation affects: whose they are, where they are in use, and what was replaced since. */

import type { Entry } from '../../domain/index.ts';
import { applyOwnership } from '../../domain/sources/inventory.ts';
import type {
  Affected,
  AffectedCertificate,
  AffectedLocation,
  AffectedWindow,
  LoggedAffected,
  MovedWindow,
  UnknownLocation,
} from '../../generated/affected.ts';
import type { CertificateFacts } from '../../generated/definitions.ts';
import type { EventLog, LoggedIssuance, LoggedLocation } from '../../generated/event-log.ts';
import { compareText, getOrCreate, getOwn } from '../../lib/collections.ts';
import { type Announcement, type Answer, type Candidate, createAffectedMatcher } from './matcher.ts';

export interface AffectedRequest {
  log: EventLog;
  /** The entries of the manifest. */
  entries: readonly Entry[];
  announced: Announcement;
}

export type AffectedLists = Pick<
  Affected,
  'summary' | 'certificates' | 'only_in_ct' | 'moved_windows' | 'unread' | 'undecided'
>;

/** Lists the certificates, and the locations about which the log cannot answer. */
export function listAffected(request: AffectedRequest): AffectedLists {
  const search = createSearch(request);
  const certificates = listCertificates(search);
  const only_in_ct = listIssuances(search);
  const unread = [...listUnread(search), ...listUnscanned(search)];
  const undecided = listUndecided(search);
  const inUse = certificates.filter(({ state }) => state === 'affected');
  const locations = inUse.flatMap((one) => one.locations.filter(({ state }) => state === 'affected'));
  const summary = {
    affected: inUse.length,
    affected_locations: locations.length,
    replaced: certificates.length - inUse.length,
    only_in_ct: only_in_ct.length,
    unread: unread.length,
    undecided: undecided.length,
  };
  return { summary, certificates, only_in_ct, moved_windows: listMovedWindows(search), unread, undecided };
}

interface Search extends AffectedRequest {
  byName: ReadonlyMap<string, Entry>;
  decide: ReturnType<typeof createAffectedMatcher>;
  /** The answers by fingerprint, for certificates with facts. */
  answers: ReadonlyMap<string, Answer>;
}

function createSearch(request: AffectedRequest): Search {
  const { log, entries, announced } = request;
  const decide = createAffectedMatcher(announced);
  const answers = new Map<string, Answer>();
  for (const [fingerprint, facts] of Object.entries(log.certificates))
    answers.set(fingerprint, decide({ facts, key: getOwn(log.keys, fingerprint)?.sha256 ?? null }));
  return { ...request, byName: new Map(entries.map((entry) => [entry.name, entry])), decide, answers };
}

// ---------------------------------------------------------------------------------------------- certificates

/** A selected certificate of an entry, and its locations. */
interface Found {
  name: string;
  fingerprint: string;
  answer: Exclude<Answer, string>;
  locations: [AffectedLocation, LoggedLocation][];
}

function listCertificates(search: Search): AffectedCertificate[] {
  const found = new Map<string, Found>();
  for (const [name, location, logged] of iterateLocations(search.log)) {
    for (const [fingerprint, state] of listStates(location, logged)) {
      const answer = search.answers.get(fingerprint);
      if (answer === undefined || typeof answer === 'string') continue;
      const create = (): Found => ({ name, fingerprint, answer, locations: [] });
      getOrCreate(found, JSON.stringify([name, fingerprint]), create).locations.push([state, logged]);
    }
  }
  return [...found.values()].map((one) => describeCertificate(one, search)).sort(compareCertificates);
}

function* iterateLocations(log: EventLog): Generator<[entry: string, location: string, logged: LoggedLocation]> {
  for (const [entry, locations] of Object.entries(log.locations))
    for (const [location, logged] of Object.entries(locations)) yield [entry, location, logged];
}

/** Lists the certificates that a location has, and the one that it had before, with its state for each. */
function listStates(location: string, logged: LoggedLocation): [fingerprint: string, state: AffectedLocation][] {
  const { fingerprint, previous, since, failures, failing_since, failures_at, removed, sightings } = logged;
  const unread_since = failures > 0 ? (failing_since ?? failures_at) : null;
  const current = new Set(fingerprint === null ? [] : [fingerprint, ...Object.keys(sightings?.certificates ?? {})]);
  const states = [...current].map((one): [string, AffectedLocation] => {
    return [
      one,
      { location, state: 'affected', since: one === fingerprint ? since : null, unread_since, replaced_by: null },
    ];
  });
  if (previous === null || current.has(previous)) return states;
  const state = removed ? 'removed' : 'replaced';
  return [...states, [previous, { location, state, since, unread_since, replaced_by: removed ? null : fingerprint }]];
}

function describeCertificate({ name, fingerprint, answer, locations }: Found, search: Search): AffectedCertificate {
  const facts = search.log.certificates[fingerprint] as CertificateFacts;
  const logged = locations.map(([, one]) => one);
  const { common_name, issuer, serial_number, fingerprint_sha256, valid_from, valid_to } = facts;
  const renewing = logged.flatMap(({ auto_renewal }) => (auto_renewal === undefined ? [] : [auto_renewal.healthy]));
  return {
    certificate: name,
    state: locations.some(([{ state }]) => state === 'affected') ? 'affected' : 'replaced',
    ...describeOwner(search.byName.get(name), logged),
    ...{ common_name, issuer, serial_number, fingerprint_sha256, valid_from, valid_to },
    match: answer.match,
    auto_renewal: renewing.length === 0 ? null : renewing.every(Boolean),
    renewal_window: describeWindow(search.log, fingerprint),
    locations: locations.map(([state]) => state),
  };
}

/** Describes the owner at some locations. Undefined: the entry was removed from the manifest. */
function describeOwner(
  entry: Entry | undefined,
  locations: readonly LoggedLocation[],
): Pick<AffectedCertificate, 'owner' | 'labels' | 'assignments' | 'renewal_instructions'> {
  const own = entry ?? { labels: {}, owner: null, assignments: [], renewal_instructions: null };
  const owned = applyOwnership(
    own,
    locations.map(({ ownership }) => ({ ownership: ownership?.value ?? null })),
  );
  const { owner, labels, assignments, renewal_instructions = null } = owned;
  return { owner, labels, assignments, renewal_instructions };
}

function describeWindow({ renewals }: EventLog, fingerprint: string): AffectedWindow {
  const { window, shift } = getOwn(renewals, fingerprint) ?? {};
  if (window === undefined || window === null) return null;
  return { start: window.start, end: window.end, moved_from: shift?.from ?? null };
}

/** Sorts by owner, and then those in use first. Without an owner last. */
function compareCertificates(a: AffectedCertificate, b: AffectedCertificate): number {
  return compareOwners(a.owner, b.owner) || compareText(a.state, b.state) || compareText(a.certificate, b.certificate);
}

function compareOwners(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareText(a, b);
}

// ---------------------------------------------------------------------------------------------- what else is known

/** Lists the issuances that no location is known to have. */
function listIssuances({ log, byName, decide }: Search): LoggedAffected[] {
  return Object.entries(log.issuances ?? {}).flatMap(([certificate, issuances]) =>
    Object.entries(issuances).flatMap(([domain, issuance]): LoggedAffected[] => {
      if (issuance.known) return [];
      const { names = [], issuer = null, serial_number = null, valid_from = null, valid_to } = issuance;
      const answer = decide({ facts: toFacts(issuance), key: issuance.key_sha256 ?? null });
      if (typeof answer === 'string') return [];
      const owner = byName.get(certificate)?.owner ?? null;
      const { match } = answer;
      return [{ certificate, domain, owner, names, issuer, serial_number, valid_from, valid_to, match }];
    }),
  );
}

function toFacts(issuance: LoggedIssuance): Candidate['facts'] {
  const { names = [], issuer = null, serial_number = null, valid_from = null } = issuance;
  return { issuer, serial_number, valid_from, sans: names, common_name: null, fingerprint_sha256: null };
}

/** Lists the certificates in use that are not selected, but whose CA has moved their renewal window to an earlier time. */
function listMovedWindows({ log, byName, answers }: Search): MovedWindow[] {
  const moved = new Map<string, MovedWindow>();
  for (const [certificate, , logged] of log.renewals === undefined ? [] : iterateLocations(log)) {
    const fingerprint = logged.removed ? null : logged.fingerprint;
    const shift = fingerprint === null ? null : getOwn(log.renewals, fingerprint)?.shift;
    if (fingerprint === null || !shift || answers.get(fingerprint) !== 'unaffected') continue;
    const { owner } = describeOwner(byName.get(certificate), [logged]);
    const common_name = getOwn(log.certificates, fingerprint)?.common_name ?? null;
    const window = { certificate, owner, common_name, fingerprint_sha256: fingerprint, from: shift.from, to: shift.to };
    moved.set(JSON.stringify([certificate, fingerprint]), window);
  }
  return [...moved.values()];
}

/** Lists the locations that could never be read. */
function* listUnread({ log, byName }: Search): Generator<UnknownLocation> {
  for (const [certificate, location, logged] of iterateLocations(log)) {
    const { fingerprint, previous, removed, failures } = logged;
    if (removed || fingerprint !== null || previous !== null || failures === 0) continue;
    yield { certificate, location, ...pickOwner(byName.get(certificate), logged) };
  }
}

/** Lists the entries of the manifest that no scan has tried to read yet. */
function listUnscanned({ log, entries }: Search): UnknownLocation[] {
  return entries
    .filter(({ enabled, source, name }) => enabled && source.kind !== 'ct' && getOwn(log.locations, name) === undefined)
    .map(({ name, owner }) => ({ certificate: name, location: 'not scanned yet', owner }));
}

function listUndecided({ log, byName, answers }: Search): UnknownLocation[] {
  return Array.from(iterateLocations(log)).flatMap(([certificate, location, logged]) => {
    const { fingerprint, removed } = logged;
    const isUndecided = !removed && fingerprint !== null && (answers.get(fingerprint) ?? 'undecided') === 'undecided';
    return isUndecided ? [{ certificate, location, ...pickOwner(byName.get(certificate), logged) }] : [];
  });
}

function pickOwner(entry: Entry | undefined, logged: LoggedLocation): { owner: string | null } {
  return { owner: describeOwner(entry, [logged]).owner };
}
