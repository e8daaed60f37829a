/** A digest in GitHub's Markdown, for the summary of a job: bounded in size, whatever the number of certificates. */

import { STATUS_WORDS } from '../../domain/index.ts';
import type { Digest, DigestCertificate } from '../../generated/digest.ts';
import type { AppError } from '../../lib/app-error.ts';
import { day, STATUS_MARKS } from '../format/labels.ts';
import { code, NOTHING, prose, row, tableHead } from '../format/markdown.ts';
import { page, type Section } from '../format/markdown-page.ts';
import { problemText } from '../scan/markdown.ts';
import { DIGEST_LISTS, sentence, sentText } from './terminal.ts';

const IN_JSON = 'which `certvigil digest --format json` shows';

interface Options {
  /** Why it could not be recorded, or null. */
  unsaved?: AppError | null;
  /** Bytes. */
  limit?: number;
}

export function renderDigestSummary(digest: Digest, { unsaved = null, limit }: Options = {}): string {
  const worst = DIGEST_LISTS.find((status) => digest[status].length > 0) ?? 'ok';
  const head = `## ${STATUS_MARKS[worst]} Certificate digest: ${digest.headline}\n\n${sentText(digest)}\n`;
  const since = digest.since === null ? '' : `, the one before of ${code(digest.since)}`;
  const foot = `\nDigest of ${code(digest.scanned_at)}${since}\n`;
  const sections: (Section | string)[] = [
    unsaved === null ? '' : problemText('The digest was NOT recorded', unsaved, UNRECORDED),
    ...DIGEST_LISTS.map((status) => listSection(sentence(STATUS_WORDS[status]), digest[status])),
    section('Silenced', ['Status', 'Certificate', 'Valid to', 'Until', 'Reason'], digest.silenced.map(silencedRow)),
    section(
      'Renewed',
      ['Certificate', 'Common name', 'Valid to', 'Before'],
      digest.renewed.map(({ certificate, common_name, valid_to, previous_valid_to }) =>
        row([code(certificate), code(common_name ?? ''), code(day(valid_to)), code(day(previous_valid_to))]),
      ),
    ),
    section('The next 90 days', ['Week', 'Ends', 'Certificates'], digest.upcoming.map(weekRow)),
    section('Could not be delivered', ['Destination', 'Error', 'What happened'], failureRows(digest)),
  ];
  return page(head, sections, foot, limit);
}

/** What follows where the time of a digest was not recorded. */
export const UNRECORDED = 'The next digest tells again what was renewed.';

function section(title: string, columns: readonly string[], lines: string[]): Section {
  return { before: `\n### ${title}\n\n${tableHead(columns)}\n`, lines, after: '', rest: IN_JSON };
}

function listSection(title: string, certificates: readonly DigestCertificate[]): Section {
  return section(
    title,
    ['Days', 'Certificate', 'Common name', 'Valid to', 'Found', 'Where', 'Owner', 'Renewal'],
    certificates.map((one) =>
      row([
        String(one.days_remaining ?? NOTHING),
        code(one.certificate),
        code(one.common_name ?? ''),
        one.valid_to === null ? NOTHING : code(day(one.valid_to)),
        code(one.found.join(', ')),
        `${code(one.places[0] ?? '')}${one.places.length > 1 ? ` +${one.places.length - 1}` : ''}`,
        code(one.owner ?? ''),
        code(one.renewal_instructions ?? ''),
      ]),
    ),
  );
}

function silencedRow({ status, certificate, valid_to, silence }: DigestCertificate): string {
  const until = silence === undefined ? NOTHING : code(day(silence.until));
  const to = valid_to === null ? NOTHING : code(day(valid_to));
  return row([
    `${STATUS_MARKS[status]} ${STATUS_WORDS[status]}`,
    code(certificate),
    to,
    until,
    code(silence?.reason ?? ''),
  ]);
}

/** Names of a week are as many as a line can take. */
const NAMES_SHOWN = 10;

function weekRow({ week, from, to, certificates }: Digest['upcoming'][number]): string {
  const names = certificates.slice(0, NAMES_SHOWN).map(({ certificate }) => code(certificate));
  const more = certificates.length > NAMES_SHOWN ? ` and ${certificates.length - NAMES_SHOWN} more` : '';
  return row([`${week} (${from} to ${to})`, String(certificates.length), `${names.join(', ')}${more}`]);
}

function failureRows({ deliveries }: Digest): string[] {
  return deliveries.flatMap(({ destination, error }) =>
    error === null ? [] : [row([code(destination), code(error.code), prose(error.detail)])],
  );
}
