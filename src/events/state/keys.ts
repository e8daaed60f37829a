/**
 * Records the public keys of certificates (`keys` in the event log), which policies compare across certificates and scans. The key of a
 * certificate never changes, so a key that was read once stays known while the log has the certificate. Each record also keeps the time at
 * which its key was first used, for when the log no longer has the certificate of that time.
 */

import type { Certificate } from '../../domain/index.ts';
import { type FactsByFingerprint, findFirstUse, indexFirstUses } from '../../domain/key-uses.ts';
import type { EventLog, LoggedKey } from '../../generated/event-log.ts';
import { addEntries, getOwn } from '../../lib/collections.ts';

type Keys = EventLog['keys'];

/**
 * Adds the keys of certificates that were read; they have one only if a policy needs it. `certificates` has the facts of all. Returns the
 * same object if nothing changed.
 */
export function updateKeys(
  known: Keys,
  seen: ReadonlyMap<string, Certificate>,
  certificates: FactsByFingerprint,
): Keys {
  const added: [string, LoggedKey][] = [];
  for (const [fingerprint, { policyFields }] of seen) {
    const sha256 = policyFields?.key_sha256;
    if (sha256 !== undefined && getOwn(known, fingerprint)?.sha256 !== sha256) added.push([fingerprint, { sha256 }]);
  }
  if (added.length === 0) return known;
  const keys = addEntries(known ?? {}, added);
  const firstUses = indexFirstUses(keys, certificates);
  const carried = Object.entries(keys).flatMap(([fingerprint, key]): [string, LoggedKey][] => {
    const first_used_at = firstUses.get(key.sha256);
    const isKnown = first_used_at === undefined || first_used_at === findFirstUse(fingerprint, key, certificates);
    return isKnown ? [] : [[fingerprint, { ...key, first_used_at }]];
  });
  return addEntries(keys, carried);
}

/** Drops the keys of dropped certificates. */
export function pruneKeys(keys: Keys, certificates: FactsByFingerprint): Pick<EventLog, 'keys'> {
  if (keys === undefined) return {};
  const kept = Object.entries(keys).filter(([fingerprint]) => getOwn(certificates, fingerprint) !== undefined);
  return { keys: kept.length === 0 ? undefined : Object.fromEntries(kept) };
}
