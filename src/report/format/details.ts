/** Lists the details of a certificate in addition to its status, for formats that show it as plain text. */

import type { ReportCertificate } from '../../generated/report.ts';

const MAX_LOCATIONS = 20;

/** Lists a line for each of its first locations, its owner and its renewal instructions. Names in them are not escaped. */
export function listDetails({ locations, owner, renewal_instructions }: ReportCertificate): string[] {
  return [
    ...locations.slice(0, MAX_LOCATIONS).map(({ location }) => `At ${location}`),
    ...(locations.length > MAX_LOCATIONS ? [`and ${locations.length - MAX_LOCATIONS} more`] : []),
    ...(owner === null ? [] : [`Owner: ${owner}`]),
    ...(renewal_instructions === null ? [] : [`How to renew: ${renewal_instructions}`]),
  ];
}
