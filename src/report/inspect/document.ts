/** The result of `certvigil inspect` for people. */

import { isTrusted, STATUS_LABELS, type Status } from '../../domain/index.ts';
import { rankForReport } from '../../domain/severity.ts';
import type { InspectedCertificate, InspectedCt, InspectedLocation, Inspection } from '../../generated/inspect.ts';
import { compareText } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { formatOmitted } from '../document/arrange.ts';
import {
  type Block,
  type Column,
  createDocument,
  createList,
  createParagraph,
  createTable,
  type Document,
  quoteMessage,
  quoteName,
  type Section,
} from '../document/model.ts';
import { formatCount, formatDays, formatStatusCounts } from '../format/labels.ts';
import { buildDnsFacts, buildLocationSections, listNewer } from './details.ts';

/** The maximum of certificates with details. More of them, such as a whole bundle, are listed in the table only. */
const MAX_DETAILED = 10;

interface ReadLocation {
  location: InspectedLocation;
  leaf: InspectedCertificate;
  /** The status, also by trust and revocation. */
  status: Status;
}

/** Builds a table if there are several certificates, then the details of each, worst first, then the unread locations. */
export function buildInspectionDocument({ targets, inspected_at }: Inspection): Document {
  const locations = targets.flatMap((target) => target.locations);
  const read = locations.flatMap((location) =>
    location.certificates.slice(0, 1).map((leaf) => ({ location, leaf, status: location.status ?? leaf.status })),
  );
  read.sort(compareSeverity);
  const isDetailed = read.length <= MAX_DETAILED;
  const now = Date.parse(inspected_at);
  const hint = 'For details, inspect a single file or slot, or use --format json.';
  return createDocument('Inspection', {
    lead: read.length === 1 && locations.length === 1 ? [] : [createParagraph(summarize(read, locations))],
    sections: [
      ...(read.length > 1 ? [{ blocks: [createTable(listColumns(now), read)] }] : []),
      ...(isDetailed
        ? read.flatMap(({ location }) => buildLocationSections(location, now))
        : [{ blocks: [createParagraph(hint)] }]),
      { title: 'Could not be read', mark: 'bad', blocks: locations.flatMap(describeFailure) },
      ...targets.flatMap(({ ct = [] }) => ct.map(buildTransparencySection)),
      ...(isDetailed ? [] : [buildNewerSection(read)]),
      buildWarningSection(locations),
    ],
  });
}

/** A remark: its subject, and a sentence below. */
interface Remark {
  subject: string;
  detail: string;
}

const REMARK_COLUMNS: readonly Column<Remark>[] = [
  { title: 'Location', cell: ({ subject }) => quoteName(subject) },
  { title: 'Details', isDetail: true, cell: ({ detail }) => quoteMessage(detail) },
];

function describeFailure(location: InspectedLocation): Block[] {
  const { error } = location;
  if (error === null) return [];
  const remark = { subject: `${location.location}: ${error.code}`, detail: error.detail };
  return [createTable(REMARK_COLUMNS, [remark]), buildDnsFacts(location)];
}

/** Builds a line for each certificate. */
function buildTransparencySection({ domain, total, certificates, error }: InspectedCt): Section {
  const lines = certificates.map(({ issuer, valid_from, valid_to, served, names }) => {
    const more = names.length > 1 ? ` (${names.length} names)` : '';
    return `${formatDay(valid_from)} to ${formatDay(valid_to)}: ${issuer}${more}${served ? ', served here' : ''}`;
  });
  const texts = [
    ...(error === null ? [] : [`${error.code}: ${error.detail}`]),
    ...(lines.length === 0 && error === null ? ['No certificate that has not expired.'] : lines),
    ...(total > lines.length ? [formatOmitted(total - lines.length, 'the latest are shown')] : []),
  ];
  return {
    title: ['In certificate transparency logs: ', { code: domain }],
    blocks: [createList(texts.map(quoteMessage))],
  };
}

