/**
 * Updates the register of a location for the MTA-STS policy of a domain (`mta_sts` in the event log): the policy that was first seen with
 * the current id. Senders keep that policy until the id changes (RFC 8461 section 3.1), so that a later policy with the same id is unknown
 * to them.
 */

import type { IsoTime } from '../../domain/index.ts';
import { parseRecordId } from '../../domain/mta-sts.ts';
import type { LoggedLocation } from '../../generated/event-log.ts';
import type { ReadResult } from './read-results.ts';

/**
 * Returns the same location if nothing changed, or if there is no valid policy, which senders do not keep. `createTime` returns a time after
 * the one that is replaced.
 */
export function updateMtaSts(
  location: LoggedLocation,
  { observed }: Pick<ReadResult, 'observed'>,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  const { records, policy } = observed.mta_sts ?? {};
  const [record, ...others] = records ?? [];
  const id = record === undefined || others.length > 0 ? null : parseRecordId(record);
  if (id === null || !policy || 'code' in policy || policy.mode === null || policy.problems.length > 0) return location;
  const before = location.mta_sts;
  if (before?.id === id) return location;
  return { ...location, mta_sts: { id, sha256: policy.sha256, mode: policy.mode, since: createTime(before?.since) } };
}
