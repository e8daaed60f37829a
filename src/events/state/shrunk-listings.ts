/**
 * Keeps the items of an inventory whose listing lost most of them: usually the account has lost permissions, and still sees some items. The
 * loss is believed once a scan at least 20 hours later finds it again, or if the entry has `allow_shrink`.
 */

import { coversNames, listNames } from '../../domain/certificate-names.ts';
import type { CertificateFacts, Entry, Failure, ShrunkListing, SourceReading } from '../../domain/index.ts';
import { isSourceUnder } from '../../domain/sources/item-location.ts';
import { HOUR } from '../../domain/thresholds.ts';
import type { EventLog, LoggedLocation } from '../../generated/event-log.ts';
import { getOrCreate, getOwn } from '../../lib/collections.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';
import { createShrunkFailure } from '../log/messages.ts';
import { getFailingSince, nextTime } from './location-registers.ts';
import type { Locations, ReadResult, ReadResults } from './read-results.ts';

/** The minimum of known items: of a few, more than half can really be removed from one scan to the next. */
const MIN_KNOWN = 10;

/** The time until a loss is believed: somebody sees a red run of daily scans once, also if a scan starts some hours early. */
const ACCEPTED_AFTER = 20 * HOUR;

interface ShrunkOptions {
  entry: Entry;
  /** The details of the certificates in the log. */
  certificates: EventLog['certificates'];
  /** Milliseconds. */
  now: number;
}

/**
 * Finds the shrunk listings of an entry. `results`: what this scan read. An item is not missing if it is listed, but not monitored, such as
 * one that `where` excludes; if its certificate is at another location now; or if a new item has all of its names and expires later.
 */
export function findShrunkListings(
  before: Locations,
  readings: readonly SourceReading[],
  results: ReadResults,
  { entry, certificates, now }: ShrunkOptions,
): ShrunkListing[] {
  const isEmptyAllowed = 'allow_empty' in entry.source && entry.source.allow_empty === true;
  const complete = readings.filter(({ inventory, failure, blind }) => inventory && failure === null && !blind);
  return complete.flatMap(({ source, locations, unmonitored = [] }) => {
    const known = listKnown(before, source);
    const first = findFirst(getOwn(before, source));
    const isOld = createAgeTest(before, first);
    const old = known.filter(isOld).length;
    if (old < MIN_KNOWN) return [];
    const listed = new Set(unmonitored);
    const unlisted = known.filter((location) => !results.has(location) && !listed.has(location));
    const isMost = (locations: readonly string[]) => locations.filter(isOld).length * 2 > old;
    if (!isMost(unlisted)) return [];
    const hasItems = known.some((location) => results.has(location)) || locations.length > 0 || listed.size > 0;
    if (!hasItems && isEmptyAllowed) return [];
    const isReplaced = createReplacementTest(before, results, certificates);
    const missing = unlisted.filter((location) => !isReplaced(location)).sort();
    if (!isMost(missing)) return [];
    const isAccepted = entry.allow_shrink === true || (first !== null && now - first >= ACCEPTED_AFTER);
    return [{ entry: entry.name, source, known: known.length, missing, isAccepted }];
  });
}

/** Lists the items of a listing, and of those that it finds. */
function listKnown(before: Locations, listing: string): string[] {
  return Object.entries(before).flatMap(([location, { source, removed }]) =>
    removed || location === source || !isSourceUnder(source, listing) ? [] : location,
  );
}

/**
 * Returns a test for items that were known before the loss (`first`, milliseconds; null: there is none). Only these decide about it: the new
 * items of another account would make up for those that are missing. An item whose certificate was renewed is not new.
 */
function createAgeTest(before: Locations, first: number | null): (location: string) => boolean {
  return (location) => {
    const logged = getOwn(before, location);
    if (first === null || logged === undefined || logged.previous !== null) return true;
    const seen = logged.since ?? getFailingSince(logged);
    return seen === null || parseIsoTime(seen) < first;
  };
}

/** Returns the time of the first scan in a row that found the loss, in milliseconds; null if there is none. */
function findFirst(logged: LoggedLocation | undefined): number | null {
  const first = logged?.removed === false ? logged.shrunk?.first_at : null;
  return first ? parseIsoTime(first) : null;
}

/** Returns a test for items whose certificate, or a successor of it, is somewhere else in the listing now. */
function createReplacementTest(
  before: Locations,
  results: ReadResults,
  certificates: EventLog['certificates'],
): (location: string) => boolean {
  const present = new Set<string>();
  const successors = new Map<string, CertificateFacts[]>();
  for (const [location, { certificate }] of results) {
    if (certificate === null) continue;
    present.add(certificate.fingerprint);
    if (getOwn(before, location)?.removed === false) continue;
    for (const name of listNames(certificate.facts)) getOrCreate(successors, name, () => []).push(certificate.facts);
  }
  return (location) => {
    const fingerprint = getOwn(before, location)?.fingerprint ?? null;
    if (fingerprint === null) return false;
    if (present.has(fingerprint)) return true;
    const old = getOwn(certificates, fingerprint);
    const [name] = old === undefined ? [] : listNames(old);
    if (old === undefined || name === undefined) return false;
    const isSuccessor = (facts: CertificateFacts) =>
      coversNames(facts, old) && parseIsoTime(facts.valid_to) > parseIsoTime(old.valid_to);
    return (successors.get(name) ?? []).some(isSuccessor);
  };
}

/** Returns the results with those of items that are missing, and stay as they are, and of their listings, which fail. */
export function keepShrunk(
  results: ReadResults,
  before: Locations,
  shrunk: readonly ShrunkListing[],
  now: number,
): ReadResults {
  const kept = shrunk.filter(({ isAccepted }) => !isAccepted);
  if (kept.length === 0) return results;
  const all = new Map(results);
  for (const { source, known, missing } of kept) {
    const until = (findFirst(getOwn(before, source)) ?? now) + ACCEPTED_AFTER;
    const failure = createShrunkFailure(source, known - missing.length, known, formatIsoTime(until));
    for (const location of missing)
      all.set(location, { ...createResult(getOwn(before, location)?.source ?? source, failure), isBlind: true });
    all.set(source, createResult(source, failure));
  }
  return all;
}

function createResult(source: string, failure: Failure): ReadResult {
  return { source, failure, observed: {}, certificate: null, evidence: null };
}

/**
 * Updates the registers of listings after `updateLocations`: the time of the first scan in a row that found a loss. A scan that could not
 * list the items keeps it. Returns the same object if nothing changed.
 */
export function updateShrunk(
  locations: Locations,
  readings: readonly SourceReading[],
  shrunk: readonly ShrunkListing[],
  now: number,
): Locations {
  const lost = new Set(shrunk.flatMap(({ source, isAccepted }) => (isAccepted ? [] : source)));
  const changed = readings.flatMap(({ source, inventory, failure, blind }): [string, LoggedLocation][] => {
    const logged = getOwn(locations, source);
    if (!inventory || failure !== null || blind || logged === undefined) return [];
    const { first_at = null, since } = logged.shrunk ?? {};
    if (lost.has(source) === (first_at !== null)) return [];
    const first = lost.has(source) ? formatIsoTime(now) : null;
    return [[source, { ...logged, shrunk: { first_at: first, since: nextTime(now, since) } }]];
  });
  return changed.length === 0 ? locations : { ...locations, ...Object.fromEntries(changed) };
}
