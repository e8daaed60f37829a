/** Notices of cross-signs that end soon, although the path that clients can use longest does not need them. */

import type { ChainNotice, CrossSign, LivePlace, Settings } from '../domain/index.ts';
import { computeCrossing } from '../domain/thresholds.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { truncate } from '../lib/text/truncate.ts';

/** Lists one notice for each cross-sign at the places that has crossed the largest threshold and not expired. `now`: milliseconds. */
export function listExpiringCrossSigns(places: readonly LivePlace[], settings: Settings, now: number): ChainNotice[] {
  const found = new Map<string, CrossSign>();
  for (const { evidence } of places) {
    const dates = evidence?.trust ?? evidence?.presented_path;
    for (const one of dates?.cross_signs ?? [])
      if (isExpiring(one, settings, now)) found.set(one.fingerprint_sha256, one);
  }
  return [...found.values()].map(({ subject, issuer, valid_to }) => ({
    code: 'cross-sign-expiring',
    detail:
      `The certificate of ${truncate(subject)} that ${truncate(issuer)} issued expires on ${valid_to.slice(0, 10)}, and another path ` +
      `lives on. Clients that know only ${truncate(issuer)} will fail from then on. Update them, and leave this certificate out.`,
  }));
}

function isExpiring({ valid_from, valid_to }: CrossSign, { thresholds }: Settings, now: number): boolean {
  const to = parseIsoTime(valid_to);
  if (to < now) return false;
  const period = { from: valid_from === null ? null : parseIsoTime(valid_from), to };
  return thresholds.some((threshold) => (computeCrossing(threshold, period) ?? Number.POSITIVE_INFINITY) <= now);
}
