/** What a workflow run shows beside the manifest's lines. Plain data: escaping it for the runner is @actions/core's job. */

import { formatFinding } from '../domain/event-definitions.ts';
import { CLIENT_REJECTIONS, type Diagnostic, type Position } from '../domain/index.ts';
import type { Report, ReportCertificate, ReportEvent } from '../generated/report.ts';
import { groupBy } from '../lib/collections.ts';
import { truncate } from '../lib/truncate.ts';
import { formatCount, formatDay, formatExpiry } from './format/labels.ts';
import { escapeUnprintable } from './format/terminal-text.ts';
import { groupDeliveryFailures } from './scan/select.ts';

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  title: string;
  message: string;
  file?: string;
  /** From 1, as `column`. */
  line?: number;
  column?: number;
}

/** GitHub shows ten of each level a step and drops the others without a word; one is left for how the step ended. */
const MAX_PER_LEVEL = 9;

/**
 * Errors and warnings for certificates by their level and for receivers that did not accept, notices for what else
 * was told: a certificate that is well and of which nothing was told makes no noise. `positions` says where each
 * entry stands; `before` is what the step has annotated already, which takes of the room that GitHub gives.
 */
export function buildScanAnnotations(
  report: Report,
  positions: ReadonlyMap<string, Position>,
  before: readonly Annotation[] = [],
): Annotation[] {
  const all = [
    ...groupDeliveryFailures(report).map(({ destination, code, detail, events }) => ({
      level: 'error' as const,
      title: escapeUnprintable(`${destination} did not get ${formatCount(events.length, 'event')}`),
      message: escapeUnprintable(toSentence(`${code}: ${detail}`)),
    })),
    ...report.certificates.flatMap((one) => annotateCertificate(one, positions)),
    ...report.events.flatMap((one) => annotateEvent(one, positions)),
  ];
  return limitPerLevel(all, before);
}

/** The problems of a manifest, each at its place. */
export function buildDiagnosticAnnotations(diagnostics: readonly Diagnostic[]): Annotation[] {
  const all = diagnostics.map(({ severity, code, message, hint, file, line, column }) => ({
    level: severity,
    title: escapeUnprintable(code),
    message: escapeUnprintable(hint === undefined ? message : `${toSentence(message)} ${hint}`),
    file,
    line,
    column,
  }));
  return limitPerLevel(all, []);
}

/** As many of each level as there is room for; the last of them says how many were left out. */
function limitPerLevel(annotations: readonly Annotation[], before: readonly Annotation[]): Annotation[] {
  return [...groupBy(annotations, ({ level }) => level)].flatMap(([level, ofLevel]) => {
    const room = MAX_PER_LEVEL - before.filter((one) => one.level === level).length;
    if (room < 1) return [];
    if (ofLevel.length <= room) return ofLevel;
    const shown = ofLevel.slice(0, room - 1);
    const rest: Annotation = {
      level: level as Annotation['level'],
      title: `and ${ofLevel.length - shown.length} more`,
      message: 'GitHub shows ten annotations of a level: the log of this step has all.',
    };
    return [...shown, rest];
  });
}

function annotateCertificate(certificate: ReportCertificate, positions: ReadonlyMap<string, Position>): Annotation[] {
  if (certificate.level === 'info') return [];
  const { certificate: name, renewal_instructions, owner } = certificate;
  const sentences = [
    `${formatCertificateName(certificate)} ${describeCondition(certificate)}`,
    `Found at ${list(certificate.places.map(({ location }) => location))}`,
    ...listRefusals(certificate).map(({ code, detail }) => `${code}: ${detail}`),
    ...(certificate.error === null ? [] : [`${certificate.error.code}: ${certificate.error.detail}`]),
    ...(renewal_instructions === null ? [] : [`To renew it: ${renewal_instructions}`]),
    ...(owner === null ? [] : [`Owner: ${owner}`]),
  ];
  return [
    {
      level: certificate.level,
      title: escapeUnprintable(`${name} ${describeCondition(certificate)}`),
      message: escapeUnprintable(sentences.map(toSentence).join(' ')),
      ...positions.get(name),
    },
  ];
}

function formatCertificateName({ certificate, common_name }: ReportCertificate): string {
  return common_name === null || common_name === certificate
    ? certificate
    : `${certificate} (${truncate(common_name)})`;
}

/** Why clients refuse it now. */
function listRefusals({ findings }: ReportCertificate): ReportCertificate['findings'] {
  return findings.filter(({ event }) => CLIENT_REJECTIONS.some((refusal) => refusal === event));
}

/** What is wrong, after the certificate's name: `expired 3 days ago`. */
function describeCondition(certificate: ReportCertificate): string {
  const { status, days_remaining, valid_from } = certificate;
  const [refusal] = status === 'expired' ? [] : listRefusals(certificate);
  if (refusal !== undefined) return formatFinding(refusal);
  if (status === 'unknown' || days_remaining === null) return 'could not be read, now or ever before';
  if (status === 'not_yet_valid')
    return `is not valid before ${valid_from === null ? 'its time' : formatDay(valid_from)}`;
  return formatExpiry(days_remaining);
}

/** The alerts that say of a certificate what its own annotation says already. */
const COVERED_BY_CERTIFICATE: ReadonlySet<string> = new Set([
  'certificate.expiry_warning',
  'certificate.expired',
  ...CLIENT_REJECTIONS,
]);

function annotateEvent(event: ReportEvent, positions: ReadonlyMap<string, Position>): Annotation[] {
  const { data, certificate } = event;
  if (event.suppressed || (data.level !== 'info' && COVERED_BY_CERTIFICATE.has(event.event))) return [];
  const at = data.place === null ? '' : ` at ${data.place}`;
  const threshold = event.threshold === null ? '' : ` (threshold ${event.threshold})`;
  const sentences = [
    `${event.event}${threshold} for ${certificate}${at}`,
    ...(data.days_remaining === null ? [] : [`It ${formatExpiry(data.days_remaining)}`]),
    ...(data.error === null ? [] : [`${data.error.code}: ${data.error.detail}`]),
  ];
  return [
    {
      level: 'notice',
      title: escapeUnprintable(`${event.event}: ${certificate}`),
      message: escapeUnprintable(sentences.map(toSentence).join(' ')),
      ...positions.get(certificate),
    },
  ];
}

const PLACES_SHOWN = 5;

function list(places: readonly string[]): string {
  const more = places.length - PLACES_SHOWN;
  return places.slice(0, PLACES_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Text that ends as a sentence does, whoever wrote it. */
function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
