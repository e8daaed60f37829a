/** Divides an event log into partitions by a hash of the entry name, and joins them again. */

import type { EventLog, LoggedEvent, LoggedPlace } from '../../generated/event-log.ts';
import { compareText, getOwn, setOwn } from '../../lib/collections.ts';
import { type Keyed, type KeyedLists, type LogToSerialize, toKeyedLists, toKeyedRecord } from './incremental-lines.ts';
import { mergeDuplicates, mergeFacts, mergeLogs, mergeOptional, mergeRenewal } from './merge.ts';
import { sortEvents } from './order.ts';
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
export type Partition = Record<'places', KeyedLists<EventLog['places'][string]>> &
  Record<'certificates', KeyedLists<EventLog['certificates'][string]>> &
  Record<'renewals', KeyedLists<NonNullable<EventLog['renewals']>[string]>> &
  Pick<EventLog, 'events'>;

/**
 * Divides a log. The places and events of an entry are in one partition, with the details of the certificates that they refer to: each
 * partition is complete, so that it does not matter if the others are older. What nothing refers to is in one of them until saving
 * drops it.
 */
export function splitLog({ places, certificates, renewals = {}, events }: EventLog, count: number): Partition[] {
  const entries = createLists(count);
  const referring: References = new Map();
  for (const entry of Object.keys(places)) {
    const partition = computePartition(entry, count);
    entries[partition]?.push(entry);
    const byPlace = places[entry];
    for (const place in byPlace) {
      const { fingerprint, previous, seen } = byPlace[place] as LoggedPlace;
      addReference(referring, fingerprint, partition);
      addReference(referring, previous, partition);
      for (const other in seen?.certificates) addReference(referring, other, partition);
    }
  }
  const divided = createLists<LoggedEvent>(count);
  for (const event of events) {
    const partition = computePartition(event.certificate, count);
    divided[partition]?.push(event);
    addReference(referring, event.fingerprint, partition);
  }
  const details = divideByReference(Object.keys(certificates), referring, count);
  const renewalKeys = divideByReference(Object.keys(renewals), referring, count);
  return entries.map((keys, index) => ({
    places: select(places, keys),
    certificates: select(certificates, details[index] ?? []),
    renewals: select(renewals, renewalKeys[index] ?? []),
    events: divided[index] ?? [],
  }));
}

/** The partitions that refer to each fingerprint: mostly one. */
type References = Map<string, number | readonly number[]>;

function addReference(referring: References, fingerprint: string | null, partition: number): void {
  if (fingerprint === null) return;
  const known = referring.get(fingerprint);
  if (known === undefined) referring.set(fingerprint, partition);
  else if (known !== partition) referring.set(fingerprint, [...new Set([known, partition].flat())]);
}

function divideByReference(fingerprints: readonly string[], referring: References, count: number): string[][] {
  const divided = createLists(count);
  for (const fingerprint of fingerprints) {
    const partitions = referring.get(fingerprint) ?? computePartition(fingerprint, count);
    if (typeof partitions === 'number') divided[partitions]?.push(fingerprint);
    else for (const partition of partitions) divided[partition]?.push(fingerprint);
  }
  return divided;
}

function createLists<T = string>(count: number): T[][] {
  return Array.from({ length: count }, (): T[] => []);
}

/** Sorts the keys, as they are in a file. */
function select<T>(records: Readonly<Record<string, T>>, keys: string[]): KeyedLists<T> {
  keys.sort(compareText);
  return [keys, keys.map((key) => records[key] as T)];
}

/** Joins the main file with its partitions. Records keep their identity, so that unchanged ones keep their lines. */
export function joinLog(main: EventLog, partitions: readonly LogToSerialize[]): EventLog {
  const { version, scans, history } = main;
  // The main file has no records, unless somebody has edited it.
  const parts: LogToSerialize[] = [main, ...partitions];
  const rest = { version, scans, history };
  const places = joinKeyed(
    parts.map((part) => part.places),
    () => null,
  );
  // Each entry is in one partition, unless somebody has edited them: then all that is recorded counts.
  if (places === null) return { ...parts.map(toPlainLog).reduce(mergeLogs, createEmptyLog()), ...rest };
  // Entries in different partitions can have the same certificate.
  const certificates = joinKeyed(
    parts.map((part) => part.certificates),
    (a, b) => mergeOptional(a, b, mergeFacts) ?? null,
  );
  const renewals = parts.flatMap((part) => (part.renewals === undefined ? [] : [part.renewals]));
  return mergeDuplicates({
    ...rest,
    places,
    certificates: certificates ?? {},
    ...(renewals.length > 0 && {
      renewals: joinKeyed(renewals, (a, b) => mergeOptional(a, b, mergeRenewal) ?? null) ?? {},
    }),
    events: sortEvents(parts.flatMap((part) => part.events)),
  });
}

function toPlainLog({ places, certificates, renewals, events }: LogToSerialize): EventLog {
  return {
    ...createEmptyLog(),
    places: toKeyedRecord(places),
    certificates: toKeyedRecord(certificates),
    ...(renewals && { renewals: toKeyedRecord(renewals) }),
    events,
  };
}

/** Records of the same key that differ are merged. Null if `merge` returns null. */
function joinKeyed<T>(all: readonly Keyed<T>[], merge: (a: T, b: T) => T | null): Record<string, T> | null {
  const joined: Record<string, T> = {};
  let count = 0;
  for (const keyed of all) {
    const [keys, records] = toKeyedLists(keyed);
    for (let index = 0; index < keys.length; index += 1) setOwn(joined, keys[index] as string, records[index] as T);
    count += keys.length;
  }
  // Looking up each of a hundred thousand keys takes longer than adding them, and nearly all of them are in one part only.
  return Object.keys(joined).length === count ? joined : mergeKeyed(all, merge);
}

function mergeKeyed<T>(all: readonly Keyed<T>[], merge: (a: T, b: T) => T | null): Record<string, T> | null {
  const merged: Record<string, T> = {};
  for (const keyed of all) {
    const [keys, records] = toKeyedLists(keyed);
    for (const [index, key] of keys.entries()) {
      const record = records[index] as T;
      const known = getOwn(merged, key);
      const both = known === undefined ? record : merge(known, record);
      if (both === null) return null;
      setOwn(merged, key, both);
    }
  }
  return merged;
}
