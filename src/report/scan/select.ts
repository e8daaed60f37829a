/** Selects the findings, notifications, suppressed events and failures of a scan for the reports for people. */

import { NOT_OBSERVED } from '../../domain/certificate.ts';
import { formatFinding, formatTopic, toTopic } from '../../domain/event-definitions.ts';
import { describeExpiringFixtures, type ExpiringFixture, FIXTURE_EXPIRING } from '../../domain/expiring-fixtures.ts';
import { describeIssuerExpiry, isLimiting } from '../../domain/issuer-expiry.ts';
import { rankForReport } from '../../domain/severity.ts';
import { SOURCE_DEFINITIONS } from '../../domain/sources/index.ts';
import { UNVERIFIABLE_REASONS } from '../../domain/trust.ts';
import type { Report, ReportCertificate, ReportDelivery, ReportEvent, ReportFinding } from '../../generated/report.ts';
import { compareText, getOrCreate, getOwn, groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';
import { renderEntryLine } from '../discover/entry-yaml.ts';
import type { Text } from '../document/model.ts';
import { describeSuppression, formatCount } from '../format/labels.ts';

interface FiredDelivery {
  event: ReportEvent;
  delivery: ReportDelivery;
}

/** A location that could not be read. */
export interface ReadFailure {
  certificate: string;
  location: string;
  error: { code: string; detail: string };
}

/** Lists the deliveries of each event that fired: events with a failed delivery first, then worst first. */
export function listFiredDeliveries({ events, deliveries }: Report): FiredDelivery[] {
  const byEvent = groupBy(deliveries, ({ event_id }) => event_id);
  const fired = events
    .filter(({ suppressed }) => !suppressed)
    .map((event) => ({ event, sent: byEvent.get(event.id) ?? [] }));
  const failed = (sent: readonly ReportDelivery[]) => (sent.some(({ status }) => status === 'failed') ? 0 : 1);
  fired.sort(
    (a, b) =>
      failed(a.sent) - failed(b.sent) || rankForReport(a.event.data.status) - rankForReport(b.event.data.status),
  );
  return fired.flatMap(({ event, sent }) => sent.map((delivery) => ({ event, delivery })));
}

/** Formats the certificate of an event and, if it can have several events of one name, the topic: `shop (strong-keys)`. */
export function formatEventSubject({ event, data: { display_name, finding } }: ReportEvent): string {
  if (finding === null) return display_name;
  return `${display_name}${formatTopic(event, toTopic(finding.event, finding.qualifier))}`;
}

export interface SuppressedGroup {
  reason: Text;
  total: number;
  /** The event names with their counts, the most frequent first. */
  byEvent: [event: string, count: number][];
  /** The silenced certificates, so that it is visible what a silence hides. */
  silenced: string[];
}

/** Groups the events that were not sent, by reason and silence; the most frequent reason first. */
export function groupSuppressed({ events }: Report): SuppressedGroup[] {
  const byReason = groupBy(
    events.filter(({ suppressed }) => suppressed),
    ({ reason, silence }) => JSON.stringify([reason, silence?.until, silence?.reason]),
  );
  return [...byReason.values()]
    .map((group) => ({
      reason: group[0] === undefined ? null : describeSuppression(group[0]),
      total: group.length,
      byEvent: countByKey(group.map(({ event }) => event)),
      silenced: [...new Set(group.filter((one) => one.reason === 'silenced').map(({ data }) => data.display_name))],
    }))
    .sort((a, b) => b.total - a.total);
}

/** Lists warnings about rules whose conditions name a missing field, each once: `... (12 times)`. */
export function listRuleWarnings({ events }: Report): string[] {
  const counts = countByKey(events.flatMap(({ notes }) => notes ?? []));
  return counts.map(([note, times]) => (times > 1 ? `${note} (${times} times)` : note));
}

function countByKey(keys: readonly string[]): [string, number][] {
  const counts = [...groupBy(keys, (key) => key)].map(([key, group]): [string, number] => [key, group.length]);
  return counts.sort((a, b) => b[1] - a[1]);
}

export interface MissingGroup {
  /** The probe; null: the entries without a probe. */
  probe: string | null;
  entries: string[];
  detail: string;
}

/** Groups the entries that no probe observed, by probe and reason. */
export function groupNotObserved({ not_observed = [] }: Report): MissingGroup[] {
  const groups = groupBy(not_observed, ({ probe, error }) => JSON.stringify([probe, error.detail]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ probe: first.probe, entries: group.map(({ certificate }) => certificate), detail: first.error.detail }];
  });
}

