/** Divides an event log into partitions by a hash of the entry name, and joins them again. */

import type { EventLog, LoggedPlace } from '../../generated/event-log.ts';
import { listEntries } from '../../lib/collections.ts';
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

/** The parts of a log that are in partitions, as lists. Without the rest, which is in the main file. */
export interface Partition {
  places: [string, EventLog['places'][string]][];
  certificates: [string, EventLog['certificates'][string]][];
  renewals: [string, NonNullable<EventLog['renewals']>[string]][];
  events: EventLog['events'];
}

/**
 * Divides a log. The places and events of an entry are in one partition, with the details of the certificates that they refer to: each
 * partition is complete, so that it does not matter if the others are older. What nothing refers to is in one of them until saving
 * drops it.
 */
export function splitLog(log: EventLog, count: number): Partition[] {
  const alone = Array.from({ length: count }, (_, index) => [index]);
  const locate = (name: string) => alone[computePartition(name, count)] ?? [];
  const referring = indexReferences(log, locate);
  const locateDetails = ([fingerprint]: [string, unknown]) => referring.get(fingerprint) ?? locate(fingerprint);
  const places = divide(listEntries(log.places), count, ([entry]) => locate(entry));
  const certificates = divide(listEntries(log.certificates), count, locateDetails);
  const renewals = divide(listEntries(log.renewals ?? {}), count, locateDetails);
  const events = divide(log.events, count, ({ certificate }) => locate(certificate));
  return alone.map((_, index) => ({
    places: places[index] ?? [],
    certificates: certificates[index] ?? [],
    renewals: renewals[index] ?? [],
    events: events[index] ?? [],
  }));
}

/** The partitions that refer to each fingerprint. */
function indexReferences(
  { places, events }: EventLog,
  locate: (entry: string) => readonly number[],
): Map<string, readonly number[]> {
  const referring = new Map<string, readonly number[]>();
  const add = (fingerprint: string | null, partition: readonly number[]) => {
    if (fingerprint === null) return;
    const known = referring.get(fingerprint);
    if (known === undefined) referring.set(fingerprint, partition);
    else if (known !== partition) referring.set(fingerprint, [...new Set([...known, ...partition])]);
  };
  for (const [entry, byPlace] of listEntries(places)) {
    const partition = locate(entry);
    for (const place in byPlace) {
      const { fingerprint, previous } = byPlace[place] as LoggedPlace;
      add(fingerprint, partition);
      add(previous, partition);
    }
  }
  for (const { certificate, fingerprint } of events) add(fingerprint, locate(certificate));
  return referring;
}

function divide<T>(values: readonly T[], count: number, locate: (value: T) => readonly number[]): T[][] {
  const divided = Array.from({ length: count }, (): T[] => []);
  for (const value of values) for (const index of locate(value)) divided[index]?.push(value);
  return divided;
}

/** Joins the main file with its partitions. Records keep their identity, so that unchanged ones keep their lines. */
export function joinLog(main: EventLog, partitions: readonly EventLog[]): EventLog {
  const { version, scans, history } = main;
  // The main file has no records, unless somebody has edited it.
  const parts = [main, ...partitions];
  const rest = { version, scans, history };
  const places = listSorted(parts.map((part) => part.places));
  // Each entry is in one partition, unless somebody has edited them: then all that is recorded counts.
  if (places.some(([entry], at) => entry === places[at - 1]?.[0]))
    return { ...parts.map(toPlainLog).reduce(mergeLogs, createEmptyLog()), ...rest };
  const renewals = parts.flatMap((part) => (part.renewals === undefined ? [] : [part.renewals]));
  return mergeDuplicates({
    ...rest,
    places: Object.fromEntries(places),
    certificates: joinShared(
      parts.map((part) => part.certificates),
      mergeFacts,
    ),
    ...(renewals.length > 0 && { renewals: joinShared(renewals, mergeRenewal) }),
    events: sortEvents(parts.flatMap((part) => part.events)),
  });
}

function toPlainLog({ places, certificates, renewals, events }: EventLog): EventLog {
  return { ...createEmptyLog(), places, certificates, renewals, events };
}

function listSorted<T>(all: readonly Readonly<Record<string, T>>[]): [string, T][] {
  return all.flatMap(listEntries).sort(compareKeys);
}

/** Entries in different partitions can have the same certificate. */
function joinShared<T>(all: readonly Readonly<Record<string, T>>[], merge: (a: T, b: T) => T): Record<string, T> {
  const joined: [string, T][] = [];
  for (const [key, record] of listSorted(all)) {
    const last = joined.at(-1);
    if (last?.[0] === key) last[1] = mergeOptional(last[1], record, merge) as T;
    else joined.push([key, record]);
  }
  return Object.fromEntries(joined);
}
