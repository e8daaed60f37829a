/** Builds the annotations of a workflow run. They are plain data: @actions/core escapes them for the runner. */

import { NOT_OBSERVED } from '../domain/certificate.ts';
import { isCalledCertificate } from '../domain/certificate-names.ts';
import { formatFinding } from '../domain/event-definitions.ts';
import { CLIENT_REJECTIONS, type Diagnostic, type Position, STATUS_ALERTS } from '../domain/index.ts';
import type { Report, ReportCertificate, ReportEvent, ReportUnread } from '../generated/report.ts';
import { groupBy } from '../lib/collections.ts';
import { formatDay } from '../lib/iso-time.ts';
import { truncate, truncateList } from '../lib/text/truncate.ts';
import { escapeUnprintable } from '../lib/text/unprintable.ts';
import { isCovered } from './coverage/index.ts';
import { formatCount, formatExpiry, hasExpiry } from './format/labels.ts';
import { formatMissing, groupDeliveryFailures, groupNotObserved } from './scan/select.ts';

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  title: string;
  message: string;
  file?: string;
  /** Starts at 1, like `column`. */
  line?: number;
  column?: number;
}

/** GitHub shows ten annotations per level and step and silently drops the others. One is left for the step's result. */
const MAX_PER_LEVEL = 9;

const MAX_LOCATIONS = 5;

/**
 * Builds the annotations of a scan. Failed deliveries and unread entries are errors, certificates are annotated at their level, and other
 * notifications are notices. A certificate that is ok, without a notification, has no annotation. `positions` locates each entry in the
 * manifest; `before` are the annotations that the step already has, which use a part of GitHub's limit.
 */
export function buildScanAnnotations(
  report: Report,
  positions: ReadonlyMap<string, Position>,
  before: readonly Annotation[] = [],
): Annotation[] {
  const unread = isCovered(report.coverage) ? [] : groupUnread(report.coverage);
  const annotated = new Set(unread.map(([{ certificate }]) => certificate));
  const annotations = [
    ...groupDeliveryFailures(report).map(({ destination, code, detail, events }) =>
      createAnnotation('error', `delivery to ${destination} failed (${formatCount(events.length, 'event')})`, [
        `${code}: ${detail}`,
      ]),
    ),
    ...groupNotObserved(report).map((group) =>
      createAnnotation('warning', `${formatMissing(group)} not observed`, [
        truncateList(group.entries, MAX_LOCATIONS),
        `${NOT_OBSERVED}: ${group.detail}`,
      ]),
    ),
    ...unread.map((group) => annotateUnread(group, report, positions)),
    ...report.certificates
      .filter(({ certificate, status }) => status !== 'unknown' || !annotated.has(certificate))
      .flatMap((one) => annotateCertificate(one, positions)),
    ...report.events.flatMap((one) => annotateEvent(one, positions)),
  ];
  return limitPerLevel(annotations, before);
}

/** Builds annotations for the problems of a manifest, each at its position. */
export function buildDiagnosticAnnotations(diagnostics: readonly Diagnostic[]): Annotation[] {
  const annotations = diagnostics.map(({ severity, code, message, hint, source: _, ...position }) => ({
    level: severity,
    title: escapeUnprintable(code),
    message: escapeUnprintable(hint === undefined ? message : `${toSentence(message)} ${hint}`),
    ...position,
  }));
  return limitPerLevel(annotations, []);
}

function createAnnotation(
  level: Annotation['level'],
  title: string,
  sentences: readonly string[],
  position?: Position,
): Annotation {
  const message = sentences.map(toSentence).join(' ');
  return { level, title: escapeUnprintable(title), message: escapeUnprintable(message), ...position };
}

/** Limits the annotations of each level; the last one counts the omitted ones. */
function limitPerLevel(annotations: readonly Annotation[], before: readonly Annotation[]): Annotation[] {
  return [...groupBy(annotations, ({ level }) => level)].flatMap(([level, group]) => {
    const room = MAX_PER_LEVEL - before.filter((one) => one.level === level).length;
    if (room < 1 || group.length <= room) return group.slice(0, Math.max(room, 0));
    const shown = group.slice(0, room - 1);
    const message = 'GitHub shows at most ten annotations per level. The log of this step lists all of them.';
    return [...shown, createAnnotation(level, `and ${group.length - shown.length} more`, [message])];
  });
}

