/** Creates the facts of inventories about an item besides its certificate. */

import type { IsoTime, Ownership, RenewalState } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { toText } from '../inventory/values.ts';

/** The state of a certificate that the inventory does not renew. */
export const UNMANAGED: RenewalState = { managed: false, state: 'ok', reason: null, since: null };

/** Returns a reason of one word, such as CAA_ERROR or DoesNotExist; null for other values, because a system may return free text. */
export function toReason(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z]\w{1,60}$/.test(value) ? value : null;
}

/** The part of the lifetime after which a late renewal is overdue, but not before a day has passed. */
const OVERDUE = 0.05;

/** Whether a renewal is overdue. `due`: null if unknown, which is never overdue. `now`: milliseconds. */
export function isOverdue(
  due: IsoTime | null,
  { from, to }: { from: IsoTime | null; to: IsoTime | null },
  now: number,
): boolean {
  const lifetime = from === null || to === null ? 0 : Date.parse(to) - Date.parse(from);
  return due !== null && now - Date.parse(due) > Math.max(DAY, lifetime * OVERDUE);
}

/** Creates the ownership from tags, which become labels. The tag `owner`, in upper or lower case, also becomes the owner. */
export function createOwnership(
  tags: readonly (readonly [key: unknown, value: unknown])[],
  assignments: string[],
): Ownership {
  const labels = toLabels(tags);
  const owner = labels.find(([key]) => key.toLowerCase() === 'owner')?.[1] || null;
  return { labels: Object.fromEntries(labels), owner, assignments };
}

/** Converts tags to labels, without empty keys. A tag may lack a value. */
function toLabels(tags: readonly (readonly [key: unknown, value: unknown])[]): [key: string, value: string][] {
  return tags.flatMap(([key, value]) => {
    const name = toText(key);
    return name === null ? [] : [[name, toText(value) ?? '']];
  });
}
