/**
 * Indexes the keys of all certificates in the event log: which owners have a key, since when it is used, and which key a location had before.
 * Everything comes from the log, so that the result does not depend on which locations a scan could read, or covers.
 */

import type { Comparison, Entry, LiveLocation } from '../../domain/index.ts';
import { indexFirstUses } from '../../domain/key-uses.ts';
import type { EventLog, LoggedLocation } from '../../generated/event-log.ts';
import { getOrCreate, getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { lazy } from '../../lib/memoize.ts';
import type { KeyHolders, KeyUse } from './policy-check.ts';

/** A certificate with its locations. */
interface KeySubject {
  owner: string | null;
  fingerprint: string;
  locations: readonly Pick<LiveLocation, 'previous'>[];
}

export type FindKeyUse = (subject: KeySubject) => KeyUse;

/** The maximum of names in a message. */
const MAX_NAMES = 5;

/** Creates the index; each part is computed at the first use. */
export function createKeyIndex({
  log,
  entries,
  findFacts,
}: Pick<Comparison, 'log' | 'entries' | 'findFacts'>): FindKeyUse {
  const getKey = (fingerprint: string) => getOwn(log.keys, fingerprint)?.sha256 ?? null;
  const getFirstUses = lazy(() => indexFirstUses(log.keys, log.certificates));
  const getHolders = lazy(() => indexHolders(log.locations, entries, getKey));
  const listRenewals = (key: string | null, { fingerprint, locations }: KeySubject) =>
    locations.flatMap(({ previous }) => {
      if (previous === null || previous === fingerprint || !isRenewal(previous, fingerprint)) return [];
      const before = getKey(previous);
      return [before === null ? null : before === key];
    });
  /** Whether the certificate was not replaced by an older one. */
  const isRenewal = (previous: string, fingerprint: string) => {
    const [before, after] = [previous, fingerprint].map((one) => findFacts(one)?.valid_from ?? null);
    return !before || !after || parseIsoTime(before) <= parseIsoTime(after);
  };
  return (subject) => {
    const key = getKey(subject.fingerprint);
    const renewals = listRenewals(key, subject);
    if (key === null) return { isKnown: false, firstUsed: null, renewals, others: NO_HOLDERS };
    return {
      isKnown: true,
      renewals,
      get firstUsed() {
        return getFirstUses().get(key) ?? null;
      },
      get others() {
        return listOthers(getHolders().get(key), subject.owner);
      },
    };
  };
}

const NO_HOLDERS: KeyHolders = { names: [], count: 0, hasUnknown: false };

/** The entries that have a key, by owner. */
interface Holders {
  byOwner: Map<string | null, Set<string>>;
  /** The number of entries, for each of their owners. */
  count: number;
  hasUnknown: boolean;
}

/** Indexes the present locations by key; null: those whose key is unknown. Their inventory may name another owner than the entry. Test certificates may share a key. */
function indexHolders(
  locations: EventLog['locations'],
  entries: ReadonlyMap<string, Entry>,
  getKey: (fingerprint: string) => string | null,
): ReadonlyMap<string | null, Holders> {
  const holders = new Map<string | null, Holders>();
  for (const [name, byLocation] of Object.entries(locations)) {
    const entry = entries.get(name);
    if (entry?.enabled === false || entry?.settings.fixture !== undefined) continue;
    for (const location of Object.values(byLocation)) {
      const owner = location.ownership?.value.owner ?? entry?.owner ?? null;
      for (const fingerprint of listFingerprints(location)) {
        const found = getOrCreate(holders, getKey(fingerprint), createHolders);
        if (entry === undefined) found.hasUnknown = true;
        else addHolder(found, owner, name);
      }
    }
  }
  return holders;
}

function listFingerprints({ fingerprint, removed, sightings }: LoggedLocation): string[] {
  if (removed || fingerprint === null) return [];
  return sightings === undefined ? [fingerprint] : [fingerprint, ...Object.keys(sightings.certificates)];
}

function createHolders(): Holders {
  return { byOwner: new Map(), count: 0, hasUnknown: false };
}

function addHolder(holders: Holders, owner: string | null, entry: string): void {
  const entries = getOrCreate(holders.byOwner, owner, () => new Set<string>());
  if (entries.has(entry)) return;
  entries.add(entry);
  holders.count += 1;
}

/** Takes the same time for any number of entries. */
function listOthers({ byOwner, count, hasUnknown } = createHolders(), own: string | null): KeyHolders {
  const names: string[] = [];
  for (const name of listNames(byOwner, own)) {
    names.push(name);
    if (names.length === MAX_NAMES) break;
  }
  return { names, count: count - (byOwner.get(own)?.size ?? 0), hasUnknown };
}

function* listNames(byOwner: Holders['byOwner'], own: string | null): Generator<string> {
  for (const [owner, entries] of byOwner)
    if (owner !== own) for (const entry of entries) yield `${entry} (${owner ?? 'no owner'})`;
}
