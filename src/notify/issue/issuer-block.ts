/** Renders the section of certvigil in an issue about a CA: what happens, what to do, and the entries below it. */

import { type EventContext, STATUS_LABELS } from '../../domain/index.ts';
import { formatCode, formatCodeList, formatTable } from './markdown.ts';
import { findMention, formatExpiryDate, renderFooter, renderHeadline } from './render.ts';

const MAX_NAME_LENGTH = 80;
const MAX_DETAIL_LENGTH = 1_000;
/** The maximum of locations in one row. */
const MAX_LOCATIONS = 3;

/** Renders the section from the firing alerts, the most severe first, with at most `max` entries. */
export function renderIssuerBlock(alerts: readonly EventContext[], max: number): string {
  const [worst] = alerts;
  if (worst === undefined) throw new Error('an issue needs an alert');
  const { data } = worst;
  const rows = alerts.slice(0, max).map(({ data: one }) => [
    formatCode(one.display_name, MAX_NAME_LENGTH),
    formatCodeList(
      one.assigned_objects.filter(({ type }) => type !== 'assignment').map(({ name }) => name),
      MAX_LOCATIONS,
    ),
    findMention(one.owner) ?? formatCode(one.owner ?? '', MAX_NAME_LENGTH),
  ]);
  const more = alerts.length - rows.length;
  if (more > 0) rows.push([`and ${more} more`, '', '']);
  const detail = (data.error?.detail ?? '').replaceAll('`', '"');
  return [
    `**${renderHeadline(worst, formatExpiryDate(data))}** ${STATUS_LABELS[data.status]}.`,
    formatCode(detail, MAX_DETAIL_LENGTH),
    formatTable(rows, ['Certificate', 'Location', 'Owner']),
    `SHA-256 of the CA: ${formatCode(data.limited_by?.fingerprint_sha256 ?? '')}`,
    renderFooter(data),
  ].join('\n\n');
}
