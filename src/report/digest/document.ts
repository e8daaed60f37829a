/** A digest for people: the certificates that need attention, worst first, then findings, renewals and upcoming expiries. */

import { formatFinding } from '../../domain/event-definitions.ts';
import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import type { Digest, DigestCertificate } from '../../generated/digest.ts';
import type { AppError } from '../../lib/app-error.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { capitalize } from '../../lib/text/capitalize.ts';
import {
  type Column,
  createParagraph,
  createTable,
  type Document,
  joinTexts,
  type Paragraph,
  quoteMessage,
  quoteName,
  type Section,
} from '../document/model.ts';
import { describeCoverage, formatCommonName, formatCount, formatDays, UNSAVED_DIGEST_NOTE } from '../format/labels.ts';
import { buildCertificateTable, type ListedCertificate } from '../scan/certificate-table.ts';
import { buildFindingSection, buildReadFailureSection, buildUnsavedSection } from '../scan/document.ts';
import { type FindingRow, groupFindings, type ReadFailure } from '../scan/select.ts';
import { describeUnmonitored } from '../scan/unmonitored.ts';

/** The statuses that a digest lists certificates for, in its order. */
const LISTED_STATUSES = [
  'expired',
  'critical',
  'unknown',
  'not_yet_valid',
  'warning',
] as const satisfies readonly Status[];

/** Lists the certificates that need attention, worst first. Those in `findings` are also in the list of their worst status. */
function listForAttention(digest: Digest): DigestCertificate[] {
  return LISTED_STATUSES.flatMap((status) => digest[status]);
}

/** Finds the status of the whole digest: that of its first certificate. */
export function findWorstStatus(digest: Digest): Status {
  return listForAttention(digest)[0]?.worst_status ?? 'ok';
}

/** Builds the document. `unsaved`: the error if the digest was not recorded; null otherwise. */
export function buildDigestDocument(digest: Digest, { unsaved = null }: { unsaved?: AppError | null } = {}): Document {
  const listed = listForAttention(digest);
  return {
    title: `Certificate digest: ${digest.headline}`,
    mark: findWorstStatus(digest),
    lead: [describeCoverage(digest.coverage)],
    summary: [
      createParagraph(`${capitalize(digest.headline)}.`, { only: 'terminal' }),
      createParagraph(formatDigestDeliveries(digest)),
      ...describeUnmonitored(digest).map((text) => createParagraph(quoteMessage(text))),
    ],
    sections: [
      ...(unsaved === null ? [] : [buildUnsavedSection('The digest was NOT recorded', unsaved, UNSAVED_DIGEST_NOTE)]),
      { blocks: [buildCertificateTable(listed, toListed)] },
      buildFindingSection(groupFindings(listed.flatMap(listFindings))),
      createSection('Could not be checked', UNCHECKED_COLUMNS, digest.unchecked),
      buildReadFailureSection(listed.flatMap(listReadFailures)),
      createSection('Silenced', SILENCED_COLUMNS, digest.silenced),
      createSection('Renewed', RENEWED_COLUMNS, digest.renewed),
      createSection('Expiring in the next 90 days', WEEK_COLUMNS, digest.upcoming),
      createSection('Failed deliveries', FAILURE_COLUMNS, digest.deliveries.filter(hasFailed)),
    ],
    footer: [describeOrigin(digest)],
    rest: { markdown: 'see certvigil digest --format json', terminal: '--format json shows all' },
  };
}

function createSection<Item>(title: string, columns: readonly Column<Item>[], items: readonly Item[]): Section {
  return { title, blocks: [createTable(columns, items)] };
}

/** Converts a certificate, which also has an error if its status is based on an earlier reading. */
function toListed(one: DigestCertificate): ListedCertificate {
  const locations = one.locations.map((location, index) => ({ location, isRead: index > 0 || one.error === null }));
  const { worst_status: status, valid_to } = one;
  const unread = one.error === null ? null : 'unreachable';
  return { described: one, status, label: STATUS_LABELS[status], valid_to, locations, unread };
}