function annotateCertificate(certificate: ReportCertificate, positions: ReadonlyMap<string, Position>): Annotation[] {
  if (certificate.level === 'info') return [];
  const { certificate: entry, display_name, renewal_instructions, owner, error } = certificate;
  const condition = describeCondition(certificate);
  const locations = certificate.locations.map(({ location }) => location);
  const sentences = [
    `${formatCertificateName(certificate)} ${condition}`,
    `Found at ${truncateList(locations, MAX_LOCATIONS)}`,
    ...listRejections(certificate).map(({ code, detail }) => `${code}: ${detail}`),
    ...(error === null || error.code === NOT_OBSERVED ? [] : [`${error.code}: ${error.detail}`]),
    ...(renewal_instructions === null ? [] : [`How to renew: ${renewal_instructions}`]),
    ...(owner === null ? [] : [`Owner: ${owner}`]),
  ];
  return [createAnnotation(certificate.level, `${display_name} ${condition}`, sentences, positions.get(entry))];
}

type UnreadGroup = [ReportUnread, ...ReportUnread[]];

/** Groups the locations that make the step fail, by entry. */
function groupUnread({ unread }: Report['coverage']): UnreadGroup[] {
  const counted = unread.filter(({ tolerated }) => !tolerated);
  return [...groupBy(counted, ({ certificate }) => certificate).values()] as UnreadGroup[];
}

function annotateUnread(
  group: UnreadGroup,
  { certificates }: Report,
  positions: ReadonlyMap<string, Position>,
): Annotation {
  const [first] = group;
  const entry = first.certificate;
  const locations = certificates.filter(({ certificate }) => certificate === entry).flatMap((one) => one.locations);
  const condition = group.every((one) => one.never_read) ? 'has never been read successfully' : 'could not be read';
  const sentences = group.slice(0, MAX_LOCATIONS).map(({ location, code }) => {
    const error = locations.find((one) => one.location === location)?.error ?? null;
    return error === null ? `${location}: ${code ?? 'not read'}` : `${location}: ${error.code}: ${error.detail}`;
  });
  const more = group.length - sentences.length;
  const rest = more > 0 ? [`And ${formatCount(more, 'more location')}`] : [];
  return createAnnotation('error', `${entry} ${condition}`, [...sentences, ...rest], positions.get(entry));
}

function formatCertificateName({ certificate, display_name, what, common_name }: ReportCertificate): string {
  if (!isCalledCertificate({ what })) return display_name;
  if (display_name !== certificate) return `${display_name} of ${certificate}`;
  return common_name === null || common_name === certificate
    ? certificate
    : `${certificate} (${truncate(common_name)})`;
}

/** Lists the findings for which clients reject the certificate now. */
function listRejections({ findings }: ReportCertificate): ReportCertificate['findings'] {
  return findings.filter(({ event }) => CLIENT_REJECTIONS.some((rejection) => rejection === event));
}

/** Describes the problem, which continues a sentence after the name of the certificate: `expired 3 days ago`. */
function describeCondition(certificate: ReportCertificate): string {
  const { status, valid_from } = certificate;
  const [rejection] = status === 'expired' ? [] : listRejections(certificate);
  if (rejection !== undefined) return formatFinding(rejection);
  if (status === 'unknown' || !hasExpiry(certificate)) return 'has never been read successfully';
  if (status === 'not_yet_valid') {
    return valid_from === null ? 'is not valid yet' : `is not valid until ${formatDay(valid_from)}`;
  }
  return formatExpiry(certificate);
}

/** Alerts that repeat the annotation of the certificate. */
const COVERED_BY_CERTIFICATE: ReadonlySet<string> = new Set(STATUS_ALERTS);

function annotateEvent(event: ReportEvent, positions: ReadonlyMap<string, Position>): Annotation[] {
  const { data, certificate } = event;
  if (event.suppressed || (data.level !== 'info' && COVERED_BY_CERTIFICATE.has(event.event))) return [];
  const location = data.location === null ? '' : ` at ${data.location}`;
  const threshold = event.threshold === null ? '' : ` (threshold ${event.threshold})`;
  const sentences = [
    `${event.event}${threshold} for ${data.display_name}${location}`,
    ...(hasExpiry(data) ? [`It ${formatExpiry(data)}`] : []),
    ...(data.error === null ? [] : [`${data.error.code}: ${data.error.detail}`]),
  ];
  return [createAnnotation('notice', `${event.event}: ${data.display_name}`, sentences, positions.get(certificate))];
}

function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
