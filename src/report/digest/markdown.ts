/** A digest in GitHub's Markdown, for the summary of a job: bounded in size, whatever the number of certificates. */

import { STATUS_LABELS } from '../../domain/index.ts';
import type { Digest, DigestCertificate } from '../../generated/digest.ts';
import type { AppError } from '../../lib/app-error.ts';
import { formatDay, STATUS_MARKS } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage, formatRow, formatTableHead } from '../format/markdown.ts';
import { renderDocument, type Section } from '../format/markdown-document.ts';
import { formatFailure } from '../scan/markdown.ts';
import { capitalize, formatDigestDeliveries, LISTED_STATUSES } from './terminal.ts';

const IN_JSON = 'which `certvigil digest --format json` shows';

interface Options {
  /** Why it could not be recorded, or null. */
  unsaved?: AppError | null;
  /** Bytes. */
  limit?: number;
}

export function renderDigestSummary(digest: Digest, { unsaved = null, limit }: Options = {}): string {
  const worst = LISTED_STATUSES.find((status) => digest[status].length > 0) ?? 'ok';
  const head = `## ${STATUS_MARKS[worst]} Certificate digest: ${digest.headline}\n\n${formatDigestDeliveries(digest)}\n`;
  const since = digest.since === null ? '' : `, the one before of ${formatCode(digest.since)}`;
  const foot = `\nDigest of ${formatCode(digest.scanned_at)}${since}\n`;
  const sections: (Section | string)[] = [
    unsaved === null ? '' : formatFailure('The digest was NOT recorded', unsaved, UNSAVED_DIGEST_NOTE),
    ...LISTED_STATUSES.map((status) => listSection(capitalize(STATUS_LABELS[status]), digest[status])),
    section('Silenced', ['Status', 'Certificate', 'Valid to', 'Until', 'Reason'], digest.silenced.map(silencedRow)),
    section(
      'Renewed',
      ['Certificate', 'Common name', 'Valid to', 'Before'],
      digest.renewed.map(({ certificate, common_name, valid_to, previous_valid_to }) =>
        formatRow([
          formatCode(certificate),
          formatCode(common_name ?? ''),
          formatCode(formatDay(valid_to)),
          formatCode(formatDay(previous_valid_to)),
        ]),
      ),
    ),
    section('The next 90 days', ['Week', 'Ends', 'Certificates'], digest.upcoming.map(weekRow)),
    section('Could not be delivered', ['Destination', 'Error', 'What happened'], failureRows(digest)),
  ];
  return renderDocument(head, sections, foot, limit);
}

/** What follows where the time of a digest was not recorded. */
export const UNSAVED_DIGEST_NOTE = 'The next digest tells again what was renewed.';

function section(title: string, columns: readonly string[], lines: string[]): Section {
  return { before: `\n### ${title}\n\n${formatTableHead(columns)}\n`, lines, after: '', rest: IN_JSON };
}

function listSection(title: string, certificates: readonly DigestCertificate[]): Section {
  return section(
    title,
    ['Days', 'Certificate', 'Common name', 'Valid to', 'Found', 'Where', 'Owner', 'Renewal'],
    certificates.map((one) =>
      formatRow([
        String(one.days_remaining ?? EMPTY_CELL),
        formatCode(one.certificate),
        formatCode(one.common_name ?? ''),
        one.valid_to === null ? EMPTY_CELL : formatCode(formatDay(one.valid_to)),
        formatCode(one.found.join(', ')),
        `${formatCode(one.places[0] ?? '')}${one.places.length > 1 ? ` +${one.places.length - 1}` : ''}`,
        formatCode(one.owner ?? ''),
        formatCode(one.renewal_instructions ?? ''),
      ]),
    ),
  );
}

function silencedRow({ status, certificate, valid_to, silence }: DigestCertificate): string {
  const until = silence === undefined ? EMPTY_CELL : formatCode(formatDay(silence.until));
  const to = valid_to === null ? EMPTY_CELL : formatCode(formatDay(valid_to));
  return formatRow([
    `${STATUS_MARKS[status]} ${STATUS_LABELS[status]}`,
    formatCode(certificate),
    to,
    until,
    formatCode(silence?.reason ?? ''),
  ]);
}

/** Names of a week are as many as a line can take. */
const NAMES_SHOWN = 10;

function weekRow({ week, from, to, certificates }: Digest['upcoming'][number]): string {
  const names = certificates.slice(0, NAMES_SHOWN).map(({ certificate }) => formatCode(certificate));
  const more = certificates.length > NAMES_SHOWN ? ` and ${certificates.length - NAMES_SHOWN} more` : '';
  return formatRow([`${week} (${from} to ${to})`, String(certificates.length), `${names.join(', ')}${more}`]);
}

function failureRows({ deliveries }: Digest): string[] {
  return deliveries.flatMap(({ destination, error }) =>
    error === null ? [] : [formatRow([formatCode(destination), formatCode(error.code), formatMessage(error.detail)])],
  );
}
