/** Renders a digest as GitHub Markdown for a job summary, bounded in size for any number of certificates. */

import { STATUS_LABELS } from '../../domain/index.ts';
import type { Digest, DigestCertificate } from '../../generated/digest.ts';
import type { AppError } from '../../lib/app-error.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { capitalize } from '../../lib/text/capitalize.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import {
  formatCommonName,
  formatDays,
  formatFirst,
  labelLocation,
  STATUS_MARKS,
  UNSAVED_DIGEST_NOTE,
} from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatCoverageLine, formatMessage } from '../format/markdown.ts';
import { createTable, renderDocument } from '../format/markdown-document.ts';
import { formatFailure } from '../scan/markdown.ts';
import { findWorstStatus, formatDigestDeliveries, LISTED_STATUSES, listForAttention } from './terminal.ts';

interface Options {
  /** Why the digest could not be recorded, or null. */
  unsaved?: AppError | null;
  /** Bytes. */
  limit?: number;
}

const CERTIFICATE_COLUMNS = [
  'Days',
  'Certificate',
  'Common name',
  'Valid to',
  'Findings',
  'Where',
  'Owner',
  'How to renew',
];

/** `unsaved`: why the digest was not recorded; null if it was. `limit`: in bytes; tables that exceed it say where to find the rest. */
export function renderDigestSummary(digest: Digest, { unsaved = null, limit }: Options = {}): string {
  const worst = findWorstStatus(digest);
  const head = `## ${STATUS_MARKS[worst]} Certificate digest: ${digest.headline}\n\n${formatCoverageLine(digest.coverage)}\n\n${formatDigestDeliveries(digest)}\n`;
  const previous = digest.since === null ? '' : `, previous digest at ${formatCode(digest.since)}`;
  const foot = `\nDigest at ${formatCode(digest.scanned_at)}${previous}\n`;
  const table = (title: string, columns: readonly string[], rows: readonly string[][]) =>
    createTable(title, columns, rows, 'see `certvigil digest --format json`');
  const sections = [
    unsaved === null ? '' : formatFailure('The digest was NOT recorded', unsaved, UNSAVED_DIGEST_NOTE),
    ...LISTED_STATUSES.map((status) =>
      table(capitalize(STATUS_LABELS[status]), CERTIFICATE_COLUMNS, digest[status].map(listCells)),
    ),
    table(
      'Findings',
      ['Certificate', 'Finding', 'Details'],
      listForAttention(digest).flatMap(({ display_name, problems: found, details }) =>
        found.map((what, index) => [formatCode(display_name), formatCode(what), formatMessage(details[index] ?? '')]),
      ),
    ),
    table(
      'Could not be checked',
      ['Certificate', 'Reason'],
      digest.unchecked.map(({ display_name, detail }) => [formatCode(display_name), formatMessage(detail)]),
    ),
    table(
      'Silenced',
      ['Status', 'Certificate', 'Valid to', 'Silenced until', 'Reason'],
      digest.silenced.map(listSilencedCells),
    ),
    table(
      'Renewed',
      ['Certificate', 'Common name', 'Now valid to', 'Previous one valid to'],
      digest.renewed.map(({ display_name, common_name, valid_to, previous_valid_to }) =>
        [display_name, common_name, formatDay(valid_to), formatDay(previous_valid_to)].map(formatCode),
      ),
    ),
    table('Expiring in the next 90 days', ['Week', 'Count', 'Certificates'], digest.upcoming.map(listWeekCells)),
    table(
      'Failed deliveries',
      ['Destination', 'Error', 'Details'],
      digest.deliveries.flatMap(({ destination, error }) =>
        error === null ? [] : [[formatCode(destination), formatCode(error.code), formatMessage(error.detail)]],
      ),
    ),
  ];
  return renderDocument(head, sections, foot, limit);
}

function listCells(one: DigestCertificate): string[] {
  return [
    formatDays(one) ?? EMPTY_CELL,
    formatCode(one.certificate),
    formatCode(formatCommonName(one)),
    formatCode(one.valid_to && formatDay(one.valid_to)),
    formatCode(one.problems.join(', ')),
    formatFirst(formatCode(labelLocation(one.locations[0] ?? '')), one.locations.length),
    formatCode(one.owner),
    formatCode(one.renewal_instructions),
  ];
}

function listSilencedCells({ worst_status, display_name, valid_to, silence }: DigestCertificate): string[] {
  return [
    `${STATUS_MARKS[worst_status]} ${STATUS_LABELS[worst_status]}`,
    formatCode(display_name),
    formatCode(valid_to && formatDay(valid_to)),
    formatCode(silence === undefined ? null : formatDay(silence.until)),
    formatCode(silence?.reason ?? null),
  ];
}

/** The limit of the names in one cell. */
const MAX_NAMES = 10;

function listWeekCells({ week, from, to, certificates }: Digest['upcoming'][number]): string[] {
  const names = certificates.map(({ display_name }) => formatCode(display_name));
  return [`${week} (${from} to ${to})`, String(names.length), truncateList(names, MAX_NAMES)];
}
