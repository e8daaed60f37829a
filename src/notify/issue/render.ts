/** Renders the texts of an issue: title, the section of certvigil in the body, and comments. Untrusted names are always in code spans. */

import { isCalledCertificate } from '../../domain/certificate-names.ts';
import { EVENTS, formatFinding, formatFindingResolved } from '../../domain/event-definitions.ts';
import { FIXTURE_EXPIRING } from '../../domain/expiring-fixtures.ts';
import {
  type EventContext,
  type EventData,
  type IsoTime,
  type MessageName,
  STATUS_LABELS,
  type Status,
} from '../../domain/index.ts';
import { formatRenewalEvidence } from '../../domain/renewal-evidence.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { findRepositoryUrl } from '../repository-url.ts';
import {
  formatCode,
  formatCodeBlock,
  formatCodeList,
  formatInstructions,
  formatPlain,
  formatTable,
  formatText,
} from './markdown.ts';
import type { AlertSubject } from './marker.ts';

/** GitHub accepts 256 characters. */
const MAX_TITLE_LENGTH = 250;
const MAX_INSTRUCTIONS_LENGTH = 4_000;
const MAX_DETAIL_LENGTH = 1_000;
/** The maximum of listed names and locations; a certificate may have thousands. */
export const MAX_LISTED = 50;

type ScanLink = Pick<EventData, 'run_url' | 'timestamp'>;

/** A title is written once, so it does not contain changing values such as the remaining days. */
export function renderTitle({ event, data }: EventContext): string {
  const entry = data.certificate;
  if (isAboutIssuer(data)) return formatPlain(`CA ${formatIssuerName(data)} ${describeExpiry(data)}`, MAX_TITLE_LENGTH);
  if (!isCalledCertificate(data)) {
    const problem = event === 'certificate.unreachable' ? describeUnreachable(data) : describeProblem(data);
    return formatPlain(`${data.display_name} ${problem}`, MAX_TITLE_LENGTH);
  }
  if (event === 'certificate.unreachable')
    return formatPlain(
      `Certificate ${entry} ${describeUnreachable(data)} at ${formatPlain(data.location ?? '', 120)}`,
      MAX_TITLE_LENGTH,
    );
  if (data.display_name !== entry)
    return formatPlain(`Certificate ${data.display_name} ${describeProblem(data)}`, MAX_TITLE_LENGTH);
  if (event === FIXTURE_EXPIRING) return formatPlain(`${entry} ${describeProblem(data)}`, MAX_TITLE_LENGTH);
  const name = data.common_name ?? data.sans[0] ?? entry;
  const suffix = name === entry ? '' : ` (${formatPlain(name, 120)})`;
  return formatPlain(`Certificate ${entry}${suffix} ${describeProblem(data)}`, MAX_TITLE_LENGTH);
}

/** Whether an alert, or its resolution, is about the CA of a certificate. */
function isAboutIssuer({ finding }: EventData): boolean {
  return finding?.event === 'certificate.expiry_warning' || finding?.event === 'certificate.expired';
}

function formatIssuerName({ limited_by }: EventData): string {
  return limited_by?.subject ?? 'in the chain';
}

function describeUnreachable({ unreachable }: EventData): string {
  return unreachable?.never_read ? 'has never been read' : 'cannot be read';
}

function describeProblem(data: EventData): string {
  return formatPlain(data.finding === null ? describeExpiry(data) : formatFinding(data.finding), 120);
}

/** Describes the expiry, such as `expires on 2027-03-01`. */
export function describeExpiry({ status, effective_valid_to }: EventData): string {
  return `${status === 'expired' ? 'expired' : 'expires'} on ${formatDayIfKnown(effective_valid_to)}`;
}

/** The footer names the scan; a new scan alone does not make a section outdated. */
const FOOTER_LINE = /^<sub>.*<\/sub>$/m;

/** Whether two sections are the same, ignoring the footer and white space. */
export function isSameBlock(a: string, b: string): boolean {
  const normalize = (block: string) => block.replace(FOOTER_LINE, '').replace(/\s+/g, ' ').trim();
  return normalize(a) === normalize(b);
}

