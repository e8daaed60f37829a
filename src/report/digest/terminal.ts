/** A digest as a person reads it at a terminal. */

import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import type { Digest, DigestCertificate } from '../../generated/digest.ts';
import { createPalette, type Palette } from '../format/colors.ts';
import { formatCount, formatDay, formatExpiry } from '../format/labels.ts';
import { type Cell, layOutTable } from '../format/table-layout.ts';
import { truncateToWidth, wrapText } from '../format/terminal-text.ts';
import { CERTIFICATE_COLUMNS, type TableOptions } from '../scan/terminal.ts';

/** The statuses of which a digest has a list, in its order. */
export const LISTED_STATUSES = [
  'expired',
  'critical',
  'unknown',
  'not_yet_valid',
  'warning',
] as const satisfies readonly Status[];

/** Names of a week, which has but one line. */
const NAMES_SHOWN = 3;

/** Lines end in a newline; none is wider than `columns` or holds a control character other than our own colours. */
export function renderDigestTable(digest: Digest, options: TableOptions): string {
  const colors = createPalette(options.color);
  const { columns } = options;
  const sections = [
    certificateSection(digest, columns, colors),
    titled('FOUND', foundTexts(digest), columns, colors),
    titled('COULD NOT BE READ', unreadTexts(digest), columns, colors),
    titled('SILENCED', digest.silenced.map(silencedText), columns, colors),
    titled('RENEWED', renewedTexts(digest), columns, colors),
    titled('WHAT COMES IN THE NEXT 90 DAYS', digest.upcoming.map(weekText), columns, colors),
    titled('COULD NOT BE DELIVERED', failureTexts(digest), columns, colors),
    [
      ...wrapText(`${capitalize(digest.headline)}.`, columns, ''),
      ...wrapText(formatDigestDeliveries(digest), columns, ''),
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function certificateSection(digest: Digest, columns: number, colors: Palette): string[] {
  const listed = LISTED_STATUSES.flatMap((status) => digest[status]);
  if (listed.length === 0) return [];
  const rows = listed.map((one): Cell[] => [
    { text: STATUS_LABELS[one.status], paint: colors.status[one.status] },
    { text: String(one.days_remaining ?? '-') },
    { text: one.certificate },
    { text: one.common_name ?? '-' },
    { text: one.valid_to === null ? '-' : formatDay(one.valid_to) },
    { text: whereText(one) },
    { text: one.owner ?? '' },
  ]);
  return layOutTable(CERTIFICATE_COLUMNS, rows, columns, colors.heading);
}

function whereText({ places, error }: DigestCertificate): string {
  const more = places.length > 1 ? ` +${places.length - 1}` : '';
  return `${error === null ? '' : '! '}${places[0] ?? '-'}${more}`;
}

function foundTexts(digest: Digest): string[] {
  return LISTED_STATUSES.flatMap((status) => digest[status]).flatMap(({ certificate, found }) =>
    found.map((what) => `${certificate} ${what}`),
  );
}

/** One that is judged by what was last seen there has an error, too. */
function unreadTexts(digest: Digest): string[] {
  return LISTED_STATUSES.flatMap((status) => digest[status]).flatMap(({ certificate, places, error }) =>
    error === null ? [] : [`${certificate} at ${places[0] ?? '-'}: ${error.code}: ${error.detail}`],
  );
}

function silencedText({ certificate, status, days_remaining, silence }: DigestCertificate): string {
  const distance = days_remaining === null ? '' : `, ${formatExpiry(days_remaining)}`;
  const until = silence === undefined ? '' : `; until ${formatDay(silence.until)} (${silence.reason})`;
  return `${certificate}: ${STATUS_LABELS[status]}${distance}${until}`;
}

function renewedTexts({ renewed }: Digest): string[] {
  return renewed.map(({ certificate, valid_to, previous_valid_to }) => {
    return `${certificate}: until ${formatDay(valid_to)}, before until ${formatDay(previous_valid_to)}`;
  });
}

/** `2031-03-10 to 03-16: 4 (shop, mail, api and 1 more)` */
function weekText({ from, to, certificates }: Digest['upcoming'][number]): string {
  return `${from} to ${to.slice(5)}: ${certificates.length} (${formatNames(certificates)})`;
}

function formatNames(certificates: readonly DigestCertificate[]): string {
  const names = certificates.slice(0, NAMES_SHOWN).map(({ certificate }) => certificate);
  const more = certificates.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function failureTexts({ deliveries }: Digest): string[] {
  return deliveries.flatMap(({ destination, error }) =>
    error === null ? [] : [`${destination}: ${error.code}: ${error.detail}`],
  );
}

/** What became of the digest itself, in a sentence. */
export function formatDigestDeliveries({ deliveries, dry_run }: Digest): string {
  const having = (status: string) => deliveries.filter((one) => one.status === status);
  const names = (status: string) =>
    having(status)
      .map(({ destination }) => destination)
      .join(', ');
  if (dry_run)
    return `Dry run: nothing was sent and nothing was recorded. It would go to: ${names('due') || 'nobody'}.`;
  if (deliveries.length === 0) return 'The manifest sends the digest nowhere (digest.actions).';
  if (having('unneeded').length > 0) return 'Nothing was sent, since no certificate needs anyone (digest.always).';
  const failed = having('failed').length;
  const sent = names('sent') === '' ? '' : `Sent to ${names('sent')}.`;
  return [sent, failed === 0 ? '' : `${formatCount(failed, 'delivery', 'deliveries')} failed.`]
    .filter(Boolean)
    .join(' ');
}

/** With a capital, unless it begins with a number. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function titled(title: string, texts: readonly string[], columns: number, colors: Palette): string[] {
  if (texts.length === 0) return [];
  const lines = texts.flatMap((text) => wrapText(text, columns, '  '));
  return [colors.heading(truncateToWidth(title, columns)), ...lines];
}
