/** Reads the state of a `Certificate` of cert-manager. */

import type { InventoryItem, RenewalState } from '../../../domain/index.ts';
import { DAY } from '../../../domain/thresholds.ts';
import { toObject, toText, toTexts, toTime } from '../../inventory/values.ts';
import { toReason } from '../facts.ts';
import { NO_FIELDS } from '../items.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A renewal that is late by this part of the lifetime is overdue, but not before a day has passed. */
const OVERDUE = 0.05;

/**
 * `lastFailureTime` is only set while the latest issuance has failed. If the controller does not run, the conditions do not change, but
 * `renewalTime` passes. `now`: milliseconds.
 */
export function toRenewalState(status: Fields, now: number): RenewalState {
  const ready = findCondition(status, 'Ready');
  const issuing = findCondition(status, 'Issuing');
  const reason = toReason(issuing?.reason) ?? toReason(ready?.reason);
  const failed = toTime(status.lastFailureTime);
  if (failed !== null) return { managed: true, state: 'failing', reason: reason ?? 'Failed', since: failed };
  if (issuing?.status === 'True') return { managed: true, state: 'pending', reason, since: null };
  if (ready?.status === 'False') {
    const since = toTime(ready.lastTransitionTime);
    return { managed: true, state: 'failing', reason: toReason(ready.reason) ?? 'NotReady', since };
  }
  const renewal = toTime(status.renewalTime);
  if (renewal !== null && now - Date.parse(renewal) > computeTolerance(status))
    return { managed: true, state: 'failing', reason: 'RenewalOverdue', since: renewal };
  return { managed: true, state: 'ok', reason: null, since: null };
}

/** Milliseconds. */
function computeTolerance({ notBefore, notAfter }: Fields): number {
  const [from, to] = [toTime(notBefore), toTime(notAfter)];
  const lifetime = from === null || to === null ? 0 : Date.parse(to) - Date.parse(from);
  return Math.max(DAY, lifetime * OVERDUE);
}

function findCondition({ conditions }: Fields, type: string): Fields | undefined {
  return Array.isArray(conditions) ? conditions.map(toObject).find((one) => one.type === type) : undefined;
}

/** What the `Certificate` says about the certificate itself; null if none was ever issued. */
export function toFields(spec: Fields, status: Fields): InventoryItem | null {
  const valid_to = toTime(status.notAfter);
  if (valid_to === null) return null;
  const sans = toTexts(spec.dnsNames);
  return {
    ...NO_FIELDS,
    common_name: toText(spec.commonName) ?? sans[0] ?? null,
    sans,
    valid_from: toTime(status.notBefore),
    valid_to,
  };
}
