/** The coverage of a scan: the read locations, the delivered alerts, and one sentence about both (docs/concepts/status.md#coverage). */

import { isNeverRead, NOT_OBSERVED } from '../domain/certificate.ts';
import {
  type Comparison,
  DEFERRED,
  DEFERRED_EXPIRED,
  type Entry,
  type IsoTime,
  isResolution,
  type LiveLocation,
  type Plan,
  type Reachability,
  type Receipt,
  type Rule,
  type SourceReading,
  type Unobserved,
} from '../domain/index.ts';
import { predictNextScan, recordScanTime } from '../domain/scan-distance.ts';
import { getSourceDefinition } from '../domain/sources/index.ts';
import { listPossibleListings } from '../domain/sources/item-location.ts';
import type { EventLog } from '../generated/event-log.ts';
import type { ReportCoverage, ReportFailedLookup, ReportOmission, ReportUnread } from '../generated/report.ts';
import { groupBy } from '../lib/collections.ts';
import { formatDay, formatIsoTime } from '../lib/iso-time.ts';
import { capitalize } from '../lib/text/capitalize.ts';
import { truncateList } from '../lib/text/truncate.ts';
import { formatCount, formatNumber, formatShare } from './format/labels.ts';

export interface CoverageInput {
  /** The enabled entries of the manifest. */
  entries: readonly Entry[];
  /** Whether the scan covers an entry (`--only`). */
  covers: (entry: string) => boolean;
  /** Whether this run reads an entry. Other entries have the state of the last scan. */
  reads: (entry: string) => boolean;
  listLocations: Comparison['listLocations'];
  unobserved: Unobserved;
  reachability: Reachability;
  /** The due deliveries and their receipts; null in a run that does not send alerts. */
  sent: { plan: Plan; receipts: readonly Receipt[] } | null;
  /** The event log before this scan. */
  log: EventLog;
  /** Milliseconds. */
  now: number;
  hasRules: boolean;
  isDryRun: boolean;
  allowUnread: boolean;
  isLogSaved: boolean;
  hasInternalError: boolean;
  /** Items of inventories that were not requested. Default: unknown. */
  omitted?: readonly ReportOmission[];
}

/** Lists the items of each inventory that were not requested. */
export function listOmissions(readings: readonly Pick<SourceReading, 'entry' | 'omitted'>[]): ReportOmission[] {
  return readings.flatMap(({ entry, omitted }) => (omitted === undefined ? [] : [{ entry, ...omitted }]));
}

/** A run of all entries without problems and alerts. */
export const COMPLETE_RUN = {
  covers: () => true,
  unobserved: new Map(),
  reachability: { endpoints: 'unknown' },
  sent: null,
  isDryRun: false,
  allowUnread: false,
  isLogSaved: true,
  hasInternalError: false,
} satisfies Partial<CoverageInput>;

export function hasRules(rules: readonly Rule[]): boolean {
  return rules.some(({ enabled }) => enabled);
}

/** Computes the coverage of a scan. A dry run works without variables and the files of probes, and does not send alerts. */
export function computeCoverage(input: CoverageInput): ReportCoverage {
  const { entries, covers, isDryRun, sent, log, now } = input;
  const scanned = entries.filter(({ name }) => covers(name));
  const found = scanned.map((entry) => inspectEntry(entry, input.listLocations(entry.name), input));
  const blips = found.flatMap((one) => one.unread);
  // A single server may fail once. But if no entry at all was read, nothing was monitored.
  const located = found.filter(({ locations }) => locations > 0);
  const isNothingRead = located.length > 1 && located.every(({ read }) => read === 0) && !isBlind(input);
  const areFailures = isNothingRead && blips.every(({ tolerated, code }) => tolerated && code !== VARIABLE_UNSET);
  const unread = areFailures ? blips.map((one) => ({ ...one, tolerated: false })) : blips;
  const missing = found.filter((one) => one.isUnobserved).map(({ name }) => name);
  const lookups = found.flatMap((one) => one.lookups);
  const undelivered = sent === null ? countLoggedFailures(log) : isDryRun ? [] : countUndelivered(sent);
  const areTolerated = [...unread, ...lookups].every(({ tolerated }) => tolerated);
  const isRead = areTolerated && (isDryRun || missing.length === 0) && scanned.length > 0;
  const isRest = undelivered.length === 0 && input.isLogSaved && !input.hasInternalError && !isBlind(input);
  const coverage = {
    complete: isRead && isRest,
    allowed: input.allowUnread && !isRead && isRest,
    entries: entries.length,
    scanned: scanned.length,
    locations: found.reduce((sum, { locations }) => sum + locations, 0),
    read: found.reduce((sum, { read }) => sum + read, 0),
    never_read: found.filter((one) => one.isNeverRead).map(({ name }) => name),
    unread,
    not_observed: missing,
    ...(lookups.length > 0 && { lookups_failed: lookups }),
    empty: found.filter(({ locations }) => locations === 0).map(({ name }) => name),
    blind: isBlind(input),
    undelivered,
    alerts_unmatched: sent === null ? 0 : countUnmatched(sent.plan),
    ...(sent !== null && countWithheld(sent.plan)),
    has_rules: input.hasRules,
    log_saved: input.isLogSaved,
    internal_error: input.hasInternalError,
    ...(input.omitted && input.omitted.length > 0 && { omitted: [...input.omitted] }),
    ...findNextScan(input, scanned.length === entries.length),
  };
  return { text: formatCoverage(coverage, { isDryRun: isDryRun && sent !== null, now }), ...coverage };
}

