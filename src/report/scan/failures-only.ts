/** What went wrong in a scan, for who asked to be shown nothing else: a line each. */

import type { Report } from '../../generated/report.ts';
import { formatCount } from '../format/labels.ts';
import { escapeUnprintable } from '../format/terminal-text.ts';
import { groupDeliveryFailures, listUnreadablePlaces } from './select.ts';

/** So many places at most: where the network is down, one line says as much as a thousand. */
const MAX_PLACES = 20;

/** Each line ends in a newline. Of a digest there are no deliveries in it. */
export function renderFailures(report: Report): string {
  const places = listUnreadablePlaces(report);
  const left = places.length - MAX_PLACES;
  return [
    ...places.slice(0, MAX_PLACES).map(({ certificate, location, error: { code, detail } }) => {
      // What lacks a variable fails the scan; what cannot be read does not.
      const severity = code === 'variable-unset' && !report.dry_run ? 'error' : 'warning';
      return `${severity}[${code}]: ${certificate} could not be read at ${location}: ${detail}`;
    }),
    ...(left > 0
      ? [`warning: ${formatCount(left, 'more place', 'more places')} could not be read (--format json shows all)`]
      : []),
    ...groupDeliveryFailures(report).map(({ destination, code, detail }) => {
      return `error[${code}]: ${destination} did not get what it was sent: ${detail}`;
    }),
  ]
    .map((line) => `certvigil: ${escapeUnprintable(line)}\n`)
    .join('');
}