/** Renders the section of certvigil in the body from the firing alerts, the most severe first. Lists show at most `max` items. */
export function renderBlock(alerts: readonly EventContext[], max = MAX_LISTED): string {
  const [worst] = alerts;
  if (worst === undefined) throw new Error('an issue needs an alert');
  const { data } = worst;
  const changes = alerts.filter(
    ({ event, data: { previous } }) => event === 'certificate.changed' && previous !== null,
  );
  return [
    `**${renderHeadline(worst, formatExpiryDate(data))}**`,
    formatTable(listRows(data, max)),
    ...changes.map((change) => renderReplacement(change.data)),
    ...(data.finding?.proposal === undefined ? [] : [renderProposal(data.finding.proposal)]),
    ...(data.renewal_instructions === null ? [] : [renderRenewalInstructions(data, data.renewal_instructions)]),
    renderFooter(data),
  ].join('\n\n');
}

/** `expiry` continues a sentence. In a body, it does not change every day, so that an open issue is not updated daily. */
export function renderHeadline({ event, data }: EventContext, expiry = formatExpiry(data)): string {
  if (isAboutIssuer(data)) return `The CA ${formatCode(formatIssuerName(data))} ${expiry}.`;
  if (event === 'certificate.unreachable') return renderUnreachable(data);
  if (event === 'certificate.changed')
    return isCalledCertificate(data)
      ? 'This certificate was replaced by one that expires no later.'
      : `${formatSubject(data)} ${EVENTS[event].others}.`;
  if (event === FIXTURE_EXPIRING)
    return `${formatCode(data.certificate)} ${formatFinding({ event, qualifier: '', code: null })}.`;
  if (data.finding !== null) return `${formatSubject(data)} ${formatText(formatFinding(data.finding))}.`;
  return `${formatSubject(data)} ${expiry}.`;
}

/** Formats the subject, such as `This certificate` or `This domain registration`. */
function formatSubject({ what }: EventData): string {
  return `This ${formatText(what ?? 'entry', 60)}`;
}

/** Renders the start time instead of the number of days, so that an open issue is not updated daily. */
function renderUnreachable(data: EventData): string {
  const { unreachable, location } = data;
  const since = unreachable?.since && !unreachable.never_read ? ` since ${formatDayIfKnown(unreachable.since)}` : '';
  return `${formatSubject(data)} ${describeUnreachable(data)} at ${formatCode(location ?? '')}${since}.`;
}

export function formatExpiryDate({ days_remaining, effective_valid_to }: EventData): string {
  const verb = days_remaining !== null && days_remaining < 0 ? 'expired' : 'expires';
  return `${verb} on ${formatDayIfKnown(effective_valid_to)}`;
}

/** Formats the expiry with the number of days, for comments: `expires in 5 days, on 2027-03-01`. */
function formatExpiry(data: EventData): string {
  return `${formatDays(data)}, on ${formatDayIfKnown(data.effective_valid_to)}`;
}

/** Formats full days, before and after expiry: `expired 1 day ago` after 24 to 48 hours. */
function formatDays({ days_remaining, days_since_expiry: since }: EventData): string {
  if (days_remaining === null) return 'expires';
  if (since === null)
    return days_remaining === 0 ? 'expires within a day' : `expires in ${formatDayCount(days_remaining)}`;
  return since < 1 ? 'expired less than a day ago' : `expired ${formatDayCount(since)} ago`;
}