/** The beginning of the sentence about a policy. */
const VIOLATES_POLICY = formatFinding({ event: 'certificate.policy_violation', qualifier: '', code: null });

/** Lists findings. Violations of a policy are one problem, although their details quote each certificate: a scan lists these. */
function listFindings({ display_name, problems, details }: DigestCertificate): FindingRow[] {
  return problems.map((what, index) => ({
    ...{ certificate: display_name, what, detail: details[index] ?? '' },
    ...(what.startsWith(VIOLATES_POLICY) && { problem: what }),
  }));
}

function listReadFailures({ certificate, locations, error }: DigestCertificate): ReadFailure[] {
  return error === null ? [] : [{ certificate, location: locations[0] ?? '-', error }];
}

const UNCHECKED_COLUMNS: readonly Column<Digest['unchecked'][number]>[] = [
  { title: 'Certificate', cell: ({ display_name }) => quoteName(display_name) },
  { title: 'Reason', lead: ' ', cell: ({ detail }) => quoteMessage(detail) },
];

const SILENCED_COLUMNS: readonly Column<DigestCertificate>[] = [
  { title: 'Status', cell: ({ worst_status }) => ({ mark: worst_status, text: STATUS_LABELS[worst_status] }) },
  { title: 'Days', align: 'right', cell: formatDays },
  { title: 'Certificate', shorten: 'end', cell: ({ display_name }) => quoteName(display_name) },
  { title: 'Valid to', cell: ({ valid_to }) => quoteName(valid_to && formatDay(valid_to)) },
  { title: 'Findings', optional: true, shorten: 'end', cell: ({ problems }) => quoteName(problems.join(', ')) },
  {
    title: 'Silenced until',
    cell: ({ silence }) => quoteName(silence === undefined ? null : formatDay(silence.until)),
  },
  { title: 'Reason', shorten: 'end', cell: ({ silence }) => quoteName(silence?.reason ?? null) },
];

const RENEWED_COLUMNS: readonly Column<Digest['renewed'][number]>[] = [
  { title: 'Certificate', shorten: 'end', cell: ({ display_name }) => quoteName(display_name) },
  { title: 'Common name', shorten: 'end', dispensable: true, cell: (one) => quoteName(formatCommonName(one)) },
  { title: 'Now valid to', cell: ({ valid_to }) => quoteName(formatDay(valid_to)) },
  { title: 'Previous one valid to', cell: ({ previous_valid_to }) => quoteName(formatDay(previous_valid_to)) },
];

/** The limit of the names in one cell. */
const MAX_NAMES = 10;

const WEEK_COLUMNS: readonly Column<Digest['upcoming'][number]>[] = [
  { title: 'Week', cell: ({ week, from, to }) => `${week} (${from} to ${to})` },
  { title: 'Count', align: 'right', cell: ({ certificates }) => certificates.length },
  {
    title: 'Certificates',
    shorten: 'end',
    cell: ({ certificates }) => {
      return joinTexts(
        certificates.map(({ display_name }) => quoteName(display_name)),
        MAX_NAMES,
      );
    },
  },
];

type Delivery = Digest['deliveries'][number];
type FailedDelivery = Delivery & { error: NonNullable<Delivery['error']> };

function hasFailed(delivery: Delivery): delivery is FailedDelivery {
  return delivery.error !== null;
}

const FAILURE_COLUMNS: readonly Column<FailedDelivery>[] = [
  { title: 'Destination', cell: ({ destination }) => quoteName(destination) },
  { title: 'Error', lead: ': ', cell: ({ error }) => quoteName(error.code) },
  { title: 'Details', isDetail: true, cell: ({ error }) => quoteMessage(error.detail) },
];

/** Formats the receivers of the digest, or the reason why it was not sent. */
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

function describeOrigin({ scanned_at, since }: Digest): Paragraph {
  const previous = since === null ? [] : [', previous digest at ', { code: since }];
  return createParagraph(['Digest at ', { code: scanned_at }, ...previous], { only: 'file' });
}
