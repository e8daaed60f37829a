/** The certificates that a mass revocation affects, for people: whose they are, where they are in use, and how to renew them. */

import type {
  Affected,
  AffectedCertificate,
  AffectedList,
  LoggedAffected,
  MovedWindow,
  UnknownLocation,
} from '../../generated/affected.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatUtcMinute, parseIsoTime } from '../../lib/iso-time.ts';
import { formatElapsed } from '../../lib/text/elapsed.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  type Paragraph,
  quoteMessage,
  quoteName,
  type Section,
  type Text,
} from '../document/model.ts';
import { formatCount, formatMinute, formatNumber, formatShare } from '../format/labels.ts';

/** The limits of tables; CSV and JSON have all rows. */
const MAX_ROWS = 40;
const MAX_UNKNOWN = 10;
const MAX_LOCATIONS = 3;
const MAX_LINES = 3;

/** Readings that are older than this may miss what was deployed since. */
const OLD = 24 * 3_600_000;

export function buildAffectedDocument(affected: Affected): Document {
  return createDocument('Affected certificates', {
    lead: [createParagraph(formatHeadline(affected), { mark: affected.summary.affected > 0 ? 'bad' : 'good' })],
    summary: [
      ...describeDeadline(affected),
      describeAge(affected),
      ...affected.selection.lists.flatMap(describeList),
      ...describeUnread(affected),
    ],
    sections: [
      buildOwnerSection(affected),
      { title: 'Certificates', blocks: [createCertificateTable(affected)] },
      buildCtSection(affected),
      buildWindowSection(affected),
      buildUnknownSection('Never read', affected.unread),
      buildUnknownSection('Undecided: the certificate lacks the fields', affected.undecided),
    ],
    rest: { terminal: '--format csv or json shows all' },
  });
}

function formatHeadline({ summary }: Affected): string {
  const { affected, affected_locations, replaced } = summary;
  const done = replaced === 0 ? '' : ` ${formatCount(replaced, 'certificate')} replaced already.`;
  if (affected === 0) return `No certificate in use is affected.${done}`;
  const verb = affected === 1 ? 'is' : 'are';
  return `${formatCount(affected, 'certificate')} at ${formatCount(affected_locations, 'location')} ${verb} affected.${done}`;
}

function describeDeadline({ deadline, evaluated_at }: Affected): Paragraph[] {
  if (deadline === null) return [];
  const left = parseIsoTime(deadline) - parseIsoTime(evaluated_at);
  const when = left < 0 ? `${formatElapsed(-left)} ago` : `in ${formatElapsed(left)}`;
  return [createParagraph(`Deadline: ${formatUtcMinute(deadline)}, ${when}.`, { mark: left < 0 ? 'bad' : 'caution' })];
}

function describeAge({ read_at, evaluated_at }: Affected): Paragraph {
  if (read_at === null)
    return createParagraph(
      ['No scan has been recorded, so nothing is known. Add ', { code: '--scan' }, ' to read the certificates now.'],
      { mark: 'bad' },
    );
  const age = Math.max(0, parseIsoTime(evaluated_at) - parseIsoTime(read_at));
  const text = `Read ${formatElapsed(age)} ago, at ${formatUtcMinute(read_at)}.`;
  return age < OLD
    ? createParagraph(text)
    : createParagraph([`${text} Add `, { code: '--scan' }, ' to read them now.'], { mark: 'caution' });
}

function describeList({ file, kind, listed, found, not_understood }: AffectedList): Paragraph[] {
  const noun = kind === 'keys' ? 'listed key' : 'listed certificate';
  const known = createParagraph(`${formatShare(found, listed, noun)} known here.`);
  if (not_understood.length === 0) return [known];
  const lines = not_understood.map(({ line, text, problem }) => `line ${line}, "${text}"${PROBLEMS[problem]}`);
  const count = formatCount(not_understood.length, 'line');
  const message = `${count} of ${file === '-' ? 'standard input' : file} not understood: ${truncateList(lines, MAX_LINES)}.`;
  return [known, createParagraph(quoteMessage(message), { mark: 'caution' })];
}

const PROBLEMS: Readonly<Record<AffectedList['not_understood'][number]['problem'], string>> = {
  rounded: ' (rounded by a spreadsheet)',
  sha1: ' (SHA-1; use SHA-256 or serial numbers)',
  other: '',
};

function describeUnread({ summary: { unread } }: Affected): Paragraph[] {
  if (unread === 0) return [];
  return [
    createParagraph(`${formatCount(unread, 'location')} could never be read, and may have an affected certificate.`, {
      mark: 'caution',
    }),
  ];
}

// ---------------------------------------------------------------------------------------------- certificates

interface OwnerRow {
  owner: string | null;
  affected: number;
  replaced: number;
}

