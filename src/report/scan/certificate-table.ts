/** The table of certificates that a scan and a digest show. */

import type { Status } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { type Column, createTable, quoteName, type Table, type Text } from '../document/model.ts';
import { formatCommonName, formatDays, labelLocation } from '../format/labels.ts';

/** The fields of a certificate that a scan and a digest share. */
type Described = Pick<ReportCertificate, 'certificate' | 'what' | 'common_name' | 'display_name' | 'owner'> &
  Pick<ReportCertificate, 'days_remaining' | 'days_since_expiry' | 'renewal_instructions'>;

/** The data of a certificate in the table. */
export interface ListedCertificate {
  described: Described;
  /** The worst of its status and findings, and its label. */
  status: Status;
  label: string;
  valid_to: string | null;
  /** The locations, of which the first one is shown. `isRead` false: it could not be read. */
  locations: readonly { location: string; isRead: boolean }[];
  /** The reason why the shown location was not read, in a word; null if it was. */
  unread: string | null;
}

const COLUMNS: readonly Column<ListedCertificate>[] = [
  { title: 'Status', cell: ({ status, label }) => ({ mark: status, text: label }) },
  { title: 'Days', align: 'right', cell: ({ described }) => formatDays(described) },
  { title: 'Certificate', shorten: 'end', cell: ({ described }) => quoteName(described.certificate) },
  {
    title: 'Common name',
    shorten: 'end',
    dispensable: true,
    cell: ({ described }) => quoteName(formatCommonName(described)),
  },
  { title: 'Valid to', dispensable: true, cell: ({ valid_to }) => quoteName(valid_to && formatDay(valid_to)) },
  { title: 'Location', only: 'terminal', shorten: 'path', keep: true, cell: formatShortLocation },
  { title: 'Location', only: 'file', cell: formatLocation },
  { title: 'Owner', shorten: 'end', keep: true, optional: true, cell: ({ described }) => quoteName(described.owner) },
  {
    title: 'How to renew',
    only: 'file',
    optional: true,
    cell: ({ described: { renewal_instructions: instructions } }) => instructions && { instructions },
  },
];

/** Builds one row for each certificate. */
export function buildCertificateTable<One>(
  certificates: readonly One[],
  toListed: (certificate: One) => ListedCertificate,
): Table {
  const items = {
    *[Symbol.iterator]() {
      for (const one of certificates) yield toListed(one);
    },
  };
  return createTable(COLUMNS, items);
}

/** Formats `! shop.example.com:443 +2`: an exclamation mark for an unread location, and the number of others. */
function formatShortLocation({ locations: [first, ...others] }: ListedCertificate): Text {
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return [first.isRead ? '' : '! ', { code: labelLocation(first.location) }, more];
}

function formatLocation({ locations: [first, ...others], unread }: ListedCertificate): Text {
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return [{ code: labelLocation(first.location) }, more, unread ? ` (${unread})` : ''];
}
