/** Lists and describes entries that are disabled or were removed from the manifest, and items that inventories lost. */

import type { Entry, ShrunkListing } from '../../domain/index.ts';
import type { DisabledEntry } from '../../generated/definitions.ts';
import type { Report } from '../../generated/report.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount, formatShare } from '../format/labels.ts';

export type Unmonitored = Pick<Report, 'disabled' | 'disappeared' | 'removed_items'>;

/** Builds the fields of a report; those without entries are absent. `disappeared`: the entries that were removed since the last scan. */
export function buildUnmonitored(
  entries: readonly Entry[],
  disappeared: readonly string[],
  shrunk: readonly ShrunkListing[] = [],
): Unmonitored {
  const disabled = listDisabled(entries);
  const removed_items = shrunk.flatMap(({ entry, source, known, missing, isAccepted }) =>
    isAccepted ? [{ certificate: entry, source, known, locations: [...missing] }] : [],
  );
  return {
    ...(disabled.length > 0 && { disabled }),
    ...(disappeared.length > 0 && { disappeared: [...disappeared] }),
    ...(removed_items.length > 0 && { removed_items }),
  };
}

/** Lists the disabled entries in the order of the manifest. */
export function listDisabled(entries: readonly Entry[]): DisabledEntry[] {
  return entries.flatMap(({ name, enabled, disabled_until: until = null, disabled_reason: reason = null }) =>
    enabled ? [] : [{ certificate: name, until, reason }],
  );
}

const MAX_NAMES = 10;

/** Describes what is not monitored, one sentence for each kind. */
export function describeUnmonitored({ disabled = [], disappeared = [], removed_items = [] }: Unmonitored): string[] {
  return [
    ...(disabled.length === 0
      ? []
      : [
          `${formatCount(disabled.length, 'entry is', 'entries are')} disabled: ${truncateList(disabled.map(formatDisabled), MAX_NAMES)}.`,
        ]),
    ...(disappeared.length === 0
      ? []
      : [
          `${formatCount(disappeared.length, 'entry is', 'entries are')} no longer in the manifest: ${truncateList(disappeared, MAX_NAMES)}.`,
        ]),
    ...removed_items.map(
      ({ certificate, known, locations }) =>
        `${formatShare(locations.length, known, 'item')} of ${certificate} are no longer listed, and were removed: ${truncateList(locations, MAX_NAMES)}.`,
    ),
  ];
}

/** Formats `vpn (until 2027-03-01: migration)`. */
function formatDisabled({ certificate, until, reason }: DisabledEntry): string {
  const details = [...(until === null ? [] : [`until ${formatDay(until)}`]), ...(reason === null ? [] : [reason])];
  return details.length === 0 ? certificate : `${certificate} (${details.join(': ')})`;
}