/** Finds the time of the next scan. A dry run, or a scan of some entries, is not counted as one. */
function findNextScan(
  { sent, isDryRun, log: { scans }, now }: CoverageInput,
  isWhole: boolean,
): Pick<ReportCoverage, 'next_scan_due'> {
  if (sent !== null && (isDryRun || !isWhole)) return {};
  const recent = sent === null ? (scans.recent ?? []) : recordScanTime(scans.recent, now);
  const next = predictNextScan(recent);
  return next === null ? {} : { next_scan_due: formatIsoTime(next) };
}

/** Whether the coverage is sufficient, so that the run does not fail. */
export function isCovered({ complete, allowed }: Pick<ReportCoverage, 'complete' | 'allowed'>): boolean {
  return complete || allowed;
}

function isBlind({ reachability }: CoverageInput): boolean {
  return reachability.endpoints === 'none';
}

// ---------------------------------------------------------------------------------------------- locations

interface EntryCoverage {
  name: string;
  locations: number;
  read: number;
  isNeverRead: boolean;
  isUnobserved: boolean;
  unread: ReportUnread[];
  lookups: ReportFailedLookup[];
}

function inspectEntry(entry: Entry, locations: readonly LiveLocation[], input: CoverageInput): EntryCoverage {
  const { name } = entry;
  const isUnobserved = input.unobserved.has(name) || (!input.reads(name) && locations.some((one) => one.unobserved));
  const isScanned = input.reads(name);
  const listings = new Map(findFailedListings(entry, locations).map((one) => [one.source, one]));
  const isListing = (one: LiveLocation) => listings.get(one.source) === one;
  const items = listings.size === 0 ? [] : locations.filter((one) => !isListing(one));
  const named = new Set(items.flatMap(({ source }) => listPossibleListings(source)));
  // If the items of a failed listing are known, they are the unread locations. Otherwise, the listing is a location itself.
  const located = locations.filter((one) => !isListing(one) || !named.has(one.source));
  const missing = located.filter((location) => !isRead(location, isScanned));
  const unread = missing
    .filter(({ failure, unobserved = 0 }) => failure?.code !== NOT_OBSERVED && unobserved === 0)
    .map((location) => {
      const [listing] = listPossibleListings(location.source).flatMap((source) => listings.get(source) ?? []);
      return describeUnread(location, entry, listing, input);
    });
  return {
    name,
    locations: located.length,
    read: located.length - missing.length,
    isUnobserved,
    isNeverRead: unread.length > 0 && unread.length === located.length && unread.every(({ never_read }) => never_read),
    unread,
    lookups: listFailedLookups(name, located),
  };
}

/** The number of failed lookups that are tolerated, as for findings (docs/guides/caa.md). */
const MAX_TOLERATED_LOOKUPS = 2;