/** Formats `12 entries of probe office`. */
export function formatMissing({ probe, entries }: MissingGroup): string {
  return `${formatCount(entries.length, 'entry', 'entries')}${probe === null ? '' : ` of probe ${probe}`}`;
}

/**
 * Lists each location that this scan could not read, once, in the order of the report. Locations that it did not try to read are not
 * listed.
 */
export function listUnreadableLocations({ certificates }: Report): ReadFailure[] {
  const failures = certificates.flatMap(({ certificate, locations }) =>
    locations.flatMap(({ location, error }) =>
      error === null || error.code === NOT_OBSERVED ? [] : [{ certificate, location, error }],
    ),
  );
  const distinct = groupBy(failures, ({ certificate, location }) => JSON.stringify([certificate, location]));
  const once = [...distinct.values()].flatMap((group) => group.slice(0, 1));
  const toGroup = ({ certificate, location, error }: ReadFailure) =>
    JSON.stringify([certificate, error, isInventoryLocation(location) || location]);
  return [...groupBy(once, toGroup).values()].map(mergeFailures);
}

function isInventoryLocation(location: string): boolean {
  return SOURCE_DEFINITIONS.some(
    ({ inventory, matchesLocation }) => inventory !== undefined && matchesLocation(location),
  );
}

/** Merges failures: an inventory that cannot be listed is one failure, whose text does not name its locations. */
function mergeFailures(group: readonly ReadFailure[]): ReadFailure {
  const [first, ...others] = group.toSorted((a, b) => a.location.length - b.location.length);
  const failure = first as ReadFailure;
  return others.length === 0 ? failure : { ...failure, location: `${failure.location} and ${others.length} more` };
}

export interface FindingRow {
  /** The display name; for several certificates with the same finding `Each of 9 certificates (a, b, ...)`. */
  certificate: string;
  /** The description, which continues a sentence after the name of the certificate: `was revoked`. */
  what: string;
  detail: string;
  /** The reason why a certificate is not trusted, without the locations. Default: the detail. Rows with the same cause are merged. */
  cause?: string;
  /** The key of rows that are one problem, although their details differ. Default: the cause. */
  problem?: string;
}

/**
 * Collects the findings about certificates apart from their own expiry, including a chain that expires before its leaf, unless the
 * certificate is ok.
 */
export function collectFindings({ certificates }: Report): FindingRow[] {
  const rows = certificates.flatMap((one): FindingRow[] => [
    ...one.findings.filter(isOfOne).map((finding) => {
      const { detail } = finding;
      return { certificate: one.display_name, what: formatFinding(finding), detail, ...findCause(finding, one) };
    }),
    ...describeChainLimit(one),
    ...describeNotices(one),
    ...describeReplacement(one),
    ...describeUnchecked(one),
  ]);
  return [...groupFindings(rows), ...describeFixtures(certificates)];
}

/** Groups rows with the same text into one, in the order of the first. */
export function groupFindings(rows: readonly FindingRow[]): FindingRow[] {
  const groups = groupBy(rows, ({ what, detail, cause = detail, problem = cause }) => JSON.stringify([what, problem]));
  return [...groups.values()].map(mergeFindings);
}

/** Whether a finding is about its certificate alone. Test certificates have one finding for each entry. */
function isOfOne({ event }: ReportFinding): boolean {
  return event !== FIXTURE_EXPIRING;
}

