/** Finds what a run read of one entry: its locations, those that could not be read, and failed lookups. */

import { INVENTORY_SHRUNK, isNeverRead, NOT_OBSERVED } from '../../domain/certificate.ts';
import type { Entry, IsoTime, LiveLocation } from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { listPossibleListings } from '../../domain/sources/item-location.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportFailedLookup, ReportUnread } from '../../generated/report.ts';
import type { CoverageInput } from './input.ts';

type EntryInput = Pick<CoverageInput, 'unobserved' | 'reads' | 'isDryRun' | 'log'>;

export interface EntryCoverage {
  name: string;
  locations: number;
  read: number;
  isNeverRead: boolean;
  isUnobserved: boolean;
  unread: ReportUnread[];
  lookups: ReportFailedLookup[];
}

/** Finds what a run read of an entry. */
export function inspectEntry(entry: Entry, locations: readonly LiveLocation[], input: EntryInput): EntryCoverage {
  const { name } = entry;
  const isUnobserved = input.unobserved.has(name) || (!input.reads(name) && locations.some((one) => one.unobserved));
  const isScanned = input.reads(name);
  const listings = new Map(findFailedListings(entry, locations).map((one) => [one.source, one]));
  const isListing = (one: LiveLocation) => listings.get(one.source) === one;
  const items = listings.size === 0 ? [] : locations.filter((one) => !isListing(one));
  const findListings = (some: readonly LiveLocation[]) =>
    new Set(some.flatMap(({ source }) => listPossibleListings(source)));
  const known = findListings(items);
  const named = findListings(items.filter((one) => !isRead(one, isScanned)));
  // The known items that a failed listing did not read are the unread locations. Otherwise, the listing is one itself: it may have new items.
  const located = locations.filter((one) => !isListing(one) || !named.has(one.source));
  const isListed = ({ source }: LiveLocation) => !listPossibleListings(source).some((one) => listings.has(one));
  // The log does not say which items of a failed listing were read.
  const missing = located.filter((one) => !isRead(one, isScanned) || !(isScanned || isListed(one)));
  const unread = missing
    .filter(({ failure, unobserved = 0 }) => failure?.code !== NOT_OBSERVED && unobserved === 0)
    .map((location) => {
      const [listing] = listPossibleListings(location.source).flatMap((source) => listings.get(source) ?? []);
      // A listing has no certificate of its own. If items are known, it was read before.
      const isNever = isNeverRead(location) && !(isListing(location) && known.has(location.source));
      return describeUnread(location, entry, { listing, never_read: isNever }, input);
    });
  return {
    name,
    locations: located.length,
    read: located.length - missing.length,
    isUnobserved,
    isNeverRead: unread.length > 0 && unread.length === located.length && unread.every(({ never_read }) => never_read),
    unread,
    lookups: [...listFailedLookups(name, located), ...listUnknownRevocations(entry, located)],
  };
}

/**
 * Whether none of several entries was read. A single server may fail once, but then nothing was monitored. Only tolerated failures count:
 * others are named themselves. Domains that the limit of a provider postponed say nothing about the network.
 */
export function isNothingRead(entries: readonly EntryCoverage[]): boolean {
  const located = entries.filter(({ locations }) => locations > 0);
  if (located.length < 2 || located.some(({ read }) => read > 0)) return false;
  const unread = entries.flatMap((one) => one.unread);
  return (
    unread.every(({ tolerated, code }) => tolerated && code !== VARIABLE_UNSET) &&
    unread.some(({ code }) => code !== CT_POSTPONED)
  );
}

/** The number of failed lookups that are tolerated, as for findings (docs/guides/caa.md). */
const MAX_TOLERATED_LOOKUPS = 2;

function listFailedLookups(certificate: string, locations: readonly LiveLocation[]): ReportFailedLookup[] {
  const counts = [
    { records: 'CAA' as const, failed: countFailures(locations, 'caa') },
    { records: 'TLSA' as const, failed: countFailures(locations, 'dane') },
    { records: 'MTA-STS' as const, failed: countFailures(locations, 'mta_sts') },
    { records: 'DNSSEC' as const, failed: countFailures(locations, 'dnssec') },
  ];
  return counts
    .filter(({ failed }) => failed > 0)
    .map(({ records, failed }) => ({ certificate, records, tolerated: failed <= MAX_TOLERATED_LOOKUPS }));
}

/** Lists an entry whose revocation is unknown. If the manifest does not request the check, it is only mentioned. */
function listUnknownRevocations(
  { name: certificate, source }: Entry,
  locations: readonly LiveLocation[],
): ReportFailedLookup[] {
  if (!('revocation' in source) || !source.revocation) return [];
  const failed = countFailures(locations, 'revocation');
  if (failed === 0) return [];
  const tolerated = source.revocation_required !== true || failed <= MAX_TOLERATED_LOOKUPS;
  return [{ certificate, records: 'revocation', tolerated }];
}

/** Counts the failures in a row of the location that has most of them. */
function countFailures(
  locations: readonly LiveLocation[],
  key: keyof NonNullable<LiveLocation['failed_lookups']>,
): number {
  return locations.reduce((most, { failed_lookups }) => Math.max(most, failed_lookups?.[key] ?? 0), 0);
}

/** Finds inventories that could not be listed, each of which is a location itself: an entry may have one for each account and region. */
function findFailedListings({ source }: Entry, locations: readonly LiveLocation[]): LiveLocation[] {
  if (getSourceDefinition(source.kind).inventory === undefined) return [];
  return locations.filter((one) => one.location === one.source && one.evidence === null && one.fingerprint === null);
}

/** Whether a location was read. A scan has evidence of each location that it read. Without a scan, the event log counts failures. */
function isRead({ evidence, failures, unobserved = 0 }: LiveLocation, isScanned: boolean): boolean {
  return isScanned ? evidence !== null : failures === 0 && unobserved === 0;
}

function describeUnread(
  location: LiveLocation,
  entry: Entry,
  { listing, never_read }: { listing: LiveLocation | undefined; never_read: boolean },
  { isDryRun, log }: EntryInput,
): ReportUnread {
  const { failure } = location;
  const code = failure?.code ?? null;
  // A location of a failed inventory has no failures of its own.
  const { failures, failing_since } = location.failures > 0 ? location : (listing ?? location);
  // A postponed domain may not have been read yet.
  const isKnown = !never_read || code === CT_POSTPONED;
  const isBlip = failures < 2 && isKnown && !getSourceDefinition(entry.source.kind).isLocal;
  return {
    certificate: entry.name,
    location: location.location,
    code,
    never_read,
    last_read: never_read ? null : findLastReading(failing_since, log),
    tolerated: code === VARIABLE_UNSET ? isDryRun : isBlip && !LASTING_CODES.has(code),
  };
}

/** Finds the last scan before the failures began; null if none were counted, as for an address that could not be looked up. */
function findLastReading(failing_since: IsoTime | null | undefined, { scans }: EventLog): IsoTime | null {
  if (!failing_since) return null;
  const { recent = [], last } = scans;
  const times = [...recent, ...(last === undefined ? [] : [last.scanned_at])].sort();
  return times.findLast((time) => time < failing_since) ?? null;
}

const CT_POSTPONED = 'ct-postponed';
const VARIABLE_UNSET = 'variable-unset';
/** The codes of failures that the next scan does not end by itself. */
const LASTING_CODES: ReadonlySet<string | null> = new Set([
  'internal-error',
  INVENTORY_SHRUNK,
  'inventory-next-missing',
]);
