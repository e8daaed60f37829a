/** What to know about a certificate besides its status, for formats that show it as plain text. */

import type { ReportCertificate } from '../../generated/report.ts';

const MAX_LOCATIONS = 20;

/** A line for each of its first locations, its owner and its renewal instructions. Names in them are not escaped. */
export function listDetails({ places, owner, renewal_instructions }: ReportCertificate): string[] {
  return [
    ...places.slice(0, MAX_LOCATIONS).map(({ location }) => `At ${location}`),
    ...(places.length > MAX_LOCATIONS ? [`and ${places.length - MAX_LOCATIONS} more`] : []),
    ...(owner === null ? [] : [`Owner: ${owner}`]),
    ...(renewal_instructions === null ? [] : [`How to renew: ${renewal_instructions}`]),
  ];
}
