/**
 * Updates the register of a location for the published TLSA records of certificates and keys that it has served (`tlsa` in the event log).
 * After a renewal, the record of the previous key is not that of the next one. A record that is no longer published is forgotten: whoever
 * publishes it again means the next key.
 */

import { hashAssociation, isServerRecord } from '../../domain/dns.ts';
import type { IsoTime } from '../../domain/index.ts';
import type { LoggedLocation } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import type { ReadResult } from './read-results.ts';

/** The maximum of records, which several certificates of one location share. A server with more is not monitored for this. */
const MAX_SERVED = 100;

/**
 * Returns the same location if nothing changed, or if its records are unknown. `createTime` returns a time after the one that is replaced.
 */
export function updateTlsa(
  location: LoggedLocation,
  { evidence, others = [] }: Pick<ReadResult, 'evidence' | 'others'>,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  const states = [evidence, ...others.map((one) => one.evidence)].flatMap((one) => one?.dane?.state ?? []);
  const records = states.flatMap((state) => ('failure' in state ? [] : state.records)).filter(isServerRecord);
  // A zone without any of them may have lost them for a while.
  if (records.length === 0 || states.some((state) => 'failure' in state)) return location;
  const before = location.tlsa?.served ?? [];
  const hashed = records.map((record) => ({ id: hashAssociation(record), isMatch: record.result === 'match' }));
  const served = hashed.filter(({ id, isMatch }) => isMatch || before.includes(id)).map(({ id }) => id);
  const after = [...new Set(served)].sort(compareText).slice(0, MAX_SERVED);
  if (after.length === before.length && after.every((id) => before.includes(id))) return location;
  return { ...location, tlsa: { served: after, since: createTime(location.tlsa?.since) } };
}
