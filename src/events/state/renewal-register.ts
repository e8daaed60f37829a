/** Updates the register of a place for whether its inventory renews the certificate there (`auto_renewal` in the event log). */

import type { IsoTime } from '../../domain/index.ts';
import type { LoggedPlace } from '../../generated/event-log.ts';
import type { ReadResult } from './read-results.ts';

/**
 * Returns the same place if nothing changed: also if it could not be read, so that its thresholds stay the same. `createTime` returns a
 * time after the one that is replaced.
 */
export function updateAutoRenewal(
  place: LoggedPlace,
  { certificate, evidence }: ReadResult,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedPlace {
  if (certificate === null) return place;
  const { managed = false, state } = evidence?.renewal_state ?? {};
  const works = managed && state !== 'failing';
  const before = place.auto_renewal;
  if ((before?.works ?? false) === works) return place;
  return { ...place, auto_renewal: { works, since: createTime(before?.since) } };
}
