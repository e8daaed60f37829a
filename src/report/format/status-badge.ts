/** A badge with the status of some certificates. */

import { getWorstStatus, rankForReport } from '../../domain/severity.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { renderJson } from '../json.ts';
import { formatExpiry, formatStatus, formatSubjectCount, hasExpiry } from './labels.ts';
import { measureWidth } from './terminal-text.ts';
import { escapeXml } from './xml.ts';

/** `json` is the endpoint format of shields.io: https://shields.io/badges/endpoint-badge */
export const BADGE_FORMATS = ['json', 'svg'] as const;

export type BadgeFormat = (typeof BADGE_FORMATS)[number];

/** The colors, on which white text has a contrast of at least 4.5 (WCAG 2.2, success criterion 1.4.3). */
const COLORS = {
  expired: '#c0392b',
  critical: '#c0392b',
  unknown: '#6c757d',
  not_yet_valid: '#2471a3',
  warning: '#9a6200',
  ok: '#1e8449',
} as const satisfies Record<ReportCertificate['status'], string>;

const NONE_COLOR = '#6c757d';

/** Renders a badge with the worst status, and the number of certificates with it. */
export function renderStatusBadge(
  title: string,
  certificates: readonly ReportCertificate[],
  format: BadgeFormat,
): string {
  const badge = { label: escapeUnprintable(title), ...summarize(certificates) };
  return format === 'svg' ? renderSvgBadge(badge) : renderJson({ schemaVersion: 1, ...badge });
}

function summarize(certificates: readonly ReportCertificate[]): { message: string; color: string } {
  const [worst] = certificates.toSorted((a, b) => rankForReport(getWorstStatus(a)) - rankForReport(getWorstStatus(b)));
  if (worst === undefined) return { message: 'none', color: NONE_COLOR };
  const status = getWorstStatus(worst);
  const color = COLORS[status];
  if (certificates.length === 1) return { message: describeOne(worst), color };
  if (status === 'ok') return { message: `${formatSubjectCount(certificates)} ok`, color };
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

export interface Badge {
  label: string;
  message: string;
  /** The color as `#rrggbb`, dark enough for white text. */
  color: string;
}

const HEIGHT = 20;
/** The average width of a character at 11 px; `textLength` fits the text to it in any font. */
const CHARACTER_WIDTH = 6.5;
const PADDING = 6;

/** Renders a self-contained SVG image. */
export function renderSvgBadge({ label, message, color }: Badge): string {
  const measure = (text: string) => Math.ceil(measureWidth(text) * CHARACTER_WIDTH) + 2 * PADDING;
  const [left, right] = [measure(label), measure(message)] as const;
  const width = left + right;
  const title = escapeXml(`${label}: ${message}`);
  const text = (content: string, x: number, length: number) =>
    `<text x="${x + length / 2}" y="14" textLength="${length - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escapeXml(content)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}">
  <title>${title}</title>
  <rect width="${width}" height="${HEIGHT}" rx="3" fill="#444"/>
  <path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left}z" fill="${color}"/>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    ${text(label, 0, left)}
    ${text(message, left, right)}
  </g>
</svg>
`;
}
