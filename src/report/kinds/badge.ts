/** Badges with the status of all certificates, of those with a label, or of one entry. */

import { createHash } from 'node:crypto';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { parseChoice } from '../../lib/parse-choice.ts';
import { trimBoth } from '../../lib/text/trim.ts';
import { BADGE_FORMATS, renderStatusBadge } from '../format/status-badge.ts';
import { renderJsonPieces } from '../json.ts';
import type { RenderDirectory, RenderReport, ReportOptions } from './report-kind.ts';

const ALL = 'certificates';

/**
 * Creates one badge. Options: `entry` or `label=NAME:VALUE` selects certificates; `format` is `json`, the endpoint format of shields.io, or
 * `svg`. Throws AppError `usage` for an invalid option.
 */
export function createBadgeReport({ entry, label, format: text = 'json' }: ReportOptions): RenderReport {
  const format = parseFormat(text);
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
  const title = entry ?? (label === undefined ? ALL : (value ?? ''));
  return ({ report }) => renderStatusBadge(title, report.certificates.filter(isSelected), format);
}

/**
 * Creates a badge for all certificates, for each entry, and for each value of each label, or of one (`label=NAME`), in both formats, unless
 * `format` selects one. `index.json` lists the files. Throws AppError `usage` for an invalid option.
 */
export function createBadgeDirectory({ entry, label, format }: ReportOptions): RenderDirectory {
  if (entry !== undefined) {
    throw createUsageError(
      'the badges of a directory have no option "entry": it gets a badge for each entry',
      'Name a file for the badge of one entry, such as badge[entry=shop]=shop.json.',
    );
  }
  const formats = format === undefined ? BADGE_FORMATS : [parseFormat(format)];
  return function* renderFiles({ report }) {
    const badges = listBadges(report, label);
    for (const { path, title, certificates } of badges)
      for (const one of formats) yield [`${path}.${one}`, renderStatusBadge(title, certificates, one)];
    const index = badges.map(({ path, type, label, title }) => ({
      ...{ type, ...(label !== undefined && { label }), name: title },
      files: formats.map((one) => `${path}.${one}`),
    }));
    yield ['index.json', renderJsonPieces({ badges: index })];
  };
}

interface BadgeFile {
  type: 'all' | 'entry' | 'label';
  /** The name of the label. */
  label?: string;
  title: string;
  /** The path without its extension. */
  path: string;
  certificates: readonly ReportCertificate[];
}

function listBadges({ certificates }: Report, label: string | undefined): BadgeFile[] {
  const byEntry = groupBy(certificates, ({ certificate }) => certificate);
  const names = [...new Set(certificates.flatMap(({ labels }) => Object.keys(labels)))];
  const badges = [
    ...[...byEntry].map(([title, members]): BadgeFile => {
      return { type: 'entry', title, path: `entries/${createFileName(title)}`, certificates: members };
    }),
    ...names
      .filter((name) => label === undefined || label === name)
      .flatMap((name) => listLabelBadges(name, certificates)),
  ];
  const all: BadgeFile = { type: 'all', title: ALL, path: ALL, certificates };
  return [all, ...badges.toSorted((a, b) => compareText(a.path, b.path))];
}

function listLabelBadges(label: string, certificates: readonly ReportCertificate[]): BadgeFile[] {
  const labeled = certificates.filter(({ labels }) => Object.hasOwn(labels, label));
  return [...groupBy(labeled, ({ labels }) => labels[label] ?? '')].map(([title, members]) => {
    const path = `labels/${createFileName(label)}/${createFileName(title)}`;
    return { type: 'label', label, title, path, certificates: members };
  });
}

function parseFormat(text: string) {
  return parseChoice('the option format of the badge report', text, BADGE_FORMATS);
}

const MAX_LENGTH = 100;

/**
 * Creates the name of a file from a name of a user: the name itself if it consists of letters, digits, `.`, `_` and `-`, does not begin
 * with a dot and has at most 100 characters. Otherwise other characters become `-`, and a hash follows, so that different names have
 * different files. The result is the same in every scan.
 */
export function createFileName(name: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && name.length <= MAX_LENGTH) return name;
  const readable = trimBoth(name.slice(0, MAX_LENGTH).replace(/[^A-Za-z0-9_-]+/g, '-'), '-');
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return readable === '' ? hash : `${readable}-${hash}`;
}
