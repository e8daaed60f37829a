/** Updates the register of a place for whom it belongs to, as its inventory said last (`ownership` in the event log). */

import type { IsoTime, Ownership } from '../../domain/index.ts';
import type { LoggedPlace } from '../../generated/event-log.ts';
import { isEqualRecord } from '../../lib/collections.ts';
import type { ReadResult } from './read-results.ts';

const NOBODY: Ownership = { labels: {}, owner: null, assignments: [] };

/** Returns the same place if nothing changed. `createTime` returns a time after the one that is replaced. */
export function updateOwnership(
  place: LoggedPlace,
  { certificate, ownership }: ReadResult,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedPlace {
  const before = place.ownership;
  if (ownership === undefined && (certificate === null || before === undefined)) return place;
  const after = ownership ?? NOBODY;
  if (isSame(before ?? NOBODY, after)) return place;
  const { labels, owner, assignments, renewal_instructions, muted } = after;
  const more = { ...(renewal_instructions && { renewal_instructions }), ...(muted && { muted }) };
  return { ...place, ownership: { labels, owner, assignments, ...more, since: createTime(before?.since) } };
}

function isSame(a: Ownership, b: Ownership): boolean {
  return (
    a.owner === b.owner &&
    a.renewal_instructions === b.renewal_instructions &&
    a.muted === b.muted &&
    isEqualRecord(a.labels, b.labels) &&
    isEqualRecord(a.assignments, b.assignments)
  );
}

/** Returns whom a place belongs to; null if no inventory has said so. */
export function getOwnership({ ownership }: LoggedPlace): Ownership | null {
  return ownership ?? null;
}
