/** A badge with the status of some certificates. */

import type { ReportCertificate } from '../../generated/report.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { renderJson } from '../json.ts';
import { formatCount, formatExpiry, formatStatus, getWorstStatus, hasExpiry, rankStatus } from './labels.ts';
import { renderSvgBadge } from './svg-badge.ts';

/** `json` is the endpoint format of shields.io: https://shields.io/badges/endpoint-badge */
export const BADGE_FORMATS = ['json', 'svg'] as const;

export type BadgeFormat = (typeof BADGE_FORMATS)[number];

/** White text has a contrast of at least 4.5 on each (WCAG 2.2, success criterion 1.4.3). */
const COLORS = {
  expired: '#c0392b',
  critical: '#c0392b',
  unknown: '#6c757d',
  not_yet_valid: '#2471a3',
  warning: '#9a6200',
  ok: '#1e8449',
} as const satisfies Record<ReportCertificate['status'], string>;

const NONE_COLOR = '#6c757d';

/** Shows the worst status, and how many of the certificates have it. */
export function renderStatusBadge(
  title: string,
  certificates: readonly ReportCertificate[],
  format: BadgeFormat,
): string {
  const badge = { label: escapeUnprintable(title), ...summarize(certificates) };
  return format === 'svg' ? renderSvgBadge(badge) : renderJson({ schemaVersion: 1, ...badge });
}

function summarize(certificates: readonly ReportCertificate[]): { message: string; color: string } {
  const [worst] = certificates.toSorted((a, b) => rankStatus(getWorstStatus(a)) - rankStatus(getWorstStatus(b)));
  if (worst === undefined) return { message: 'none', color: NONE_COLOR };
  const status = getWorstStatus(worst);
  const color = COLORS[status];
  if (certificates.length === 1) return { message: describeOne(worst), color };
  if (status === 'ok') return { message: `${formatCount(certificates.length, 'certificate')} ok`, color };
  const affected = certificates.filter((one) => getWorstStatus(one) === status);
  const labels = new Set(affected.map(formatStatus));
  return { message: `${affected.length} ${labels.size === 1 ? formatStatus(worst) : 'critical'}`, color };
}

const NOT_ABOUT_EXPIRY: ReadonlySet<string> = new Set(['revoked', 'untrusted', 'not yet valid']);

function describeOne(certificate: ReportCertificate): string {
  const status = formatStatus(certificate);
  const isAboutExpiry = getWorstStatus(certificate) === certificate.status && !NOT_ABOUT_EXPIRY.has(status);
  return isAboutExpiry && hasExpiry(certificate) ? formatExpiry(certificate) : status;
}
