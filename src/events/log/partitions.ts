/** Divides an event log into partitions by a hash of the entry name, and joins them again. */

import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { mergeDuplicates, mergeFacts, mergeLogs, mergeOptional, mergeRenewal } from './merge.ts';
import { compareKeys, sortEvents } from './order.ts';
import { createEmptyLog } from './serialize.ts';

/** The names of partitions in order, such as `03-of-16`. Empty for one: that log is not divided. */
export function listPartitionNames(count: number): string[] {
  const digits = String(count - 1).length;
  const format = (index: number) => `${String(index).padStart(digits, '0')}-of-${count}`;
  return count < 2 ? [] : Array.from({ length: count }, (_, index) => format(index));
}

/** The partition of an entry: FNV-1a of its UTF-16 code units, which must never change. */
export function computePartition(name: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % count;
}

/** The parts of a log that are in partitions. Without the rest, which is in the main file. */
export type Partition = Pick<EventLog, 'places' | 'certificates' | 'renewals' | 'events'>;

/** A partition while it is filled, as entries: an entry can have a name such as `__proto__`. */
interface Draft {
  places: [string, EventLog['places'][string]][];
  /** The fingerprints of its certificates and of their renewal information. */
  fingerprints: Set<string>;
  events: LoggedEvent[];
}

/**
 * Divides a log. The places and events of an entry are in one partition, with the details of the certificates that they refer to: each
 * partition is complete, so that it does not matter if the others are older.
 */
export function splitLog(log: EventLog, count: number): Partition[] {
  const drafts = Array.from({ length: count }, (): Draft => ({ places: [], fingerprints: new Set(), events: [] }));
  const getDraft = (name: string) => drafts[computePartition(name, count)] as Draft;
  for (const [entry, byPlace] of Object.entries(log.places)) {
    const { places, fingerprints } = getDraft(entry);
    places.push([entry, byPlace]);
    for (const { fingerprint, previous } of Object.values(byPlace)) {
      for (const one of [fingerprint, previous]) if (one !== null) fingerprints.add(one);
    }
  }
  for (const event of log.events) {
    const { events, fingerprints } = getDraft(event.certificate);
    events.push(event);
    if (event.fingerprint !== null) fingerprints.add(event.fingerprint);
  }
  addUnused(log, drafts, getDraft);
  return drafts.map((draft) => finishDraft(draft, log));
}

/** Nothing refers to these, and saving drops them sooner or later. Until then they are kept. */
function addUnused(
  { certificates, renewals = {} }: EventLog,
  drafts: Draft[],
  getDraft: (name: string) => Draft,
): void {
  const used = new Set(drafts.flatMap(({ fingerprints }) => [...fingerprints]));
  for (const records of [certificates, renewals]) {
    for (const fingerprint of Object.keys(records)) {
      if (!used.has(fingerprint)) getDraft(fingerprint).fingerprints.add(fingerprint);
    }
  }
}

function finishDraft({ places, fingerprints, events }: Draft, { certificates, renewals = {} }: EventLog): Partition {
  const known = pick(renewals, fingerprints);
  return {
    places: Object.fromEntries(places),
    certificates: Object.fromEntries(pick(certificates, fingerprints)),
    ...(known.length > 0 && { renewals: Object.fromEntries(known) }),
    events,
  };
}

function pick<T>(records: Readonly<Record<string, T>>, keys: Iterable<string>): [string, T][] {
  return Array.from(keys).flatMap((key): [string, T][] => {
    const record = getOwn(records, key);
    return record === undefined ? [] : [[key, record]];
  });
}

/** Joins the main file with its partitions. Records keep their identity, so that unchanged ones keep their lines. */
export function joinLog(main: EventLog, partitions: readonly EventLog[]): EventLog {
  const { version, scans, history } = main;
  // The main file has no records, unless somebody has edited it.
  const parts = [main, ...partitions];
  const rest = { version, scans, ...(history !== undefined && { history }) };
  const places = joinDistinct(parts.map((part) => part.places));
  // Each entry is in one partition, unless somebody has edited them: then all that is recorded counts.
  if (places === null) return { ...parts.map(toPlainLog).reduce(mergeLogs, createEmptyLog()), ...rest };
  const renewals = parts.flatMap((part) => (part.renewals === undefined ? [] : [part.renewals]));
  return mergeDuplicates({
    ...rest,
    places,
    certificates: joinShared(
      parts.map((part) => part.certificates),
      mergeFacts,
    ),
    ...(renewals.length > 0 && { renewals: joinShared(renewals, mergeRenewal) }),
    events: sortEvents(parts.flatMap((part) => part.events)),
  });
}

function toPlainLog({ places, certificates, renewals, events }: EventLog): EventLog {
  return { ...createEmptyLog(), places, certificates, ...(renewals !== undefined && { renewals }), events };
}

/** Null if a key is in several of them. */
function joinDistinct<T>(all: readonly Readonly<Record<string, T>>[]): Record<string, T> | null {
  const entries = all.flatMap((records) => Object.entries(records)).sort(compareKeys);
  const joined = Object.fromEntries(entries);
  return Object.keys(joined).length === entries.length ? joined : null;
}

/** Entries in different partitions can have the same certificate. */
function joinShared<T>(all: readonly Readonly<Record<string, T>>[], merge: (a: T, b: T) => T): Record<string, T> {
  const joined = new Map<string, T>();
  for (const records of all) {
    for (const [key, record] of Object.entries(records)) {
      joined.set(key, mergeOptional(joined.get(key), record, merge) as T);
    }
  }
  return Object.fromEntries([...joined].sort(compareKeys));
}
