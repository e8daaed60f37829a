/** Prunes unused locations, records and certificates from the event log. */

import { DAY } from '../../domain/thresholds.ts';
import type { EventLog, LoggedEvent, LoggedIssuance, LoggedLocation } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { lazy } from '../../lib/memoize.ts';
import {
  findHistory,
  groupHistories,
  type Histories,
  type History,
  hasActivitySince,
  isGap,
  isResolved,
} from '../log/history.ts';
import { pruneKeys } from './keys.ts';
import { pruneHistory } from './record-day.ts';

interface PruneOptions {
  /** Milliseconds. */
  now: number;
  retention_days: number;
}

/**
 * Drops locations `retention_days` after they disappeared, and never because they cannot be read; the records of a history, all
 * together, if its subject or location is absent, its alerts are resolved and its newest record is older than that; and
 * certificates that nothing refers to.
 */
export function pruneLog(log: EventLog, { now, retention_days }: PruneOptions): EventLog {
  const oldest = now - retention_days * DAY;
  const locations = pruneLocations(log.locations, oldest);
  const index = groupHistories(log);
  const getPresent = lazy(() => collectPresent(locations, index));
  const isPresent = (history: History) => getPresent().has(history);
  const dropped = new Set<LoggedEvent>();
  const kept: LoggedEvent[] = [];
  for (const history of index.values()) {
    const [record] = history.records;
    if (record === undefined) continue;
    // An alert without a resolution is kept for the scan that resolves it.
    const isOpen = () => !isGap(record) && !isResolved(history);
    if (hasActivitySince(history, oldest) || isPresent(history) || isOpen()) kept.push(record);
    else for (const one of history.records) dropped.add(one);
  }
  const events = dropped.size === 0 ? log.events : log.events.filter((record) => !dropped.has(record));
  const certificates = pruneCertificates(log.certificates, locations, kept);
  return {
    ...log,
    locations,
    certificates,
    ...pruneRenewals(log.renewals, certificates),
    ...pruneKeys(log.keys, certificates),
    ...pruneIssuances(log.issuances, now),
    ...pruneHistory(log, now),
    events,
  };
}

type Locations = EventLog['locations'];

function pruneLocations(locations: Locations, oldest: number): Locations {
  const kept = Object.entries(locations).map(([entry, byLocation]): [string, Record<string, LoggedLocation>] => {
    return [
      entry,
      Object.fromEntries(Object.entries(byLocation).filter(([, location]) => !isExpired(location, oldest))),
    ];
  });
  return Object.fromEntries(kept.filter(([, byLocation]) => Object.keys(byLocation).length > 0));
}

function isExpired({ removed, since }: LoggedLocation, oldest: number): boolean {
  return removed && (since === null || parseIsoTime(since) < oldest);
}

/** Collects the histories of certificates at locations, and of the locations themselves. */
function collectPresent(locations: Locations, index: Histories): ReadonlySet<History> {
  const present = new Set<History>();
  forEachLocation(locations, ({ fingerprint, removed, sightings }, location, entry) => {
    if (!removed) present.add(findHistory(index, { certificate: entry, fingerprint: null, location }));
    if (fingerprint !== null) present.add(findHistory(index, { certificate: entry, fingerprint, location }));
    for (const other in sightings?.certificates)
      present.add(findHistory(index, { certificate: entry, fingerprint: other, location }));
  });
  return present;
}

/** Drops unused certificates. `events` has one record of each kept history, whose records are all about one certificate. */
function pruneCertificates(
  certificates: EventLog['certificates'],
  locations: Locations,
  events: readonly LoggedEvent[],
): EventLog['certificates'] {
  const used = new Set<string | null>();
  for (const { fingerprint } of events) used.add(fingerprint);
  forEachLocation(locations, ({ fingerprint, previous, sightings }) => {
    used.add(fingerprint);
    if (previous !== null) used.add(previous);
    for (const other in sightings?.certificates) used.add(other);
  });
  return Object.fromEntries(Object.entries(certificates).filter(([fingerprint]) => used.has(fingerprint)));
}

/** Drops the renewal information of dropped certificates. */
function pruneRenewals(
  renewals: EventLog['renewals'],
  certificates: EventLog['certificates'],
): Pick<EventLog, 'renewals'> {
  if (renewals === undefined) return {};
  const kept = Object.entries(renewals).filter(([fingerprint]) => getOwn(certificates, fingerprint) !== undefined);
  return { renewals: kept.length === 0 ? undefined : Object.fromEntries(kept) };
}

/** The days after which expired issuances are dropped: they are unusable, and the days allow for wrong clocks. */
const EXPIRED_DAYS = 2;

function pruneIssuances(issuances: EventLog['issuances'], now: number): Pick<EventLog, 'issuances'> {
  if (issuances === undefined) return {};
  const oldest = now - EXPIRED_DAYS * DAY;
  const kept = Object.entries(issuances).map(([entry, found]): [string, Record<string, LoggedIssuance>] => {
    return [entry, Object.fromEntries(Object.entries(found).filter(([, one]) => parseIsoTime(one.valid_to) >= oldest))];
  });
  const rest = kept.filter(([, found]) => Object.keys(found).length > 0);
  return { issuances: rest.length === 0 ? undefined : Object.fromEntries(rest) };
}

/** Calls `visit` for each location of each entry. */
function forEachLocation(
  locations: Locations,
  visit: (logged: LoggedLocation, location: string, entry: string) => void,
): void {
  for (const [entry, byLocation] of Object.entries(locations))
    for (const [location, logged] of Object.entries(byLocation)) visit(logged, location, entry);
}
