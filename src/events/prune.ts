import { own } from '../collections.ts';
import type { EventLog, LoggedEvent, LoggedPlace } from '../generated/event-log.ts';
import { DAY } from '../limits.ts';
import { type History, histories, isOfScans, lastEnding, lastOrder, lastTold } from './history.ts';

/**
 * Drops what is over and no longer in use: places `retention_days` after they were gone (never for being unreadable);
 * the records of a subject or place, all together, when it is absent, has ended, and its newest is older than that;
 * certificates that nothing refers to. `now` is in milliseconds.
 */
export function pruneLog(log: EventLog, { now, retention_days }: { now: number; retention_days: number }): EventLog {
  const oldest = now - retention_days * DAY;
  const places = prunePlaces(log.places, oldest);
  const present = presentIn(places);
  const dropped = new Set<LoggedEvent>();
  const kept: LoggedEvent[] = [];
  for (const history of histories(log).values()) {
    const [record] = history.records;
    if (record === undefined) continue;
    if (present(record) || lastOrder(history) >= oldest || !isOver(history)) kept.push(record);
    else for (const one of history.records) dropped.add(one);
  }
  const events = dropped.size === 0 ? log.events : log.events.filter((record) => !dropped.has(record));
  const certificates = pruneCertificates(log.certificates, places, kept);
  return { ...log, places, certificates, ...pruneRenewals(log.renewals, certificates), events };
}

type Places = EventLog['places'];

function prunePlaces(places: Places, oldest: number): Places {
  const all = Object.values(places).flatMap((ofEntry) => Object.values(ofEntry));
  if (!all.some((place) => isLongGone(place, oldest))) return places;
  const kept = Object.entries(places).map(([entry, ofEntry]): [string, Record<string, LoggedPlace>] => {
    return [entry, Object.fromEntries(Object.entries(ofEntry).filter(([, place]) => !isLongGone(place, oldest)))];
  });
  return Object.fromEntries(kept.filter(([, ofEntry]) => Object.keys(ofEntry).length > 0));
}

function isLongGone({ gone, since }: LoggedPlace, oldest: number): boolean {
  return gone && (since === null || Date.parse(since) < oldest);
}

/** Whether what a record is about is at a place that is not gone. */
function presentIn(places: Places): (record: LoggedEvent) => boolean {
  const found = new Map<string, ReadonlySet<string | null>>();
  const fingerprintsOf = (entry: string) => {
    const known =
      found.get(entry) ?? new Set(Object.values(own(places, entry) ?? {}).map((place) => place.fingerprint));
    found.set(entry, known);
    return known;
  };
  return ({ certificate, fingerprint, place }) => {
    if (fingerprint !== null) return fingerprintsOf(certificate).has(fingerprint);
    const logged = own(own(places, certificate), place ?? '');
    return logged !== undefined && !logged.gone;
  };
}

/** What was told and has no ending yet is kept for the scan that tells it. */
function isOver(history: History): boolean {
  if (history.records.every(isOfScans)) return true;
  const told = lastTold(history);
  const ending = lastEnding(history);
  return told === null || (ending !== null && ending.fired.order >= told.order);
}

/** `events`: one record of each history that is kept, which are all of one certificate. */
function pruneCertificates(
  certificates: EventLog['certificates'],
  places: Places,
  events: readonly LoggedEvent[],
): EventLog['certificates'] {
  const used = new Set<string | null>(events.map(({ fingerprint }) => fingerprint));
  for (const ofEntry of Object.values(places)) {
    for (const { fingerprint, previous } of Object.values(ofEntry)) used.add(fingerprint).add(previous);
  }
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
  const kept = Object.entries(renewals).filter(([fingerprint]) => own(certificates, fingerprint) !== undefined);
  return { renewals: kept.length === 0 ? undefined : Object.fromEntries(kept) };
}
