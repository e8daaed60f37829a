/** What `certvigil inspect` found, as a person reads it. */

import { STATUS_WORDS } from '../../domain/index.ts';
import type { InspectedCertificate, InspectedPlace, Inspection } from '../../generated/inspect.ts';
import { compareText } from '../../lib/collections.ts';
import { type Palette, palette } from '../format/colors.ts';
import { count, day, rank, statusCounts } from '../format/labels.ts';
import { type Column, layOut } from '../format/table-layout.ts';
import { wrap } from '../format/terminal-text.ts';
import type { TableOptions } from '../scan/terminal.ts';
import { placeDetails } from './details.ts';

/** More than so many are listed in the table alone: nobody reads the details of a whole bundle. */
const MOST_DETAILED = 10;

interface Readable {
  place: InspectedPlace;
  leaf: InspectedCertificate;
}

/**
 * A table where there are several, then each in full, worst first, then what could not be read. Lines end in a newline;
 * none is wider than `columns` or holds a control character other than our own colours.
 */
export function renderInspection({ targets, inspected_at }: Inspection, { color, columns }: TableOptions): string {
  const colors = palette(color);
  const places = targets.flatMap((target) => target.places);
  const read = worstFirst(places.flatMap((place) => place.certificates.slice(0, 1).map((leaf) => ({ place, leaf }))));
  const isDetailed = read.length <= MOST_DETAILED;
  const sections = [
    read.length > 1 ? overview(read, columns, colors) : [],
    ...(isDetailed ? read.map(({ place }) => placeDetails(place, Date.parse(inspected_at), columns, colors)) : []),
    isDetailed ? [] : wrap('Name one file or slot to see it in full; --format json shows all.', columns, ''),
    unreadable(places, columns, colors),
    read.length === 1 && places.length === 1 ? [] : wrap(summary(read, places), columns, ''),
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
      rank(a.leaf.status) - rank(b.leaf.status) ||
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
    { text: STATUS_WORDS[leaf.status], paint: colors.status[leaf.status] },
    { text: String(leaf.days_remaining) },
    { text: leaf.common_name || leaf.subject || '-' },
    { text: day(leaf.valid_to) },
    { text: place.location },
  ]);
  return layOut(OVERVIEW, rows, columns, colors.heading);
}

function unreadable(places: readonly InspectedPlace[], columns: number, colors: Palette): string[] {
  const lines = places.flatMap(({ location, error }) =>
    error === null
      ? []
      : [...wrap(`${location}: ${error.code}`, columns, '  '), ...wrap(error.detail, columns, '      ')],
  );
  return lines.length === 0 ? [] : [colors.bad('COULD NOT BE READ'), ...lines];
}

function summary(read: readonly Readable[], places: readonly InspectedPlace[]): string {
  const failed = places.filter(({ error }) => error !== null).length;
  const counts = { expired: 0, critical: 0, unknown: 0, not_yet_valid: 0, warning: 0, ok: 0 };
  for (const { leaf } of read) counts[leaf.status] += 1;
  const found =
    read.length === 0 ? 'Nothing was found.' : `${count(read.length, 'certificate')}: ${statusCounts(counts)}.`;
  return failed === 0 ? found : `${found} ${count(failed, 'place')} could not be read.`;
}
