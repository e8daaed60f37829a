/**
 * Finds certificates that a probe describes without their bytes, and that contradict what is known under the same fingerprint: a probe
 * must not be able to change what the log has about certificates of others.
 */

import type { CertificateFacts, PlaceReading, SourceReading } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import { createObservationFailure } from './failures.ts';

/** The readings with a failure in the place of each certificate that contradicts the log or another reading. */
export function rejectContradictions(
  readings: readonly SourceReading[],
  isProven: (reading: PlaceReading) => boolean,
  { certificates }: Pick<EventLog, 'certificates'>,
): SourceReading[] {
  const known = new Map<string, CertificateFacts>();
  const all = readings.flatMap(({ places }) => places);
  for (const reading of all) {
    const { certificate } = reading;
    if (certificate !== null && isProven(reading)) known.set(certificate.fingerprint, certificate.facts);
  }
  const check = (reading: PlaceReading): PlaceReading => {
    const { place, address, certificate } = reading;
    if (certificate === null || isProven(reading)) return reading;
    const { fingerprint, facts } = certificate;
    const before = known.get(fingerprint) ?? getOwn(certificates, fingerprint);
    if (before !== undefined && contradicts(facts, before))
      return { place, address, certificate: null, failure: createObservationFailure('observation-contradicts', place) };
    known.set(fingerprint, facts);
    return reading;
  };
  return readings.map((reading) => ({ ...reading, places: reading.places.map(check) }));
}

/** Later versions may know more, so null contradicts nothing. */
function contradicts(facts: CertificateFacts, before: CertificateFacts): boolean {
  return Object.entries(before).some(([key, value]) => {
    const now = facts[key as keyof CertificateFacts];
    return value !== null && now !== null && JSON.stringify(value) !== JSON.stringify(now);
  });
}
