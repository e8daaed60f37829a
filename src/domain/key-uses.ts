/** When the keys of the event log were first used. */

import type { CertificateFacts } from '../generated/definitions.ts';
import type { EventLog, LoggedKey } from '../generated/event-log.ts';
import { getOwn } from '../lib/collections.ts';
import { type IsoTime, parseIsoTime } from '../lib/iso-time.ts';

export type FactsByFingerprint = Readonly<Record<string, CertificateFacts>>;

/** Indexes the earliest notBefore of a certificate with a key, by the SHA-256 of the key. */
export function indexFirstUses(keys: EventLog['keys'], certificates: FactsByFingerprint): ReadonlyMap<string, IsoTime> {
  const first = new Map<string, IsoTime>();
  for (const [fingerprint, key] of Object.entries(keys ?? {})) {
    const time = findFirstUse(fingerprint, key, certificates);
    const before = first.get(key.sha256);
    if (time !== null && (before === undefined || parseIsoTime(time) < parseIsoTime(before)))
      first.set(key.sha256, time);
  }
  return first;
}

/** Returns the first known use of the key of a certificate, by its own record; null if it has no notBefore. */
export function findFirstUse(
  fingerprint: string,
  { first_used_at }: LoggedKey,
  certificates: FactsByFingerprint,
): IsoTime | null {
  return first_used_at ?? getOwn(certificates, fingerprint)?.valid_from ?? null;
}