/** Describes all expiring test certificates of an entry in one row. */
function describeFixtures(certificates: readonly ReportCertificate[]): FindingRow[] {
  const expiring = certificates.filter(({ findings }) => !findings.every(isOfOne));
  return [...groupBy(expiring, ({ certificate }) => certificate)].map(([certificate, group]) => {
    const what = formatFinding({ event: FIXTURE_EXPIRING, qualifier: '', code: null });
    return { certificate, what, detail: describeFixtureGroup(group).detail };
  });
}

/** Describes the code and detail of all expiring test certificates of an entry, the first to expire first. */
export function describeFixtureGroup(group: readonly ReportCertificate[]): { code: string; detail: string } {
  return describeExpiringFixtures(sortFixtures(group).map(toExpiringFixture));
}

/** Sorts by expiry, as in the alert. */
export function sortFixtures(group: readonly ReportCertificate[]): ReportCertificate[] {
  const toKey = (one: ReportCertificate) => `${one.effective_valid_to} ${one.fingerprint_sha256}`;
  return group.toSorted((a, b) => compareText(toKey(a), toKey(b)));
}

function toExpiringFixture(certificate: ReportCertificate): ExpiringFixture {
  const { effective_valid_to, days_since_expiry } = certificate;
  const locations = certificate.locations.map(({ location }) => location);
  return { locations, valid_to: effective_valid_to ?? '', expired: days_since_expiry !== null };
}

function findCause({ event, detail }: ReportFinding, { trust }: ReportCertificate): Pick<FindingRow, 'cause'> {
  if (event !== 'certificate.untrusted') return {};
  const cause = trust?.detail ?? null;
  return { cause: cause !== null && detail.endsWith(cause) ? cause : detail };
}

/** Merges rows with the same text: they are one problem with one fix, such as servers of one untrusted CA. */
function mergeFindings(group: readonly FindingRow[]): FindingRow {
  const [first] = group as [FindingRow, ...FindingRow[]];
  const { certificate, what, detail, cause = detail } = first;
  if (group.length === 1) return { certificate, what, detail };
  const names = [...new Set(group.map((row) => row.certificate))];
  const isSame = group.every((row) => (row.cause ?? row.detail) === cause);
  return {
    certificate: `Each of ${group.length} certificates (${truncateList(names, MAX_NAMES)})`,
    what,
    detail: isSame ? cause : `For example, ${certificate}: ${cause}`,
  };
}

const MAX_NAMES = 10;

/** Formats the trust stores that the manifest does not name itself, whose roots depend on this machine. */
export function formatTrustStores({ certificates }: Report): string | null {
  const stores = certificates.flatMap(({ trust }) => trust?.store ?? []);
  const named = stores.filter(({ kind }) => kind === 'mozilla' || kind === 'system');
  const descriptions = [...new Set(named.map(({ description }) => description))];
  return descriptions.length === 0 ? null : `Trust store: ${truncateList(descriptions, MAX_STORES, '; ')}.`;
}

const MAX_STORES = 3;

/** Describes the checks that this scan could not make for a certificate: its trust, and its revocation status. */
export function describeUnchecked(one: ReportCertificate): FindingRow[] {
  return [...describeUncheckedTrust(one), ...describeUnknownRevocation(one)];
}

export function describeChainLimit({
  display_name: certificate,
  issuer_expiry: ca,
  days_since_expiry,
  limited_by,
  effective_valid_to,
  valid_to,
  status,
}: ReportCertificate): FindingRow[] {
  if (ca !== undefined) {
    const isOver = days_since_expiry !== null && isLimiting(ca, valid_to ?? ca.valid_to);
    const what = `has a CA in its chain that ${isOver ? 'expired' : 'expires'} on ${formatDay(ca.valid_to)}`;
    return [{ certificate, what, detail: describeIssuerExpiry(ca, isOver) }];
  }
  if (limited_by === null || effective_valid_to === null || valid_to === null || status === 'ok') return [];
  const [verb, participle] = status === 'expired' ? ['expired', 'expired'] : ['expires', 'expiring'];
  const what = `${verb} on ${formatDay(effective_valid_to)}, when ${limited_by.subject} in its chain ${verb}`;
  const detail = `The certificate itself is valid until ${formatDay(valid_to)}. Replace the ${participle} certificate in the chain with the one that your CA offers now.`;
  return [{ certificate, what, detail }];
}

