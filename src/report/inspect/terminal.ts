/** Renders the result of `certvigil inspect` for a terminal. */

import { isTrusted, STATUS_LABELS, type Status } from '../../domain/index.ts';
import { rankForReport } from '../../domain/severity.ts';
import type { InspectedCertificate, InspectedCt, InspectedLocation, Inspection } from '../../generated/inspect.ts';
import { compareText } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { formatCount, formatDays, formatStatusCounts } from '../format/labels.ts';
import { type Column, layOutTable } from '../format/table-layout.ts';
import {
  createTerminal,
  formatOmitted,
  indentTexts,
  joinSections,
  renderDetail,
  type TableOptions,
  type Terminal,
  titleSection,
} from '../format/terminal.ts';
import { truncateLocationToWidth, wrapText } from '../format/terminal-text.ts';
import { listNewer, renderDnsDetails, renderLocationDetails } from './details.ts';

/** More certificates than this are listed in the table only: nobody reads the details of a whole bundle. */
const MAX_DETAILED = 10;

/** `IN CERTIFICATE TRANSPARENCY LOGS: shop.example.com`, and a line for each certificate. */
function renderTransparency({ domain, total, certificates, error }: InspectedCt, terminal: Terminal): string[] {
  const lines = certificates.map(({ issuer, valid_from, valid_to, served, names }) => {
    const more = names.length > 1 ? ` (${names.length} names)` : '';
    return `${formatDay(valid_from)} to ${formatDay(valid_to)}: ${issuer}${more}${served ? ', served here' : ''}`;
  });
  const texts = [
    ...(error === null ? [] : [`${error.code}: ${error.detail}`]),
    ...(lines.length === 0 && error === null ? ['No certificate that has not expired.'] : lines),
    ...(total > lines.length ? [formatOmitted(total - lines.length, 'the latest are shown')] : []),
  ];
  return titleSection(`IN CERTIFICATE TRANSPARENCY LOGS: ${domain}`, indentTexts(texts, terminal), terminal);
}

interface ReadLocation {
  location: InspectedLocation;
  leaf: InspectedCertificate;
  /** Also by trust and revocation. */
  status: Status;
}

/**
 * A table if there are several certificates, then the details of each, worst first, then what could not be read. Lines
 * end in a newline. None is wider than `columns` or has a control character other than our own colors.
 */
export function renderInspection({ targets, inspected_at }: Inspection, options: TableOptions): string {
  const terminal = createTerminal(options);
  const { columns, colors } = terminal;
  const locations = targets.flatMap((target) => target.locations);
  const read = locations.flatMap((location) =>
    location.certificates.slice(0, 1).map((leaf) => ({ location, leaf, status: location.status ?? leaf.status })),
  );
  read.sort(compareSeverity);
  const isDetailed = read.length <= MAX_DETAILED;
  const now = Date.parse(inspected_at);
  return joinSections([
    read.length > 1 ? renderOverview(read, now, terminal) : [],
    ...(isDetailed
      ? read.map(({ location }) => renderLocationDetails(location, now, terminal))
      : [wrapText('For details, inspect a single file or slot, or use --format json.', columns, '')]),
    titleSection(
      'COULD NOT BE READ',
      locations.flatMap((one) =>
        one.error === null
          ? []
          : [
              ...renderDetail(`${one.location}: ${one.error.code}`, one.error.detail, terminal),
              ...renderDnsDetails(one, terminal),
            ],
      ),
      terminal,
      colors.bad,
    ),
    ...targets.flatMap(({ ct = [] }) => ct.map((one) => renderTransparency(one, terminal))),
    titleSection('NOT RENEWED EVERYWHERE', isDetailed ? [] : renderNewer(read, terminal), terminal, colors.bad),
    titleSection('WARNINGS', renderNotices(locations, terminal), terminal),
    read.length === 1 && locations.length === 1 ? [] : wrapText(summarize(read, locations), columns, ''),
  ]);
}

/** For which certificates another target has a newer one. */
function renderNewer(read: readonly ReadLocation[], terminal: Terminal): string[] {
  return read.flatMap(({ location: { location, successors = [] } }) => {
    const newer = listNewer(successors, MAX_NEWER);
    return newer === '' ? [] : renderDetail(location, `Newer at ${newer}`, terminal);
  });
}

const MAX_NEWER = 3;

/** The slots of a keystore share its notice, which is shown once. */
function renderNotices(locations: readonly InspectedLocation[], terminal: Terminal): string[] {
  const notices = locations.flatMap(({ location, notice }) => {
    const [file] = location.split('#', 1);
    return notice === undefined ? [] : [[`${file}: ${notice.code}`, notice.detail] as const];
  });
  return [...new Map(notices)].flatMap(([title, detail]) => renderDetail(title, detail, terminal));
}

function compareSeverity(a: ReadLocation, b: ReadLocation): number {
  return (
    rankForReport(a.status) - rankForReport(b.status) ||
    a.leaf.days_remaining - b.leaf.days_remaining ||
    compareText(a.location.location, b.location.location)
  );
}

const COLUMNS: readonly Column[] = [
  { title: 'STATUS' },
  { title: 'DAYS', align: 'right' },
  { title: 'COMMON NAME', truncatable: true },
  { title: 'VALID TO' },
  { title: 'LOCATION', truncatable: true, truncate: truncateLocationToWidth },
];

const DAY = 86_400_000;

function countDays(time: string, now: number): number {
  return Math.floor((Date.parse(time) - now) / DAY);
}

/** With the expiry of the chain, if that is earlier. */
function renderOverview(read: readonly ReadLocation[], now: number, terminal: Terminal): string[] {
  const rows = read.map(({ location, leaf, status }) => [
    { text: formatStatus(location, status), paint: terminal.colors.status[status] },
    (location.limited_by === undefined ? formatDays(leaf) : String(countDays(location.limited_by.valid_to, now))) ??
      '-',
    leaf.common_name || leaf.subject || '-',
    formatDay(location.limited_by?.valid_to ?? leaf.valid_to),
    location.location,
  ]);
  return layOutTable(COLUMNS, rows, terminal);
}

/** `untrusted` or `revoked` instead of the less specific `critical`. */
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
