import { DAY } from '../../domain/thresholds.ts';
import type { EventLog, LoggedEvent, LoggedPlace } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import {
  findHistory,
  groupHistories,
  type Histories,
  type History,
  hasActivitySince,
  isScanEvent,
  lastNotified,
  lastResolution,
} from '../log/history.ts';

interface PruneOptions {
  /** Milliseconds. */
  now: number;
  retention_days: number;
  /** What the log was made from, which was pruned before it was saved; null where it was not. */
  saved?: EventLog | null;
}

/**
 * Drops what is over and no longer in use: places `retention_days` after they were gone (never for being unreadable);
 * the records of a subject or place, all together, when it is absent, has ended, and its newest is older than that;
 * certificates that nothing refers to.
 */
export function pruneLog(log: EventLog, { now, retention_days, saved = null }: PruneOptions): EventLog {
  const oldest = now - retention_days * DAY;
  const places = prunePlaces(log.places, oldest);
  const index = groupHistories(log);
  let present: ReadonlySet<History> | null = null;
  const isPresent = (history: History) => {
    present ??= collectPresent(places, index);
    return present.has(history);
  };
  const dropped = new Set<LoggedEvent>();
  const kept: LoggedEvent[] = [];
  for (const history of index.values()) {
    const [record] = history.records;
    if (record === undefined) continue;
    if (hasActivitySince(history, oldest) || isPresent(history) || !isResolved(history)) kept.push(record);
    else for (const one of history.records) dropped.add(one);
  }
  const events = dropped.size === 0 ? log.events : log.events.filter((record) => !dropped.has(record));
  // To ask who refers to each of them takes longer than all else here, and nothing has let go of any.
  const isAsSaved = places === saved?.places && log.certificates === saved.certificates && dropped.size === 0;
  const certificates = isAsSaved ? log.certificates : pruneCertificates(log.certificates, places, kept);
  return { ...log, places, certificates, ...pruneRenewals(log.renewals, certificates), events };
}

type Places = EventLog['places'];

function prunePlaces(places: Places, oldest: number): Places {
  if (!hasExpiredPlace(places, oldest)) return places;
  const kept = Object.entries(places).map(([entry, ofEntry]): [string, Record<string, LoggedPlace>] => {
    return [entry, Object.fromEntries(Object.entries(ofEntry).filter(([, place]) => !isExpired(place, oldest)))];
  });
  return Object.fromEntries(kept.filter(([, ofEntry]) => Object.keys(ofEntry).length > 0));
}

/** As mostly nothing is, it is asked without a list of all places. */
function hasExpiredPlace(places: Places, oldest: number): boolean {
  for (const entry in places) {
    const ofEntry = places[entry];
    for (const place in ofEntry) if (isExpired(ofEntry[place] as LoggedPlace, oldest)) return true;
  }
  return false;
}

function listPlaces(places: Places): { entry: string; place: string; logged: LoggedPlace }[] {
  const all: { entry: string; place: string; logged: LoggedPlace }[] = [];
  for (const entry in places) {
    const ofEntry = places[entry];
    for (const place in ofEntry) all.push({ entry, place, logged: ofEntry[place] as LoggedPlace });
  }
  return all;
}

function isExpired({ gone, since }: LoggedPlace, oldest: number): boolean {
  return gone && (since === null || parseIsoTime(since) < oldest);
}

/** The histories of what is at a place, and of the places themselves that are not gone. */
function collectPresent(places: Places, index: Histories): ReadonlySet<History> {
  const present = new Set<History>();
  for (const { entry, place, logged } of listPlaces(places)) {
    const { fingerprint, gone } = logged;
    if (!gone) present.add(findHistory(index, { certificate: entry, fingerprint: null, place }));
    if (fingerprint !== null) present.add(findHistory(index, { certificate: entry, fingerprint, place }));
  }
  return present;
}

/** What was told and has no ending yet is kept for the scan that tells it. */
function isResolved(history: History): boolean {
  if (history.records.every(isScanEvent)) return true;
  const told = lastNotified(history);
  const ending = lastResolution(history);
  return told === null || (ending !== null && ending.fired.sequence >= told.sequence);
}

/** `events`: one record of each history that is kept, which are all of one certificate. */
function pruneCertificates(
  certificates: EventLog['certificates'],
  places: Places,
  events: readonly LoggedEvent[],
): EventLog['certificates'] {
  const used = new Set<string | null>(events.map(({ fingerprint }) => fingerprint));
  for (const { logged } of listPlaces(places)) used.add(logged.fingerprint).add(logged.previous);
  const isUnused = (fingerprint: string) => !used.has(fingerprint);
  if (!Object.keys(certificates).some(isUnused)) return certificates;
  return Object.fromEntries(Object.entries(certificates).filter(([fingerprint]) => !isUnused(fingerprint)));
}

/** What was heard of a certificate goes with it. */
function pruneRenewals(
  renewals: EventLog['renewals'],
  certificates: EventLog['certificates'],
): Pick<EventLog, 'renewals'> {
  if (renewals === undefined) return {};
  const kept = Object.entries(renewals).filter(([fingerprint]) => getOwn(certificates, fingerprint) !== undefined);
  return { renewals: kept.length === 0 ? undefined : Object.fromEntries(kept) };
}
