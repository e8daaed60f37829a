/** The coverage line: one or two sentences about what was read and delivered. */

import { INVENTORY_SHRUNK } from '../../domain/certificate.ts';
import { getReceiverName } from '../../domain/destinations.ts';
import type { IsoTime } from '../../domain/index.ts';
import type { ReportCoverage, ReportFailedLookup, ReportRedReason, ReportUnread } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatDay, formatUtcMinute } from '../../lib/iso-time.ts';
import { capitalize } from '../../lib/text/capitalize.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount, formatNumber, formatShare } from '../format/labels.ts';

interface LineOptions {
  isDryRun: boolean;
  /** The clauses of further reasons. */
  clauses: readonly string[];
  /** The number of alerts that need a person, but that no rule takes. A further clause is about them. */
  alertsWithoutRule: number;
  /** Whether each receiver could get an alert. A further clause is about the others. */
  isReady: boolean;
  /** Milliseconds. */
  now: number;
}

const MAX_NAMES = 3;

/** Formats `61 entries, 64 locations: all read, all alerts delivered.` Clauses that are not true have counts and names instead. */
export function formatCoverage(coverage: Omit<ReportCoverage, 'text'>, options: LineOptions): string {
  const { entries, scanned, next_scan_due: due } = coverage;
  const { clauses: further, now } = options;
  if (scanned === 0) return 'No enabled entry was scanned: nothing is monitored.';
  const selection =
    scanned === entries
      ? []
      : [`Only ${formatShare(scanned, entries, 'entry', 'entries')} ${scanned === 1 ? 'was' : 'were'} scanned.`];
  const clauses = [
    ...describeReading(coverage),
    ...further,
    ...describeDelivery(coverage, options),
    ...describeRecord(coverage),
  ];
  const next = due === undefined ? [] : [formatNextScan(due, now)];
  const silenced = coverage.reasons.flatMap((reason) => formatSilenced(reason));
  return [...selection, `${capitalize(clauses.join(', '))}.`, ...silenced, ...next].join(' ');
}

/** Formats `Silenced until 2026-12-20: unread (vpn).` */
function formatSilenced({ code, entries, silenced_until: until }: ReportRedReason): string[] {
  if (until === undefined) return [];
  return [`Silenced until ${formatDay(until)}: ${code}${entries.length > 0 ? ` (${formatNames(entries)})` : ''}.`];
}

function formatNextScan(due: IsoTime, now: number): string {
  const begin = Date.parse(due) < now ? 'The next scan was due by' : 'Next scan due by';
  return `${begin} ${formatUtcMinute(due)}.`;
}

function describeReading(coverage: Omit<ReportCoverage, 'text'>): string[] {
  const { scanned, locations, never_read, unread, not_observed, lookups_failed = [], empty, blind } = coverage;
  const neverRead = new Set(never_read);
  const rest = unread.filter(({ certificate }) => !neverRead.has(certificate));
  const never = rest.filter((one) => one.never_read);
  const failed = rest.filter((one) => !one.never_read && !one.tolerated);
  const [lost, failing] = [failed.filter(isShrunk), failed.filter((one) => !isShrunk(one))];
  const blips = rest.filter((one) => !one.never_read && one.tolerated);
  const ofEntries = (names: readonly string[]) => formatShare(names.length, scanned, 'entry', 'entries');
  const ofLocations = (some: readonly ReportUnread[]) => formatShare(some.length, locations, 'location');
  const clauses = [
    blind && 'none of the endpoints could be reached',
    never_read.length > 0 &&
      `${ofEntries(never_read)} ${hasOrHave(never_read)} never been read (${formatNames(never_read)})`,
    never.length > 0 && `${ofLocations(never)} ${hasOrHave(never)} never been read (${formatUnread(never)})`,
    failing.length > 0 && `${ofLocations(failing)} could not be read (${formatUnread(failing)})`,
    lost.length > 0 &&
      `${ofLocations(lost)} ${isOrAre(lost)} missing from an inventory that shrank (${formatUnread(lost)})`,
    blips.length > 0 && `${ofLocations(blips)} ${wasOrWere(blips)} not read in this scan (${formatUnread(blips)})`,
    not_observed.length > 0 &&
      `${ofEntries(not_observed)} ${wasOrWere(not_observed)} not observed (${formatNames(not_observed)})`,
    isAllowedUnread(coverage) && 'which allow-unread permits',
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

function isShrunk({ code }: ReportUnread): boolean {
  return code === INVENTORY_SHRUNK;
}

/** Whether `--allow-unread` permits something that no silence does. */
function isAllowedUnread({ allowed, reasons }: Pick<ReportCoverage, 'allowed' | 'reasons'>): boolean {
  return allowed && reasons.some(({ silenced_until }) => silenced_until === undefined);
}

/** Formats `the CAA records of 2 entries could not be looked up (shop, mail)`. */
function describeLookups(failed: readonly ReportFailedLookup[]): string[] {
  const groups = groupBy(failed, ({ records }) => records);
  return Array.from(groups, ([records, group]) => {
    const names = formatNames(group.map(({ certificate }) => certificate));
    return records === 'revocation'
      ? `the revocation of ${formatCount(group.length, 'certificate')} is unknown (${names})`
      : `the ${records} records of ${formatCount(group.length, 'entry', 'entries')} could not be looked up (${names})`;
  });
}

function describeDelivery(
  { undelivered, alerts_unmatched, alerts_withheld = 0, has_rules }: Omit<ReportCoverage, 'text'>,
  { isDryRun, alertsWithoutRule, isReady }: LineOptions,
) {
  const others = alerts_unmatched - alertsWithoutRule;
  const more = alertsWithoutRule > 0 ? 'more ' : '';
  const unmatched = others > 0 ? [`${formatCount(others, `${more}alert matches`, `${more}alerts match`)} no rule`] : [];
  if (isDryRun) return ['nothing was sent (dry run)'];
  if (!has_rules) return ['no rule sends alerts'];
  const withheld = alerts_withheld > 0 ? [`${formatCount(alerts_withheld, 'alert')} silenced or deferred`] : [];
  const isPartial = !isReady || alertsWithoutRule + alerts_withheld > 0;
  return [describeUndelivered(undelivered, isPartial), ...withheld, ...unmatched];
}

type Undelivered = ReportCoverage['undelivered'];

function describeUndelivered(undelivered: Undelivered, isPartial: boolean): string {
  const [first, ...others] = undelivered;
  if (first === undefined) return isPartial ? 'all other alerts delivered' : 'all alerts delivered';
  const name = ({ destination }: Undelivered[number]) => getReceiverName(destination);
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

function isOrAre({ length }: readonly unknown[]): string {
  return length === 1 ? 'is' : 'are';
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