/** Builds the numbers by owner; empty if there is only one. */
function buildOwnerSection({ certificates }: Affected): Section {
  const rows = [...groupBy(certificates, ({ owner }) => owner)].map(([owner, group]): OwnerRow => {
    const affected = group.filter(({ state }) => state === 'affected').length;
    return { owner, affected, replaced: group.length - affected };
  });
  const columns: Column<OwnerRow>[] = [
    { title: 'Owner', cell: ({ owner }) => formatOwner(owner) },
    { title: 'In use', align: 'right', cell: ({ affected }) => formatNumber(affected) },
    { title: 'Replaced', align: 'right', cell: ({ replaced }) => formatNumber(replaced) },
  ];
  return { blocks: [createTable(columns, rows.length > 1 ? rows : [], { limit: MAX_ROWS })] };
}

function formatOwner(owner: string | null): Text {
  return owner === null ? 'no owner' : quoteName(owner);
}

const CERTIFICATE_COLUMNS: readonly Column<AffectedCertificate>[] = [
  { title: 'Owner', optional: true, cell: ({ owner }) => quoteName(owner) },
  { title: 'Certificate', shorten: 'end', keep: true, cell: ({ certificate }) => quoteName(certificate) },
  { title: 'State', cell: formatState },
  { title: 'Location', shorten: 'end', cell: (one) => quoteName(truncateList(listLocations(one), MAX_LOCATIONS)) },
  { title: 'Renewal', optional: true, dispensable: true, cell: formatRenewal },
];

function createCertificateTable({ certificates }: Affected) {
  return createTable(CERTIFICATE_COLUMNS, certificates, {
    limit: MAX_ROWS,
    describeRow: ({ state, renewal_instructions: steps }) => ({
      below: steps === null || state !== 'affected' ? [] : [createParagraph({ instructions: steps })],
    }),
  });
}

function formatState({ state, locations }: AffectedCertificate): Text {
  const since = (times: readonly (string | null)[]) =>
    formatMinute(
      times
        .filter((time) => time !== null)
        .sort()
        .at(-1) ?? null,
    );
  if (state === 'replaced') return { mark: 'good', text: `replaced ${since(locations.map((one) => one.since))}` };
  const inUse = locations.filter((one) => one.state === 'affected');
  const unread = inUse.filter((one) => one.unread_since !== null);
  if (unread.length > 0)
    return { mark: 'caution', text: `in use, unread since ${since(unread.map((one) => one.unread_since))}` };
  return {
    mark: 'bad',
    text:
      inUse.length < locations.length
        ? `in use at ${formatShare(inUse.length, locations.length, 'location')}`
        : 'in use',
  };
}

/** Lists where it is in use, or was. */
function listLocations({ state, locations }: AffectedCertificate): string[] {
  return locations.filter((one) => state === 'replaced' || one.state === 'affected').map(({ location }) => location);
}

function formatRenewal({ auto_renewal, renewal_window }: AffectedCertificate): Text {
  if (renewal_window !== null && renewal_window.moved_from !== null)
    return `window moved to ${formatMinute(renewal_window.start)}`;
  if (auto_renewal === null) return null;
  return auto_renewal ? 'renewed by its inventory' : 'automatic renewal fails';
}

// ---------------------------------------------------------------------------------------------- what else is known

const CT_COLUMNS: readonly Column<LoggedAffected>[] = [
  { title: 'Entry', cell: ({ certificate }) => quoteName(certificate) },
  { title: 'Names', shorten: 'end', cell: ({ names }) => quoteName(truncateList(names, MAX_LOCATIONS)) },
  { title: 'Serial number', shorten: 'end', cell: ({ serial_number }) => quoteName(serial_number) },
];

function buildCtSection({ only_in_ct }: Affected): Section {
  const note = createParagraph('No known location has these. Find out where they are in use.');
  return {
    title: 'Only in certificate transparency logs',
    blocks: [createTable(CT_COLUMNS, only_in_ct, { limit: MAX_ROWS }), ...(only_in_ct.length > 0 ? [note] : [])],
  };
}

const WINDOW_COLUMNS: readonly Column<MovedWindow>[] = [
  { title: 'Certificate', shorten: 'end', cell: ({ certificate }) => quoteName(certificate) },
  { title: 'Owner', optional: true, cell: ({ owner }) => quoteName(owner) },
  { title: 'Renew from', cell: ({ to }) => formatMinute(to) },
  { title: 'Before', cell: ({ from }) => formatMinute(from) },
];

function buildWindowSection({ moved_windows }: Affected): Section {
  const title = 'Not selected, but their CA moved the renewal window to an earlier time';
  return { title, blocks: [createTable(WINDOW_COLUMNS, moved_windows, { limit: MAX_UNKNOWN })] };
}

const UNKNOWN_COLUMNS: readonly Column<UnknownLocation>[] = [
  { title: 'Certificate', shorten: 'end', cell: ({ certificate }) => quoteName(certificate) },
  { title: 'Location', shorten: 'end', cell: ({ location }) => quoteName(location) },
  { title: 'Owner', optional: true, cell: ({ owner }) => quoteName(owner) },
];

function buildUnknownSection(title: string, unknown: readonly UnknownLocation[]): Section {
  return { title, blocks: [createTable(UNKNOWN_COLUMNS, unknown, { limit: MAX_UNKNOWN })] };
}
