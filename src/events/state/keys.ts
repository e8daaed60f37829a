/**
 * Records the public keys of certificates (`keys` in the event log), which policies compare across certificates and scans. The key of a
 * certificate never changes, so there is nothing to update: a key that was read once stays known while the certificate is.
 */

import type { Certificate } from '../../domain/index.ts';
import type { EventLog, LoggedKey } from '../../generated/event-log.ts';
import { addEntries, getOwn } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';

type Keys = EventLog['keys'];

/** Adds the keys of certificates that were read; they have one only if a policy needs it. Returns the same object if nothing is new. */
export function addKeys(known: Keys, seen: ReadonlyMap<string, Certificate>): Keys {
  const added: [string, LoggedKey][] = [];
  for (const [fingerprint, { policyFields }] of seen) {
    const sha256 = policyFields?.key_sha256;
    if (sha256 !== undefined && getOwn(known, fingerprint)?.sha256 !== sha256) added.push([fingerprint, { sha256 }]);
  }
  return added.length === 0 ? known : addEntries(known ?? {}, added);
}

/**
 * Drops the keys of dropped certificates. Other certificates with the same key keep the time at which it was first used. `kept`: the
 * certificates of the log after they were pruned; `before`: before.
 */
export function pruneKeys(
  keys: Keys,
  kept: EventLog['certificates'],
  before: EventLog['certificates'],
): Pick<EventLog, 'keys'> {
  if (keys === undefined) return {};
  const [left, dropped] = [true, false].map((isKept) =>
    Object.entries(keys).filter(([fingerprint]) => (getOwn(kept, fingerprint) !== undefined) === isKept),
  ) as [[string, LoggedKey][], [string, LoggedKey][]];
  if (dropped.length === 0) return { keys };
  const getStart = (fingerprint: string, { first_used_at }: LoggedKey) =>
    first_used_at ?? getOwn(before, fingerprint)?.valid_from ?? null;
  const first = new Map<string, string>();
  for (const [fingerprint, key] of dropped) {
    const start = getStart(fingerprint, key);
    const known = first.get(key.sha256);
    if (start !== null && isEarlier(start, known ?? null)) first.set(key.sha256, start);
  }
  const carried = left.map(([fingerprint, key]): [string, LoggedKey] => {
    const first_used_at = first.get(key.sha256);
    const isCarried = first_used_at !== undefined && isEarlier(first_used_at, getStart(fingerprint, key));
    return [fingerprint, isCarried ? { ...key, first_used_at } : key];
  });
  return { keys: carried.length === 0 ? undefined : Object.fromEntries(carried) };
}

function isEarlier(time: string, than: string | null): boolean {
  return than === null || parseIsoTime(time) < parseIsoTime(than);
}
