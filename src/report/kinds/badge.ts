/** A badge with the status of all certificates, of those with a label, or of one entry. */

import type { ReportCertificate } from '../../generated/report.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { parseChoice } from '../../lib/parse-choice.ts';
import { escapeUnprintable } from '../../lib/unprintable.ts';
import { formatCount, formatExpiry, formatStatus, rankStatus } from '../format/labels.ts';
import { renderSvgBadge } from '../format/svg-badge.ts';
import { renderJson } from '../json.ts';
import type { RenderReport, ReportOptions } from './kind.ts';

const COLORS = {
  expired: '#c0392b',
  critical: '#c0392b',
  unknown: '#6c757d',
  not_yet_valid: '#2471a3',
  warning: '#b9770e',
  ok: '#1e8449',
} as const satisfies Record<ReportCertificate['status'], string>;

const NONE_COLOR = '#6c757d';

/**
 * Options: `entry` or `label=NAME:VALUE` selects certificates; `format` is `json`, the endpoint format of shields.io, or `svg`.
 * Throws AppError `usage` for an invalid option.
 */
export function createBadgeReport({ entry, label, format: text = 'json' }: ReportOptions): RenderReport {
  const format = parseChoice('the option format of the badge report', text, ['json', 'svg']);
  const [, name, value] = /^([^:]+):(.*)$/s.exec(label ?? '') ?? [];
  if (label !== undefined && name === undefined) {
    throw createUsageError(
      `invalid label "${label}" for the badge report`,
      'Use label=NAME:VALUE, such as label=team:web.',
    );
  }
  const isSelected = ({ certificate, labels }: ReportCertificate) =>
    (entry === undefined || certificate === entry) &&
    (name === undefined || (Object.hasOwn(labels, name) && labels[name] === value));
  const title = escapeUnprintable(entry ?? (label === undefined ? 'certificates' : (value ?? '')));
  return ({ report }) => {
    const badge = { label: title, ...summarize(report.certificates.filter(isSelected)) };
    return format === 'svg' ? renderSvgBadge(badge) : renderJson({ schemaVersion: 1, ...badge });
  };
}

/** The worst status, and how many certificates have it. */
function summarize(certificates: readonly ReportCertificate[]): { message: string; color: string } {
  const [worst] = certificates.toSorted((a, b) => rankStatus(a.status) - rankStatus(b.status));
  if (worst === undefined) return { message: 'none', color: NONE_COLOR };
  const color = COLORS[worst.status];
  if (certificates.length === 1) return { message: describeOne(worst), color };
  if (worst.status === 'ok') return { message: `${formatCount(certificates.length, 'certificate')} ok`, color };
  const affected = certificates.filter(({ status }) => status === worst.status);
  const labels = new Set(affected.map(formatStatus));
  return { message: `${affected.length} ${labels.size === 1 ? formatStatus(worst) : 'critical'}`, color };
}

function describeOne(certificate: ReportCertificate): string {
  const { days_remaining: days } = certificate;
  const status = formatStatus(certificate);
  if (days === null || status === 'revoked' || status === 'untrusted' || status === 'not yet valid') return status;
  return formatExpiry(days);
}