/** Builds the section of certificates for which another target has a newer one. */
function buildNewerSection(read: readonly ReadLocation[]): Section {
  const remarks = read.flatMap(({ location: { location, successors = [] } }): Remark[] => {
    const newer = listNewer(successors, MAX_NEWER);
    return newer === '' ? [] : [{ subject: location, detail: `Newer at ${newer}` }];
  });
  const table = createTable(REMARK_COLUMNS, remarks);
  return { title: 'Not renewed everywhere', mark: 'bad', blocks: [table] };
}

const MAX_NEWER = 3;

/** Builds the section of warnings. The slots of a keystore share its notice, which is shown once. */
function buildWarningSection(locations: readonly InspectedLocation[]): Section {
  const notices = locations.flatMap(({ location, notice }) => {
    const [file] = location.split('#', 1);
    return notice === undefined ? [] : [[`${file}: ${notice.code}`, notice.detail] as const];
  });
  const remarks = [...new Map(notices)].map(([subject, detail]) => ({ subject, detail }));
  return { title: 'Warnings', blocks: [createTable(REMARK_COLUMNS, remarks)] };
}

function compareSeverity(a: ReadLocation, b: ReadLocation): number {
  return (
    rankForReport(a.status) - rankForReport(b.status) ||
    parseEnd(a) - parseEnd(b) ||
    compareText(a.location.location, b.location.location)
  );
}

function parseEnd({ location, leaf }: ReadLocation): number {
  return Date.parse(findChainEnd(location, leaf) ?? leaf.valid_to);
}

/** Lists the columns, with the expiry of the chain, if that is earlier. */
function listColumns(now: number): Column<ReadLocation>[] {
  return [
    { title: 'Status', cell: ({ location, status }) => ({ mark: status, text: formatStatus(location, status) }) },
    {
      title: 'Days',
      align: 'right',
      cell: ({ location, leaf }) => {
        const end = findChainEnd(location, leaf);
        return end === null ? formatDays(leaf) : String(countDays(end, now));
      },
    },
    { title: 'Common name', shorten: 'end', cell: ({ leaf }) => quoteName(leaf.common_name || leaf.subject || null) },
    { title: 'Valid to', cell: ({ location, leaf }) => formatDay(findChainEnd(location, leaf) ?? leaf.valid_to) },
    { title: 'Location', shorten: 'path', cell: ({ location }) => quoteName(location.location) },
  ];
}

const DAY = 86_400_000;

/** Counts full days until a time, or since then as a negative number. */
function countDays(time: string, now: number): number {
  return Math.trunc((Date.parse(time) - now) / DAY) || 0;
}

/** Finds the expiry of the chain; null if the certificate itself expires first. */
function findChainEnd({ limited_by, trust }: InspectedLocation, leaf: InspectedCertificate): string | null {
  if (limited_by !== undefined) return limited_by.valid_to;
  const isLeaf = trust?.limited_by?.fingerprint_sha256 === leaf.fingerprint_sha256;
  return isLeaf ? null : (trust?.effective_valid_to ?? null);
}

/** Formats a status: `untrusted` or `revoked` instead of the less specific `critical`. */
function formatStatus({ trust, stapled, revocation }: InspectedLocation, status: Status): string {
  if (status !== 'critical') return STATUS_LABELS[status];
  if (revocation?.status === 'revoked' || stapled?.status === 'revoked') return 'revoked';
  return isTrusted(trust) === false ? 'untrusted' : STATUS_LABELS[status];
}

function summarize(read: readonly ReadLocation[], locations: readonly InspectedLocation[]): string {
  const failed = locations.filter(({ error }) => error !== null).length;
  const counts = formatStatusCounts(read.map(({ location, status }) => formatStatus(location, status)));
  const found = read.length === 0 ? 'No certificates found.' : `${formatCount(read.length, 'certificate')}: ${counts}.`;
  return failed === 0 ? found : `${found} ${formatCount(failed, 'location')} could not be read.`;
}
