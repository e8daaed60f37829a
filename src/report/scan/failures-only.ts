/** Lists only the failures of a scan, one per line, for `--quiet`. */

import { NOT_OBSERVED } from '../../domain/certificate.ts';
import type { Report } from '../../generated/report.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { formatCount } from '../format/labels.ts';
import { formatMissing, groupDeliveryFailures, groupNotObserved, listUnreadableLocations } from './select.ts';

/** The limit of locations: if the network is down, a few lines are sufficient. */
const MAX_LOCATIONS = 20;

/** Renders lines that end in a newline. The report of a digest has no deliveries. */
export function renderFailures(report: Report): string {
  const locations = listUnreadableLocations(report);
  const omitted = locations.length - MAX_LOCATIONS;
  return [
    ...locations.slice(0, MAX_LOCATIONS).map(({ certificate, location, error: { code, detail } }) => {
      // An unset variable and a bug fail the scan; a location that cannot be read does not.
      const isError = code === 'internal-error' || (code === 'variable-unset' && !report.dry_run);
      const severity = isError ? 'error' : 'warning';
      return `${severity}[${code}]: ${certificate} could not be read at ${location}: ${detail}`;
    }),
    ...(omitted > 0
      ? [
          `warning: ${formatCount(omitted, 'more location', 'more locations')} could not be read (--format json shows all)`,
        ]
      : []),
    ...groupNotObserved(report).map((group) => {
      const entries = truncateList(group.entries, MAX_LOCATIONS);
      return `warning[${NOT_OBSERVED}]: ${formatMissing(group)} not observed: ${entries}: ${group.detail}`;
    }),
    ...groupDeliveryFailures(report).map(({ destination, code, detail }) => {
      return `error[${code}]: delivery to ${destination} failed: ${detail}`;
    }),
  ]
    .map((line) => `certvigil: ${escapeUnprintable(line)}\n`)
    .join('');
}
