/** What `certvigil inspect` found, as a person reads it. */

import { STATUS_LABELS } from '../../domain/index.ts';
import type { InspectedCertificate, InspectedPlace, Inspection } from '../../generated/inspect.ts';
import { compareText } from '../../lib/collections.ts';
import { createPalette, type Palette } from '../format/colors.ts';
import { formatCount, formatDay, formatStatusCounts, rankStatus } from '../format/labels.ts';
import { type Column, layOutTable } from '../format/table-layout.ts';
import { wrapText } from '../format/terminal-text.ts';
import type { TableOptions } from '../scan/terminal.ts';
import { renderPlaceDetails } from './details.ts';

/** More than so many are listed in the table alone: nobody reads the details of a whole bundle. */
const MAX_DETAILED = 10;

interface Readable {
  place: InspectedPlace;
  leaf: InspectedCertificate;
}

/**
 * A table where there are several, then each in full, worst first, then what could not be read. Lines end in a newline;
 * none is wider than `columns` or holds a control character other than our own colours.
 */
export function renderInspection({ targets, inspected_at }: Inspection, { color, columns }: TableOptions): string {
  const colors = createPalette(color);
  const places = targets.flatMap((target) => target.places);
  const read = worstFirst(places.flatMap((place) => place.certificates.slice(0, 1).map((leaf) => ({ place, leaf }))));
  const isDetailed = read.length <= MAX_DETAILED;
  const sections = [
    read.length > 1 ? overview(read, columns, colors) : [],
    ...(isDetailed
      ? read.map(({ place }) => renderPlaceDetails(place, Date.parse(inspected_at), columns, colors))
      : []),
    isDetailed ? [] : wrapText('Name one file or slot to see it in full; --format json shows all.', columns, ''),
    unreadable(places, columns, colors),
    read.length === 1 && places.length === 1 ? [] : wrapText(summary(read, places), columns, ''),
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** The result as `schema/inspect.schema.json` describes it, with a newline at its end. */
export function renderInspectionJson(inspection: Inspection): string {
  return `${JSON.stringify(inspection, null, 2)}\n`;
}

function worstFirst(read: readonly Readable[]): Readable[] {
  return [...read].sort(
    (a, b) =>
      rankStatus(a.leaf.status) - rankStatus(b.leaf.status) ||
      a.leaf.days_remaining - b.leaf.days_remaining ||
      compareText(a.place.location, b.place.location),
  );
}

const OVERVIEW: readonly Column[] = [
  { title: 'STATUS' },
  { title: 'DAYS', align: 'right' },
  { title: 'COMMON NAME', cut: true },
  { title: 'VALID TO' },
  { title: 'WHERE', cut: true },
];

function overview(read: readonly Readable[], columns: number, colors: Palette): string[] {
  const rows = read.map(({ place, leaf }) => [
    { text: STATUS_LABELS[leaf.status], paint: colors.status[leaf.status] },
    { text: String(leaf.days_remaining) },
    { text: leaf.common_name || leaf.subject || '-' },
    { text: formatDay(leaf.valid_to) },
    { text: place.location },
  ]);
  return layOutTable(OVERVIEW, rows, columns, colors.heading);
}

function unreadable(places: readonly InspectedPlace[], columns: number, colors: Palette): string[] {
  const lines = places.flatMap(({ location, error }) =>
    error === null
      ? []
      : [...wrapText(`${location}: ${error.code}`, columns, '  '), ...wrapText(error.detail, columns, '      ')],
  );
  return lines.length === 0 ? [] : [colors.bad('COULD NOT BE READ'), ...lines];
}

function summary(read: readonly Readable[], places: readonly InspectedPlace[]): string {
  const failed = places.filter(({ error }) => error !== null).length;
  const counts = { expired: 0, critical: 0, unknown: 0, not_yet_valid: 0, warning: 0, ok: 0 };
  for (const { leaf } of read) counts[leaf.status] += 1;
  const found =
    read.length === 0
      ? 'Nothing was found.'
      : `${formatCount(read.length, 'certificate')}: ${formatStatusCounts(counts)}.`;
  return failed === 0 ? found : `${found} ${formatCount(failed, 'place')} could not be read.`;
}