function listFailedLookups(certificate: string, locations: readonly LiveLocation[]): ReportFailedLookup[] {
  const count = (key: 'caa' | 'dane') =>
    locations.reduce((most, { failed_lookups }) => Math.max(most, failed_lookups?.[key] ?? 0), 0);
  const counts = [
    { records: 'CAA' as const, failed: count('caa') },
    { records: 'TLSA' as const, failed: count('dane') },
  ];
  return counts
    .filter(({ failed }) => failed > 0)
    .map(({ records, failed }) => ({ certificate, records, tolerated: failed <= MAX_TOLERATED_LOOKUPS }));
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
  listing: LiveLocation | undefined,
  { isDryRun, log }: CoverageInput,
): ReportUnread {
  const { failure } = location;
  const code = failure?.code ?? null;
  // A location of a failed inventory has no failures of its own.
  const { failures, failing_since } = location.failures > 0 ? location : (listing ?? location);
  const never_read = isNeverRead(location);
  // A postponed domain may not have been read yet.
  const isKnown = !never_read || code === CT_POSTPONED;
  const isBlip = failures < 2 && isKnown && !getSourceDefinition(entry.source.kind).isLocal;
  return {
    certificate: entry.name,
    location: location.location,
    code,
    never_read,
    last_read: never_read ? null : findLastReading(failing_since, log),
    tolerated: code === VARIABLE_UNSET ? isDryRun : isBlip && code !== INTERNAL_ERROR,
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
const INTERNAL_ERROR = 'internal-error';

// ---------------------------------------------------------------------------------------------- alerts

type Undelivered = ReportCoverage['undelivered'];

function countUndelivered({ plan, receipts }: { plan: Plan; receipts: readonly Receipt[] }): Undelivered {
  const toKey = ({ event_id, destination }: { event_id: string; destination: string }) =>
    JSON.stringify([event_id, destination]);
  const accepted = new Set(receipts.filter(({ status }) => status === 'sent').map(toKey));
  return countAlerts(plan.deliveries.filter((one) => one.due && !accepted.has(toKey(one))));
}

/** Counts the deliveries that failed in the last scan. */
function countLoggedFailures({ scans, events }: EventLog): Undelivered {
  const last = scans.last?.scanned_at;
  return countAlerts(
    events.flatMap(({ id, deliveries }) =>
      Object.values(deliveries).flatMap((byDestination) =>
        Object.entries(byDestination)
          .filter(([, { tried_at, error }]) => tried_at === last && error !== null && !DEFERRALS.has(error))
          .map(([destination]) => ({ event_id: id, destination })),
      ),
    ),
  );
}

function countAlerts(deliveries: readonly { event_id: string; destination: string }[]): Undelivered {
  const byDestination = groupBy(deliveries, ({ destination }) => destination);
  return Array.from(byDestination, ([destination, group]) => {
    return { destination, alerts: new Set(group.map(({ event_id }) => event_id)).size };
  });
}

function countUnmatched({ events }: Plan): number {
  return events.filter(({ event, reason }) => reason === 'unmatched' && !isResolution(event)).length;
}

const WITHHOLDING: ReadonlySet<string> = new Set(['silenced', 'muted', 'quiet_hours']);

/** Counts alerts that are active, but not sent now, so that they are not mistaken for delivered ones. */
function countWithheld({ events }: Plan): Pick<ReportCoverage, 'alerts_withheld'> {
  const count = events.filter(({ event, reason }) => WITHHOLDING.has(reason) && !isResolution(event)).length;
  return count === 0 ? {} : { alerts_withheld: count };
}

const DEFERRALS: ReadonlySet<string> = new Set([DEFERRED, DEFERRED_EXPIRED]);

// ---------------------------------------------------------------------------------------------- the sentence

const MAX_NAMES = 3;

/** Formats `61 entries, 64 locations: all read, all alerts delivered.` Clauses that are not true have counts and names instead. */
function formatCoverage(
  coverage: Omit<ReportCoverage, 'text'>,
  { isDryRun, now }: Pick<CoverageInput, 'isDryRun' | 'now'>,
): string {
  const { entries, scanned, next_scan_due: due } = coverage;
  if (scanned === 0) return 'No enabled entry was scanned: nothing is monitored.';
  const selection =
    scanned === entries
      ? []
      : [`Only ${formatShare(scanned, entries, 'entry', 'entries')} ${scanned === 1 ? 'was' : 'were'} scanned.`];
  const clauses = [...describeReading(coverage), ...describeDelivery(coverage, isDryRun), ...describeRecord(coverage)];
  const next = due === undefined ? [] : [formatNextScan(due, now)];
  return [...selection, `${capitalize(clauses.join(', '))}.`, ...next].join(' ');
}

function formatNextScan(due: IsoTime, now: number): string {
  const begin = Date.parse(due) < now ? 'The next scan was due by' : 'Next scan due by';
  return `${begin} ${due.slice(0, 16).replace('T', ' ')} UTC.`;
}

function describeReading(coverage: Omit<ReportCoverage, 'text'>): string[] {
  const { scanned, locations, never_read, unread, not_observed, lookups_failed = [], empty, blind, allowed } = coverage;
  const neverRead = new Set(never_read);
  const rest = unread.filter(({ certificate }) => !neverRead.has(certificate));
  const never = rest.filter((one) => one.never_read);
  const failing = rest.filter((one) => !one.never_read && !one.tolerated);
  const blips = rest.filter((one) => !one.never_read && one.tolerated);
  const ofEntries = (names: readonly string[]) => formatShare(names.length, scanned, 'entry', 'entries');
  const ofLocations = (some: readonly ReportUnread[]) => formatShare(some.length, locations, 'location');
  const clauses = [
    blind && 'none of the endpoints could be reached',
    never_read.length > 0 &&
      `${ofEntries(never_read)} ${hasOrHave(never_read)} never been read (${formatNames(never_read)})`,
    never.length > 0 && `${ofLocations(never)} ${hasOrHave(never)} never been read (${formatUnread(never)})`,
    failing.length > 0 && `${ofLocations(failing)} could not be read (${formatUnread(failing)})`,
    blips.length > 0 && `${ofLocations(blips)} ${wasOrWere(blips)} not read in this scan (${formatUnread(blips)})`,
    not_observed.length > 0 &&
      `${ofEntries(not_observed)} ${wasOrWere(not_observed)} not observed (${formatNames(not_observed)})`,
    allowed && 'which allow-unread permits',
  ].filter((clause) => clause !== false);
  const counts = `${formatCount(scanned, 'entry', 'entries')}, ${formatCount(locations, 'location')}`;
  const isAllRead = clauses.length === 0 && locations > 0;
  return [
    ...(isAllRead ? [`${counts}: all read`] : clauses),
    ...describeLookups(lookups_failed),
    ...(empty.length === 0
      ? []
      : [`${formatCount(empty.length, 'entry has', 'entries have')} no location (${formatNames(empty)})`]),
  ];
}

/** Formats `the CAA records of 2 entries could not be looked up (shop, mail)`. */
function describeLookups(failed: readonly ReportFailedLookup[]): string[] {
  return Array.from(
    groupBy(failed, ({ records }) => records),
    ([records, group]) =>
      `the ${records} records of ${formatCount(group.length, 'entry', 'entries')} could not be looked up (${formatNames(group.map(({ certificate }) => certificate))})`,
  );
}

function describeDelivery(
  { undelivered, alerts_unmatched, alerts_withheld = 0, has_rules }: Omit<ReportCoverage, 'text'>,
  isDryRun: boolean,
) {
  const unmatched =
    alerts_unmatched > 0 ? [`${formatCount(alerts_unmatched, 'alert matches', 'alerts match')} no rule`] : [];
  if (isDryRun) return ['nothing was sent (dry run)'];
  if (!has_rules) return ['no rule sends alerts'];
  const withheld = alerts_withheld > 0 ? [`${formatCount(alerts_withheld, 'alert')} silenced or deferred`] : [];
  return [describeUndelivered(undelivered, alerts_withheld > 0), ...withheld, ...unmatched];
}

function describeUndelivered(undelivered: Undelivered, isPartial: boolean): string {
  const [first, ...others] = undelivered;
  if (first === undefined) return isPartial ? 'all other alerts delivered' : 'all alerts delivered';
  const name = ({ destination }: Undelivered[number]) => destination.slice(destination.indexOf(':') + 1);
  if (others.length === 0) {
    return `${formatCount(first.alerts, 'alert was', 'alerts were')} not delivered (${name(first)})`;
  }
  const names = undelivered.map((one) => `${name(one)} ${formatNumber(one.alerts)}`);
  return `alerts were not delivered (${truncateList(names, MAX_NAMES)})`;
}

function describeRecord({ log_saved, internal_error }: Omit<ReportCoverage, 'text'>): string[] {
  return [
    ...(log_saved ? [] : ['the event log was not saved']),
    ...(internal_error ? ['an internal error left something out'] : []),
  ];
}

function hasOrHave({ length }: readonly unknown[]): string {
  return length === 1 ? 'has' : 'have';
}

function wasOrWere({ length }: readonly unknown[]): string {
  return length === 1 ? 'was' : 'were';
}

function formatNames(names: readonly string[]): string {
  return truncateList(names, MAX_NAMES);
}

/** Formats the entries, and the day when they were last read, if it is the same for all: `vpn, last read 2026-11-28`. */
function formatUnread(unread: readonly ReportUnread[]): string {
  const names = [...new Set(unread.map(({ certificate }) => certificate))];
  const days = new Set(unread.map(({ last_read }) => last_read && formatDay(last_read)));
  const [day] = days;
  const isKnown = days.size === 1 && day !== null && day !== undefined;
  return `${formatNames(names)}${isKnown ? `${names.length > 1 ? '; ' : ', '}last read ${day}` : ''}`;
}