/** Describes notices, which do not fire events, because most clients are not affected. */
function describeNotices({ display_name: certificate, notices = [] }: ReportCertificate): FindingRow[] {
  return notices.map(({ code, detail }) => ({ certificate, what: getOwn(NOTICES, code) ?? 'has a notice', detail }));
}

const NOTICES: Readonly<Record<string, string>> = {
  'ends-before-next-scan': 'ends before the next scan',
  'scan-too-rare': 'is scanned too rarely',
  'cross-sign-expiring': 'has a cross-sign that expires soon',
  'dane-anchor-not-sent': 'has a TLSA record of a CA that the server does not send',
  'domain-auto-renewed': 'was renewed by its registry, perhaps without payment',
  'registrar-expiration-differs': 'has another expiration at its registrar',
  'staple-expired': 'has a stapled OCSP response that has expired',
};

/**
 * Describes a renewed file or inventory, while a server still has the old certificate. No event reports this, because the deployment may
 * still follow.
 */
function describeReplacement({ display_name: certificate, successors = [] }: ReportCertificate): FindingRow[] {
  const [first] = successors;
  if (first === undefined) return [];
  const where = truncateList(
    successors.map((one) => `${one.certificate} (${one.location})`),
    MAX_REPLACEMENTS,
  );
  const detail = `It was replaced there by one that expires at ${first.valid_to}. Deploy the new certificate here too, or reload the server.`;
  return [{ certificate, what: `was replaced at ${where}`, detail }];
}

const MAX_REPLACEMENTS = 3;

function describeUncheckedTrust({ display_name: certificate, trust }: ReportCertificate): FindingRow[] {
  if (!UNVERIFIABLE_REASONS.has(trust?.reason)) return [];
  const detail = trust?.detail ?? '';
  return [{ certificate, what: 'could not be checked for trust', detail, cause: detail }];
}

function describeUnknownRevocation({ display_name: certificate, revocation }: ReportCertificate): FindingRow[] {
  if (revocation?.status !== 'unknown') return [];
  const detail = revocation.problems.map((problem) => problem.detail).join(' ');
  return [{ certificate, what: 'has an unknown revocation status: no trusted response', detail }];
}

/** A name in certificate transparency logs that no entry watches. */
export interface UnwatchedName {
  /** The text: `old.example.org, issued by CN=R11,O=Example CA, expires 2027-05-30`. */
  text: string;
  /** The entry to add in YAML; null for a wildcard. */
  entry: string | null;
}

/** Lists the names that no entry watches, once each, in the order of the report. */
export function listUnwatchedNames({ transparency = [] }: Report): UnwatchedName[] {
  const found = transparency.flatMap(({ unwatched }) => unwatched);
  const distinct = new Map(found.map((one) => [one.name, one]));
  return [...distinct.values()].map(({ name, issuer, valid_to, entry }) => ({
    text: `${name}, issued by ${truncate(issuer)}, expires ${formatDay(valid_to)}`,
    entry: entry && `- ${renderEntryLine({ ...entry })}`,
  }));
}

export interface DeliveryFailure {
  destination: string;
  code: string;
  detail: string;
  events: ReportEvent[];
}

/** Groups failed deliveries by destination and cause: a receiver that is down is one failure. */
export function groupDeliveryFailures({ events, deliveries }: Report): DeliveryFailure[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const failures = new Map<string, DeliveryFailure>();
  for (const { status, destination, event_id, error } of deliveries) {
    if (status !== 'failed') continue;
    const { code, detail } = error ?? { code: 'delivery-failed', detail: '' };
    const key = JSON.stringify([destination, code, detail]);
    const failure = getOrCreate(failures, key, () => ({ destination, code, detail, events: [] }));
    const event = byId.get(event_id);
    if (event !== undefined) failure.events.push(event);
  }
  return [...failures.values()];
}
