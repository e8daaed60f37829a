/** Renders a digest for a terminal. */

import { isCalledCertificate } from '../../domain/certificate-names.ts';
import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import type { Digest, DigestCertificate } from '../../generated/digest.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { capitalize } from '../../lib/text/capitalize.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import {
  formatCommonName,
  formatCount,
  formatDays,
  formatExpiry,
  formatFirst,
  hasExpiry,
  labelLocation,
} from '../format/labels.ts';
import { type Cell, layOutTable } from '../format/table-layout.ts';
import {
  createTerminal,
  indentTexts,
  joinSections,
  renderCoverage,
  type TableOptions,
  type Terminal,
  titleSection,
} from '../format/terminal.ts';
import { wrapText } from '../format/terminal-text.ts';
import { type FindingRow, groupFindings } from '../scan/select.ts';
import { fitCertificateTable } from '../scan/terminal.ts';

/** The statuses that a digest lists certificates for, in its order. */
export const LISTED_STATUSES = [
  'expired',
  'critical',
  'unknown',
  'not_yet_valid',
  'warning',
] as const satisfies readonly Status[];

/** The certificates that need attention, worst first. Those in `findings` are in the list of their worst status as well. */
export function listForAttention(digest: Digest): DigestCertificate[] {
  return LISTED_STATUSES.flatMap((status) => digest[status]);
}

/** The status of the whole digest: that of its first certificate. */
export function findWorstStatus(digest: Digest): Status {
  return listForAttention(digest)[0]?.worst_status ?? 'ok';
}

/** A week has one line. */
const MAX_NAMES = 3;

/** Lines end in a newline. None is wider than `columns` or has a control character other than our own colors. */
export function renderDigestTable(digest: Digest, options: TableOptions): string {
  const terminal = createTerminal(options);
  const listed = listForAttention(digest);
  const section = (title: string, texts: readonly string[]) =>
    titleSection(title, indentTexts(texts, terminal), terminal);
  return joinSections([
    renderCertificates(listed, terminal),
    section(
      'FINDINGS',
      groupFindings(listed.flatMap(listFindings)).map(({ certificate, what, detail }) =>
        `${certificate} ${what}. ${detail}`.trimEnd(),
      ),
    ),
    section(
      'COULD NOT BE CHECKED',
      digest.unchecked.map(({ display_name, detail }) => `${display_name} ${detail}`),
    ),
    section('COULD NOT BE READ', listed.flatMap(formatReadFailure)),
    section('SILENCED', digest.silenced.map(formatSilenced)),
    section('RENEWED', digest.renewed.map(formatRenewed)),
    section('EXPIRING IN THE NEXT 90 DAYS', digest.upcoming.map(formatWeek)),
    section(
      'FAILED DELIVERIES',
      digest.deliveries.flatMap(({ destination, error }) =>
        error === null ? [] : `${destination}: ${error.code}: ${error.detail}`,
      ),
    ),
    [
      ...[`${capitalize(digest.headline)}.`, formatDigestDeliveries(digest)].flatMap((sentence) =>
        wrapText(sentence, options.columns, ''),
      ),
      ...renderCoverage(digest.coverage, terminal),
    ],
  ]);
}

function renderCertificates(listed: readonly DigestCertificate[], terminal: Terminal): string[] {
  if (listed.length === 0) return [];
  const rows = listed.map((one): Cell[] => [
    { text: STATUS_LABELS[one.worst_status], paint: terminal.colors.status[one.worst_status] },
    formatDays(one) ?? '-',
    one.certificate,
    formatCommonName(one) ?? '-',
    one.valid_to === null ? '-' : formatDay(one.valid_to),
    formatFirst(`${one.error === null ? '' : '! '}${labelLocation(one.locations[0] ?? '-')}`, one.locations.length),
    one.owner ?? '',
  ]);
  const table = fitCertificateTable(rows, terminal.columns);
  return [
    ...layOutTable(table.columns, table.rows, terminal),
    ...table.notes.flatMap((note) => wrapText(note, terminal.columns, '')),
  ];
}

function listFindings({ display_name, problems: found, details }: DigestCertificate): FindingRow[] {
  return found.map((what, index) => ({ certificate: display_name, what, detail: details[index] ?? '' }));
}

/** A certificate whose status is based on an earlier reading has an error too. */
function formatReadFailure({ certificate, locations, error }: DigestCertificate): string[] {
  return error === null ? [] : [`${certificate} at ${locations[0] ?? '-'}: ${error.code}: ${error.detail}`];
}

function formatSilenced(one: DigestCertificate): string {
  const { display_name, worst_status, silence } = one;
  const until = silence === undefined ? '' : `; silenced until ${formatDay(silence.until)} (${silence.reason})`;
  const found = one.problems.map((what) => `, ${what}`).join('');
  return `${display_name}: ${STATUS_LABELS[worst_status]}${hasExpiry(one) ? `, ${formatExpiry(one)}` : ''}${found}${until}`;
}

function formatRenewed({ display_name, what, valid_to, previous_valid_to }: Digest['renewed'][number]): string {
  const renewed = isCalledCertificate({ what }) ? 'the new certificate is valid' : 'now valid';
  return `${display_name}: ${renewed} until ${formatDay(valid_to)}, the previous one until ${formatDay(previous_valid_to)}`;
}

/** `2031-03-10 to 03-16: 4 (shop, mail, api and 1 more)` */
function formatWeek({ from, to, certificates }: Digest['upcoming'][number]): string {
  const names = certificates.map(({ display_name }) => display_name);
  return `${from} to ${to.slice(5)}: ${names.length} (${truncateList(names, MAX_NAMES)})`;
}

/** Who received the digest, or why it was not sent. */
export function formatDigestDeliveries({ deliveries, dry_run }: Digest): string {
  const listDestinations = (wanted: string) =>
    deliveries.filter(({ status }) => status === wanted).map(({ destination }) => destination);
  if (dry_run) {
    return `Dry run: nothing was sent or recorded. Recipients: ${listDestinations('due').join(', ') || 'none'}.`;
  }
  if (deliveries.length === 0) return 'Not sent: digest.actions is not set in the manifest.';
  if (listDestinations('unneeded').length > 0) {
    return 'Not sent: no certificate needs attention. To send it anyway, set digest.always.';
  }
  const [sent, failed] = [listDestinations('sent'), listDestinations('failed')];
  return [
    ...(sent.length === 0 ? [] : [`Sent to ${sent.join(', ')}.`]),
    ...(failed.length === 0 ? [] : [`${formatCount(failed.length, 'delivery', 'deliveries')} failed.`]),
  ].join(' ');
}
