/** The table of certificates that a scan and a digest show. */

import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { type Column, createTable, quoteName, type Table, type Text } from '../document/model.ts';
import { formatCommonName, formatDays, labelLocation } from '../format/labels.ts';

/** What the table needs to know of a certificate. */
export interface ListedCertificate {
  certificate: string;
  what: string;
  common_name: string | null;
  display_name: string;
  /** The worst of its status and findings, and what to call it. Default: the label of the status. */
  worst_status: Status;
  label?: string;
  valid_to: string | null;
  days_remaining: number | null;
  days_since_expiry: number | null;
  owner: string | null;
  renewal_instructions: string | null;
  /** The first location is the one that is shown. `isRead` false: the scan could not read it. */
  locations: readonly { location: string; isRead: boolean }[];
  /** Why the location that is shown was not read, in a word. */
  unread?: string | null;
}

const COLUMNS: readonly Column<ListedCertificate>[] = [
  {
    title: 'Status',
    cell: ({ worst_status, label }) => ({ mark: worst_status, text: label ?? STATUS_LABELS[worst_status] }),
  },
  { title: 'Days', align: 'right', cell: formatDays },
  { title: 'Certificate', shorten: 'end', cell: ({ certificate }) => quoteName(certificate) },
  { title: 'Common name', shorten: 'end', dispensable: true, cell: (one) => quoteName(formatCommonName(one)) },
  { title: 'Valid to', dispensable: true, cell: ({ valid_to }) => quoteName(valid_to && formatDay(valid_to)) },
  { title: 'Location', only: 'terminal', shorten: 'path', keep: true, cell: formatShortLocation },
  { title: 'Location', only: 'markdown', cell: formatLocation },
  { title: 'Owner', shorten: 'end', keep: true, optional: true, cell: ({ owner }) => quoteName(owner) },
  {
    title: 'How to renew',
    only: 'markdown',
    optional: true,
    cell: ({ renewal_instructions }) => quoteName(renewal_instructions),
  },
];

/** One row for each certificate. */
export function buildCertificateTable(certificates: readonly ListedCertificate[]): Table {
  return createTable(COLUMNS, certificates);
}

/** `! shop.example.com:443 +2`: an exclamation mark for one that was not read, and the number of others. */
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