function formatDayCount(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

type Row = [title: string, text: string];

function listRows(data: EventData, max: number): Row[] {
  const locations = data.assigned_objects.filter(({ type }) => type !== 'assignment').map(({ name }) => name);
  const users = data.assigned_objects.filter(({ type }) => type === 'assignment').map(({ name }) => name);
  const labels = Object.entries(data.labels).map(([name, value]) => `${name}: ${value}`);
  const rows: Row[] = [
    [isCalledCertificate(data) ? 'Certificate' : 'Entry', formatCode(data.certificate)],
    ['Status', STATUS_LABELS[data.status]],
    [
      data.kind === 'domain' ? 'Domain' : 'Common name',
      formatCode(data.kind !== 'domain' && !isCalledCertificate(data) ? '' : (data.common_name ?? '')),
    ],
    ['Valid to', formatExpiryCell(data)],
    ['Registrar', formatCode(data.registration?.registrar ?? '')],
    ['Location', `${formatCodeList(locations, max)}${formatHandshakes(data)}`],
    ['Also used by', formatCodeList(users, max)],
    ['Subject alternative names', formatCodeList(data.sans, max)],
    ['Issuer', formatCode(data.issuer ?? '')],
    ['Serial number', formatCode(data.serial_number ?? '')],
    ['SHA-256', formatCode(data.fingerprint_sha256 ?? '')],
    ['Owner', findMention(data.owner) ?? formatCode(data.owner ?? '')],
    ['Labels', formatCodeList(labels, max)],
    [data.finding === null ? 'Error' : 'Reason', formatError(data)],
    ['First seen', (data.kind !== null && data.last_seen) || '–'],
  ];
  return rows.filter(([, text]) => text !== '–');
}

/** Backticks in error messages mark manifest keys; within the code span they become quotes. */
function formatError({ error }: EventData): string {
  if (error === null) return '–';
  return `${formatCode(error.detail.replaceAll('`', '"'), MAX_DETAIL_LENGTH)} (${error.code})`;
}

/** Formats the number of handshakes that presented one of several certificates. */
function formatHandshakes({ handshakes }: EventData): string {
  return handshakes === undefined ? '' : ` (${handshakes.served} of ${handshakes.total} handshakes)`;
}

/** Formats the effective expiry, and the certificate of the chain that limits it, if any. */
function formatExpiryCell({ effective_valid_to, limited_by }: EventData): string {
  if (effective_valid_to === null) return '–';
  const limit = limited_by === null ? '' : `, limited by ${formatCode(limited_by.subject)} in its chain`;
  return `${effective_valid_to}${limit}`;
}

const MENTION = /^@[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$/;

/** Returns the owner if it is `@user` or `@org/team`; null for other owners, because a bare word may be the user name of another person. */
export function findMention(owner: string | null): string | null {
  return owner !== null && MENTION.test(owner) ? owner : null;
}

const LINK = /^https?:\/\/[^\s<>"'`|\\()[\]]+$/;

function renderRenewalInstructions(data: EventData, text: string): string {
  return `**How to renew:** ${formatInstructions(text, findRepositoryUrl(data), MAX_INSTRUCTIONS_LENGTH)}`;
}

function renderProposal(proposal: string): string {
  return `**Add to \`expected\` if it is by design:**\n\n${formatCodeBlock(proposal, MAX_INSTRUCTIONS_LENGTH)}`;
}

export function renderFooter(data: ScanLink): string {
  const rules =
    'Text outside this section is never changed. Close this issue to acknowledge the alert: it is reopened only if the problem gets worse.';
  return `<sub>Updated by ${formatRun(data)}. ${rules}</sub>`;
}

/** Formats `the scan of TIME`, with a link to its run if it is known. */
export function formatRun({ run_url, timestamp }: ScanLink): string {
  const scan = run_url !== null && LINK.test(run_url) ? `[the scan](${run_url})` : 'the scan';
  return `${scan} of ${timestamp}`;
}

export function formatDayIfKnown(time: IsoTime | null): string {
  return time === null ? 'an unknown day' : formatDay(time);
}

/** Renders the comment for a more severe status or a smaller threshold than in the last notification. */
export function renderEscalationComment(context: EventContext, before: Status, reopens: boolean): string {
  const { data } = context;
  const status =
    before === data.status
      ? `Still ${STATUS_LABELS[before]}`
      : `Now ${STATUS_LABELS[data.status]} (was ${STATUS_LABELS[before]})`;
  const why = reopens ? ['This issue was closed. It is reopened because the problem got worse.'] : [];
  const mention = findMention(data.owner);
  return renderComment(
    [`**${status}:** ${renderHeadline(context)}`, ...why, ...(mention === null ? [] : [mention])],
    data,
  );
}

/** Renders the comment for an alert that fires again after it was resolved, for example because a certificate was rolled back. */
export function renderReopenComment(context: EventContext): string {
  return renderComment([`**Firing again:** ${renderHeadline(context)}`, 'This issue is reopened.'], context.data);
}

/** Renders the comment for another certificate at a location that does not expire later, or for a date that moved back. */
export function renderReplacementComment({ data }: EventContext): string {
  return renderComment([renderReplacement(data)], data);
}

function renderReplacement(data: EventData): string {
  if (!isCalledCertificate(data)) {
    const from = data.previous === null ? '' : `, ${data.previous.valid_to}`;
    return `**Moved back:** the expiry is now ${data.valid_to}, which is earlier than before${from}.`;
  }
  const location = formatCode(data.location ?? '');
  return `**Replaced** at ${location} by a certificate that expires no later.\n\n${renderCertificates(data)}`;
}

/** Renders the comment for an event that ends the alert, such as `certificate.renewed`. */
export function renderResolutionComment({ event, data }: EventContext): string {
  if (isAboutIssuer(data)) return renderComment([NO_CERTIFICATE_BELOW], data);
  return renderComment([RESOLUTION_MESSAGES[event]?.(data) ?? '**Resolved.**'], data);
}

const NO_CERTIFICATE_BELOW = '**Resolved:** no certificate has this CA in its chain any more.';

const RESOLUTION_MESSAGES: Partial<Record<MessageName, (data: EventData) => string>> = {
  'certificate.renewed': (data) =>
    isCalledCertificate(data)
      ? `${renderRenewal(data)}\n\n${renderCertificates(data)}`
      : `**Renewed** until ${formatDayIfKnown(data.valid_to)}.`,
  'certificate.removed': ({ what, fingerprint_sha256, location }) =>
    !isCalledCertificate({ what })
      ? '**Removed:** it has another date, or is no longer monitored.'
      : location === null
        ? `**Removed:** the certificate ${formatCode(fingerprint_sha256 ?? '')} is no longer found at any location.`
        : `**Removed:** ${formatCode(location)} is no longer monitored.`,
  'certificate.recovered': ({ location, finding }) => {
    if (finding !== null) return `**Recovered:** it ${formatText(formatFindingResolved(finding))}.`;
    return location === null
      ? '**Recovered:** it no longer crosses any threshold.'
      : `**Recovered:** ${formatCode(location)} can be read again.`;
  },
};

/**
 * Renders the comment for an issue without a resolving event, because the event log was lost. `current` are the fingerprints of this scan.
 */
export function renderOrphanComment(
  { entry, fingerprint, location }: AlertSubject,
  current: string[],
  scan: ScanLink,
): string {
  if (location === null && fingerprint === null)
    return renderComment([`**Resolved:** ${formatCode(entry)} no longer has expiring test certificates.`], scan);
  if (location !== null)
    return renderComment([`**Resolved:** ${formatCode(location)} can be read, or is no longer monitored.`], scan);
  const found = current.length === 0 ? '' : ` Found instead: ${formatCodeList(current, 5)}.`;
  const certificate = formatCode(fingerprint ?? '');
  const text = `**Resolved:** the certificate ${certificate} is no longer found at any location of ${formatCode(entry)}.${found}`;
  return renderComment([text], scan);
}

/** Renders the comment for an issue about a CA without a resolving event. */
export function renderIssuerOrphanComment(scan: ScanLink): string {
  return renderComment([NO_CERTIFICATE_BELOW], scan);
}

/** `original`: the number of the issue that stays open. */
export function renderDuplicateComment(original: number, scan: ScanLink): string {
  const text = `Two scans opened an issue for this alert at the same time. This one is a duplicate of #${original}.`;
  return renderComment([text], scan);
}

/** Renders where the new certificate is, and what supplied it. GitHub links the commits. */
function renderRenewal({ renewal_evidence: evidence }: EventData): string {
  if (evidence === undefined) return '**Renewed.**';
  return `**Renewed:** ${formatRenewalEvidence(evidence, (name) => formatCode(name))}.`;
}

/** Renders a table of the previous and the current certificate. */
function renderCertificates({ previous, fingerprint_sha256, valid_to }: EventData): string {
  return formatTable(
    [
      ['before', formatCode(previous?.fingerprint_sha256 ?? ''), previous?.valid_to ?? '–'],
      ['now', formatCode(fingerprint_sha256 ?? ''), valid_to ?? '–'],
    ],
    ['', 'SHA-256', 'Valid to'],
  );
}

/** Renders paragraphs, followed by a link to the run. */
export function renderComment(parts: readonly string[], scan: ScanLink): string {
  return [...parts, `<sub>Posted by ${formatRun(scan)}.</sub>`].join('\n\n');
}
