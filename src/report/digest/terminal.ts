/** A digest as a person reads it at a terminal. */

import { STATUS_WORDS, type Status } from '../../domain/index.ts';
import type { Digest, DigestCertificate } from '../../generated/digest.ts';
import { type Palette, palette } from '../format/colors.ts';
import { count, day, expiry } from '../format/labels.ts';
import { type Cell, layOut } from '../format/table-layout.ts';
import { truncate, wrap } from '../format/terminal-text.ts';
import { CERTIFICATES, type TableOptions } from '../scan/terminal.ts';

/** The statuses of which a digest has a list, in its order. */
export const DIGEST_LISTS = [
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
  const colors = palette(options.color);
  const { columns } = options;
  const sections = [
    certificateSection(digest, columns, colors),
    titled('FOUND', foundTexts(digest), columns, colors),
    titled('COULD NOT BE READ', unreadTexts(digest), columns, colors),
    titled('SILENCED', digest.silenced.map(silencedText), columns, colors),
    titled('RENEWED', renewedTexts(digest), columns, colors),
    titled('WHAT COMES IN THE NEXT 90 DAYS', digest.upcoming.map(weekText), columns, colors),
    titled('COULD NOT BE DELIVERED', failureTexts(digest), columns, colors),
    [...wrap(`${sentence(digest.headline)}.`, columns, ''), ...wrap(sentText(digest), columns, '')],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function certificateSection(digest: Digest, columns: number, colors: Palette): string[] {
  const listed = DIGEST_LISTS.flatMap((status) => digest[status]);
  if (listed.length === 0) return [];
  const rows = listed.map((one): Cell[] => [
    { text: STATUS_WORDS[one.status], paint: colors.status[one.status] },
    { text: String(one.days_remaining ?? '-') },
    { text: one.certificate },
    { text: one.common_name ?? '-' },
    { text: one.valid_to === null ? '-' : day(one.valid_to) },
    { text: whereText(one) },
    { text: one.owner ?? '' },
  ]);
  return layOut(CERTIFICATES, rows, columns, colors.heading);
}

function whereText({ places, error }: DigestCertificate): string {
  const more = places.length > 1 ? ` +${places.length - 1}` : '';
  return `${error === null ? '' : '! '}${places[0] ?? '-'}${more}`;
}

function foundTexts(digest: Digest): string[] {
  return DIGEST_LISTS.flatMap((status) => digest[status]).flatMap(({ certificate, found }) =>
    found.map((what) => `${certificate} ${what}`),
  );
}

/** One that is judged by what was last seen there has an error, too. */
function unreadTexts(digest: Digest): string[] {
  return DIGEST_LISTS.flatMap((status) => digest[status]).flatMap(({ certificate, places, error }) =>
    error === null ? [] : [`${certificate} at ${places[0] ?? '-'}: ${error.code}: ${error.detail}`],
  );
}

function silencedText({ certificate, status, days_remaining, silence }: DigestCertificate): string {
  const distance = days_remaining === null ? '' : `, ${expiry(days_remaining)}`;
  const until = silence === undefined ? '' : `; until ${day(silence.until)} (${silence.reason})`;
  return `${certificate}: ${STATUS_WORDS[status]}${distance}${until}`;
}

function renewedTexts({ renewed }: Digest): string[] {
  return renewed.map(({ certificate, valid_to, previous_valid_to }) => {
    return `${certificate}: until ${day(valid_to)}, before until ${day(previous_valid_to)}`;
  });
}

/** `2031-03-10 to 03-16: 4 (shop, mail, api and 1 more)` */
function weekText({ from, to, certificates }: Digest['upcoming'][number]): string {
  return `${from} to ${to.slice(5)}: ${certificates.length} (${namesOf(certificates)})`;
}

function namesOf(certificates: readonly DigestCertificate[]): string {
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
export function sentText({ deliveries, dry_run }: Digest): string {
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
  return [sent, failed === 0 ? '' : `${count(failed, 'delivery', 'deliveries')} failed.`].filter(Boolean).join(' ');
}

/** With a capital, unless it begins with a number. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function titled(title: string, texts: readonly string[], columns: number, colors: Palette): string[] {
  if (texts.length === 0) return [];
  const lines = texts.flatMap((text) => wrap(text, columns, '  '));
  return [colors.heading(truncate(title, columns)), ...lines];
}
