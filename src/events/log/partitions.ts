/** Divides an event log into partitions by a hash of the entry name, and joins them again. */

import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import { getOrCreate, setOwn } from '../../lib/collections.ts';
import { mergeLogs } from './merge.ts';

/** Computes the partition of an entry: the FNV-1a hash of its UTF-16 code units, which must never change. */
export function computePartition(name: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % count;
}

/** The parts of a log that are in partitions. The rest is in the main file. */
export type Partition = Required<
  Pick<EventLog, 'locations' | 'certificates' | 'renewals' | 'keys' | 'transparency' | 'issuances' | 'events'>
>;

/**
 * Divides a log. The locations and events of an entry are in one partition, with the details of the certificates that they refer to: each
 * partition is complete, even if the others are older. Unreferenced certificates are in one of them until a save drops them.
 */
export function splitLog(
  { locations, certificates, renewals = {}, keys = {}, transparency = {}, issuances = {}, events }: EventLog,
  count: number,
): Partition[] {
  const divided = Array.from({ length: count }, createPartition);
  const references = new Map<string, Set<Partition>>();
  const getPartition = (name: string) => divided[computePartition(name, count)] as Partition;
  const refer = (partition: Partition, fingerprint: string | null) => {
    if (fingerprint !== null) getOrCreate(references, fingerprint, () => new Set<Partition>()).add(partition);
  };
  for (const [entry, byLocation] of Object.entries(locations)) {
    const partition = getPartition(entry);
    setOwn(partition.locations, entry, byLocation);
    for (const { fingerprint, previous, sightings } of Object.values(byLocation)) {
      refer(partition, fingerprint);
      refer(partition, previous);
      for (const other of Object.keys(sightings?.certificates ?? {})) refer(partition, other);
    }
  }
  for (const [entry, domains] of Object.entries(transparency)) setOwn(getPartition(entry).transparency, entry, domains);
  for (const [entry, found] of Object.entries(issuances)) setOwn(getPartition(entry).issuances, entry, found);
  for (const event of events) {
    const partition = getPartition(event.certificate);
    partition.events.push(event);
    refer(partition, event.fingerprint);
  }
  const listReferring = (fingerprint: string) => references.get(fingerprint) ?? [getPartition(fingerprint)];
  for (const [fingerprint, facts] of Object.entries(certificates))
    for (const partition of listReferring(fingerprint)) setOwn(partition.certificates, fingerprint, facts);
  for (const [fingerprint, renewal] of Object.entries(renewals))
    for (const partition of listReferring(fingerprint)) setOwn(partition.renewals, fingerprint, renewal);
  for (const [fingerprint, key] of Object.entries(keys))
    for (const partition of listReferring(fingerprint)) setOwn(partition.keys, fingerprint, key);
  return divided;
}

function createPartition(): Partition {
  return {
    locations: {},
    certificates: {},
    renewals: {},
    keys: {},
    transparency: {},
    issuances: {},
    events: [] as LoggedEvent[],
  };
}

/**
 * Joins the main file with its partitions. The main file has no records, and each entry is in one partition, unless somebody has edited the
 * files: then all records are used.
 */
export function joinLog(main: EventLog, partitions: readonly EventLog[]): EventLog {
  const { version, min_reader, scans, history } = main;
  return { ...mergeLogs(main, ...partitions), version, min_reader, scans, history };
}
