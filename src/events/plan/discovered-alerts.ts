/**
 * Collects the alerts about certificate transparency: one for each domain and scan that discovered certificates, and one for each entry
 * whose provider has not answered for days.
 */

import { formatCaaAdvice } from '../../domain/dns.ts';
import { EMPTY_FACTS, type SubjectState, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import { renderProposal } from '../../domain/expected-certificates.ts';
import {
  type EventFinding,
  isDomainLocation,
  isNeverRead,
  isResolution,
  type ResolutionName,
  toTopic,
  type UnknownIssuance,
} from '../../domain/index.ts';
import { STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { formatCtLocation } from '../../domain/sources/ct.ts';
import { DAY } from '../../domain/thresholds.ts';
import type { LoggedEvent } from '../../generated/event-log.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import { formatDay, formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';
import { type AlertCandidate, createCandidate } from './alert-candidate.ts';
import type { PlanContext } from './plan-context.ts';

const EVENT = 'certificate.discovered';
const TOPIC = 'discovered';
/** The location in the log records about providers that do not answer: the source of all domains of an entry. */
const SOURCE = 'ct';

/** Whether a log record is about discovered certificates. */
export function isDiscovery({ topic }: { topic?: string | undefined }): boolean {
  return topic === TOPIC;
}

/** The topic of the alert about a renewal in the logs that is not deployed. */
const UNDEPLOYED_TOPIC = toTopic('certificate.lagging', 'issued');

/**
 * Whether a resolution ends an alert about a certificate that was only seen in the logs: it expired, was found at a location or is expected
 * now. Nobody has to act, so only stateful receivers get it. A deployed renewal also resolves as `certificate.renewed`, which is sent.
 */
export function isSeenResolution({ event, topic }: { event: string; topic?: string | undefined }): boolean {
  if (!isResolution(event)) return false;
  return isDiscovery({ topic }) || (topic === UNDEPLOYED_TOPIC && event === 'certificate.recovered');
}

/**
 * Collects one alert for each log record of discovered issuances: those of one scan share a record, which names them. Issuances without a
 * record are discovered now. The alert of a record lasts while one of its issuances is unknown.
 */
export function collectDiscoveries(context: PlanContext): AlertCandidate[] {
  const { transparency, covers, entries, log, scan, onBug } = context;
  const reported = (transparency?.unknown ?? []).filter(({ entry, severity }) => severity !== null && covers(entry));
  const records = groupBy(
    log.events.filter((record) => record.event === EVENT),
    ({ certificate, location }) => JSON.stringify([certificate, getDomainLocation(location)]),
  );
  const groups = groupBy(reported, ({ entry, domain }) => JSON.stringify([entry, domain]));
  return [...groups.values()].flatMap((group) => {
    const { entry, domain } = group[0] as UnknownIssuance;
    const location = formatCtLocation(domain);
    if (!entries.has(entry)) return [];
    try {
      const known = records.get(JSON.stringify([entry, location])) ?? [];
      const rest = new Set(group);
      const batches = known.map((record) => {
        const own = group.filter((one) => rest.has(one) && record.locations.includes(one.key) && !isWorse(one, record));
        for (const one of own) rest.delete(one);
        return { batch: record.location, own };
      });
      batches.push({ batch: `${location}@${formatIsoTime(scan.now)}`, own: [...rest] });
      return batches.flatMap(({ batch, own }) =>
        own.length === 0 ? [] : createDiscovery(batch, own, location, context),
      );
    } catch (error) {
      onBug({ entry, subject: location, error });
      return [];
    }
  });
}

/** Whether an issuance became critical after its alert, because its CAA records could be looked up only then. It is a new alert. */
function isWorse({ issuance: { caa } }: UnknownIssuance, { location }: LoggedEvent): boolean {
  const [, discovered_at] = (location ?? '').split('@', 2);
  return caa?.since !== undefined && discovered_at !== undefined && discovered_at < caa.since;
}

/** Returns `ct:example.org` for `ct:example.org@2027-03-01T06:00:00Z`. */
function getDomainLocation(batch: string | null): string {
  return (batch ?? '').split('@', 1)[0] as string;
}

function createDiscovery(
  batch: string | null,
  found: readonly UnknownIssuance[],
  location: string,
  context: PlanContext,
): AlertCandidate {
  const sorted = found.toSorted(compareIssuances) as Found;
  const [{ entry: name, severity, code }] = sorted;
  // The owner of the domain forbids the CA in DNS, so its certificate is not proposed.
  const proposal = renderProposal(sorted.filter(({ reason }) => reason !== 'caa'));
  const finding: EventFinding = {
    event: EVENT,
    qualifier: '',
    severity,
    code,
    detail: formatDetail(sorted, proposal, context),
    ...(proposal !== null && { proposal }),
  };
  return createCandidate(context, {
    key: { certificate: name, fingerprint: null, event: EVENT, threshold: null, location: batch, topic: TOPIC },
    subject: describeDiscovery(sorted, location, finding, context),
    locations: sorted.map(({ key }) => key),
    location,
    finding,
  });
}

/** The issuances of one alert, the worst first. */
type Found = [UnknownIssuance, ...UnknownIssuance[]];

/** Sorts the worst issuances first, then the latest. */
function compareIssuances(a: UnknownIssuance, b: UnknownIssuance): number {
  const rank = ({ severity }: UnknownIssuance) => (severity === 'critical' ? 0 : 1);
  return (
    rank(a) - rank(b) ||
    parseIsoTime(b.issuance.valid_from) - parseIsoTime(a.issuance.valid_from) ||
    (a.key < b.key ? -1 : 1)
  );
}

/** Describes the event with the facts of the worst certificate. If there are several, its name is the domain. */
function describeDiscovery(
  found: Found,
  location: string,
  { severity, code, detail }: EventFinding,
  { entries, scan }: PlanContext,
): SubjectState {
  const [{ entry: name, domain, issuance }] = found;
  const { names, issuer, serial_number = null, valid_from, valid_to } = issuance;
  const days_remaining = Math.floor((parseIsoTime(valid_to) - scan.now) / DAY);
  const verdict = {
    ...UNKNOWN_VERDICT,
    status: STATUS_BY_SEVERITY[severity ?? 'warning'],
    level: severity === 'critical' ? ('error' as const) : ('warning' as const),
    effective_valid_to: valid_to,
    days_remaining,
  };
  return {
    name,
    entry: entries.get(name) ?? null,
    fingerprint: null,
    facts: {
      ...EMPTY_FACTS,
      common_name: names[0] ?? domain,
      sans: names,
      issuer,
      serial_number,
      valid_from,
      valid_to,
    },
    verdict,
    locations: [location],
    distinguishing_locations: null,
    title: found.length === 1 ? (names[0] ?? domain) : domain,
    error: { code: code ?? '', detail: detail ?? '' },
    last_seen: null,
  };
}

const MAX_LISTED = 10;
const MAX_NAMES = 3;

const UNCHECKED =
  ' It is not known yet whether their CAA records allow the CA: some could not be looked up. The next scan tries again.';

/** Formats the certificates, then the advice about the first, which is the worst. */
function formatDetail(found: Found, proposal: string | null, { entries }: PlanContext): string {
  const [worst] = found;
  const isOne = found.length === 1;
  const text = isOne ? formatOne(worst) : formatSeveral(found);
  const advice = formatAdvice(worst, entries.get(worst.entry)?.expect?.issuers ?? [], isOne);
  const isUnchecked = found.some(({ issuance }) => issuance.unchecked !== undefined);
  return `${text} ${advice} ${formatOtherwise(proposal, isOne)}${isUnchecked ? UNCHECKED : ''}`;
}

function formatOne({ issuance }: UnknownIssuance): string {
  return `An unknown certificate for ${formatNames(issuance)} was ${formatIssued(issuance)}.`;
}

function formatSeveral(found: Found): string {
  const list = found.slice(0, MAX_LISTED).map(({ issuance }) => `${formatNames(issuance)} (${formatIssued(issuance)})`);
  const more = found.length > MAX_LISTED ? ` And ${found.length - MAX_LISTED} more.` : '';
  return `${found.length} unknown certificates: ${list.join('; ')}.${more}`;
}

function formatNames({ names }: UnknownIssuance['issuance']): string {
  return truncateList(names, MAX_NAMES);
}

function formatIssued({ issuer, valid_from, valid_to }: UnknownIssuance['issuance']): string {
  return `issued by ${truncate(issuer)} on ${formatDay(valid_from)}, expires ${formatDay(valid_to)}`;
}

/** Formats the advice for the case that it does not belong to the team. */
function formatOtherwise(proposal: string | null, isOne: boolean): string {
  const revoke = `ask the CA to revoke ${isOne ? 'it' : 'them'}`;
  if (proposal === null) return `Otherwise find out who did, and ${revoke}.`;
  const items = proposal.includes('\n') ? 'the items below' : 'the item below';
  return `Otherwise find out who did. If it was a service of yours, such as a CDN, add ${items} to \`expected\`. If not, ${revoke}.`;
}

/** Formats the advice for the case that the certificate, or the first of several, belongs to the team. */
function formatAdvice({ reason, issuance }: UnknownIssuance, issuers: readonly string[], isOne: boolean): string {
  if (reason === 'issuer')
    return `The entry expects ${truncateList(issuers, MAX_NAMES)}. If your team uses this CA, add it to \`expect.issuer\`.`;
  if (reason === 'caa') return formatRefusal(issuance);
  if (reason === 'not-deployed')
    return 'An entry watches these names, but no location has this certificate. If your team ordered it, deploy it or let it expire.';
  return isOne ? 'If your team ordered it, add an entry for it.' : 'If your team ordered them, add entries for them.';
}

/** Formats which CAA records do not allow the CA, and the record that does. */
function formatRefusal({ caa }: UnknownIssuance['issuance']): string {
  if (caa === undefined) return 'Its CAA records do not allow this CA. If your team uses it, correct them.';
  const { name, domain, record } = caa;
  const advice = record === null ? 'correct them' : formatCaaAdvice(caa, record);
  return `The CAA records of ${truncate(domain)} do not allow this CA for ${truncate(name)}. If your team uses it there, ${advice}.`;
}

/**
 * Finds how the alert about discovered certificates resolves: they are known now, or the alert is removed because they have expired or the
 * domain is not watched.
 */
export function findDiscoveryResolution(
  entry: string,
  locations: readonly string[],
  { log, entries }: PlanContext,
): ResolutionName {
  const known = getOwn(log.issuances, entry);
  const isKnown = entries.has(entry) && locations.some((key) => getOwn(known, key) !== undefined);
  return isKnown ? 'certificate.recovered' : 'certificate.removed';
}

/** Describes the subject of a resolution by the domain: the log has only the keys of the certificates. */
export function describeResolvedDiscovery(
  { certificate: name, location: batch }: Pick<LoggedEvent, 'certificate' | 'location'>,
  { entries }: PlanContext,
): SubjectState {
  const location = getDomainLocation(batch);
  return {
    name,
    entry: entries.get(name) ?? null,
    fingerprint: null,
    facts: null,
    verdict: { ...UNKNOWN_VERDICT, status: 'ok', level: 'info' },
    locations: [location],
    distinguishing_locations: null,
    title: location.replace('ct:', ''),
    error: null,
    last_seen: null,
  };
}

/** Collects one alert for each entry whose provider has not answered for `unreachable_days`, also if the entry has several domains. */
export function collectUnanswered(context: PlanContext): AlertCandidate[] {
  const { comparison, entries, scan } = context;
  const failing = comparison.locations.filter((one) => isDomainLocation(one) && one.failures > 1);
  return [...groupBy(failing, ({ entry }) => entry)].flatMap(([name, locations]) => {
    const entry = entries.get(name);
    const since = locations.map(({ failing_since }) => failing_since ?? '').sort()[0];
    const [first] = locations;
    if (entry === undefined || first === undefined || !since) return [];
    const days = Math.floor((scan.now - parseIsoTime(since)) / DAY);
    const domains = locations.map(({ location }) => location.replace('ct:', ''));
    const detail =
      `Certificate transparency of ${truncateList(domains, MAX_LISTED)} has not been read since ${since}. Certificates that were issued ` +
      `since then are unknown. ${first.failure?.detail ?? ''}`;
    const error = { code: first.failure?.code ?? 'ct-postponed', detail: detail.trim() };
    const title =
      domains.length === 1
        ? `Certificate transparency of ${domains[0]}`
        : `Certificate transparency of ${domains.length} domains`;
    return createCandidate(context, {
      key: {
        certificate: name,
        fingerprint: null,
        event: 'certificate.unreachable',
        threshold: null,
        location: SOURCE,
      },
      subject: {
        ...{
          name,
          entry,
          fingerprint: null,
          facts: null,
          verdict: UNKNOWN_VERDICT,
          distinguishing_locations: null,
          title,
          error,
        },
        locations: locations.map(({ location }) => location),
        last_seen: first.since,
      },
      locations: locations.map(({ location }) => location),
      location: first.location,
      unreachable: { never_read: locations.every(isNeverRead), since, days },
      reachesAll: true,
    });
  });
}
