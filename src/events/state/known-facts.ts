/** Compares certificates that were read with those that the event log has, and keeps equal ones in memory once. */

import type { CertificateFacts, PlaceReading } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';

/** Returns the reading with the facts of the log if they are equal: a quiet scan reads tens of thousands that the log has already. */
export function shareKnownFacts(reading: PlaceReading, known: EventLog['certificates']): PlaceReading {
  const { certificate } = reading;
  const facts = certificate === null ? undefined : getOwn(known, certificate.fingerprint);
  if (certificate === null || facts === undefined) return reading;
  const isEqual = hasAllFields(facts, certificate.facts) && hasAllFields(certificate.facts, facts);
  if (!isEqual) return reading;
  // The same text, so that it is in memory once.
  const fingerprint =
    facts.fingerprint_sha256 === certificate.fingerprint ? facts.fingerprint_sha256 : certificate.fingerprint;
  return { ...reading, certificate: { ...certificate, fingerprint, facts } };
}

/** Whether a logged certificate has every field as it was read now: a later version may read more fields. */
export function hasAllFields(before: CertificateFacts, facts: CertificateFacts): boolean {
  if (before === facts) return true;
  for (const key in facts) {
    const field = key as keyof CertificateFacts;
    if (!isFieldEqual(before[field], facts[field])) return false;
  }
  return true;
}

/** Lists contain strings. */
function isFieldEqual(old: unknown, current: unknown): boolean {
  if (!Array.isArray(old) || !Array.isArray(current)) return old === current;
  return old.length === current.length && old.every((text, index) => text === current[index]);
}
