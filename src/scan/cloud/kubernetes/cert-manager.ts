/** Reads the state of a `Certificate` of cert-manager. */

import type { InventoryItem, RenewalState } from '../../../domain/index.ts';
import { DAY } from '../../../domain/thresholds.ts';
import { toObject, toText, toTexts, toTime } from '../../inventory/values.ts';
import { isOverdue, toReason } from '../facts.ts';
import { NO_FIELDS } from '../items.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The maximum time of an issuance: it takes seconds, or hours if DNS is slow or somebody has to approve it. */
const MAX_ISSUANCE_MS = DAY;

/** Returns the renewal state with the revision, which grows with each issuance. `now`: milliseconds. */
export function toRenewalState(status: Fields, now: number): RenewalState {
  const { revision } = status;
  const isRevision = Number.isSafeInteger(revision) && Number(revision) >= 1;
  return { ...readState(status, now), ...(isRevision && { revision: Number(revision) }) };
}

/**
 * Reads the state. `lastFailureTime` is only set while the latest issuance has failed. A hanging issuance, such as at a
 * challenge, does not end or fail: it is overdue by its start or by `renewalTime`. If the controller does not run, the conditions do not
 * change, but `renewalTime` passes.
 */
function readState(status: Fields, now: number): RenewalState {
  const ready = findCondition(status, 'Ready');
  const issuing = findCondition(status, 'Issuing');
  const reason = toReason(issuing?.reason) ?? toReason(ready?.reason);
  const failed = toTime(status.lastFailureTime);
  if (failed !== null) return { managed: true, state: 'failing', reason: reason ?? 'Failed', since: failed };
  const renewal = toTime(status.renewalTime);
  const isLate = isOverdue(renewal, { from: toTime(status.notBefore), to: toTime(status.notAfter) }, now);
  if (issuing?.status === 'True') {
    const started = toTime(issuing.lastTransitionTime);
    const hangs = isLate || (started !== null && now - Date.parse(started) > MAX_ISSUANCE_MS);
    if (hangs) return { managed: true, state: 'failing', reason: 'IssuanceHangs', since: started ?? renewal };
    return { managed: true, state: 'pending', reason, since: null };
  }
  if (ready?.status === 'False') {
    const since = toTime(ready.lastTransitionTime);
    return { managed: true, state: 'failing', reason: toReason(ready.reason) ?? 'NotReady', since };
  }
  if (isLate) return { managed: true, state: 'failing', reason: 'RenewalOverdue', since: renewal };
  return { managed: true, state: 'ok', reason: null, since: null };
}

function findCondition({ conditions }: Fields, type: string): Fields | undefined {
  return Array.isArray(conditions) ? conditions.map(toObject).find((one) => one.type === type) : undefined;
}

/** Reads the fields of the certificate from a `Certificate`; returns null if it was never issued. */
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
