/**
 * Finds certificates that a probe describes without their bytes, and that contradict the known facts of the same fingerprint: a probe must
 * not be able to change the facts about certificates of others.
 */

import {
  type CertificateFacts,
  type Entry,
  isFromCertificate,
  type LocationReading,
  type SourceReading,
} from '../../domain/index.ts';
import { hasAllFields } from '../../events/state/identities.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOrCreate, getOwn } from '../../lib/collections.ts';
import { lazy } from '../../lib/memoize.ts';
import { createObservationFailure } from './observation-problems.ts';

interface Known {
  entries: readonly Pick<Entry, 'name' | 'probe'>[];
  log: Pick<EventLog, 'certificates' | 'locations'>;
}

/**
 * Returns the readings with a failure instead of each certificate that contradicts the log or another reading. Fields of an inventory get
 * the facts of the certificate itself if these are known.
 */
export function rejectContradictions(
  readings: readonly SourceReading[],
  isProven: (reading: LocationReading) => boolean,
  { entries, log }: Known,
): SourceReading[] {
  const seen = new Map<string, CertificateFacts>();
  for (const reading of readings.flatMap(({ locations }) => locations)) {
    const { certificate } = reading;
    if (certificate !== null && isProven(reading)) seen.set(certificate.fingerprint, certificate.facts);
  }
  const isOwn = createOwnershipTest({ entries, log });
  const check = (reading: LocationReading, entry: string): LocationReading => {
    const { location, observed, certificate } = reading;
    if (certificate === null || isProven(reading)) return reading;
    const { fingerprint, facts, from_fields = false } = certificate;
    const logged = getOwn(log.certificates, fingerprint);
    const before = seen.get(fingerprint) ?? logged;
    const isTrusted = before === undefined || (!seen.has(fingerprint) && isOwn(fingerprint, entry));
    if (!isTrusted && contradicts(facts, before, from_fields))
      return {
        location,
        observed: { address: observed.address },
        certificate: null,
        failure: createObservationFailure('observation-contradicts', location),
      };
    const isLessThanKnown = before !== undefined && from_fields && isFromCertificate(before);
    const accepted = isLessThanKnown ? before : facts;
    seen.set(fingerprint, accepted);
    return isLessThanKnown ? { ...reading, certificate: { ...certificate, facts: before } } : reading;
  };
  return readings.map((reading) => ({
    ...reading,
    locations: reading.locations.map((one) => check(one, reading.entry)),
  }));
}

/**
 * Whether facts contradict known ones. An inventory may have fewer fields than the certificate itself; otherwise, a missing field must not
 * replace a known one.
 */
function contradicts(facts: CertificateFacts, before: CertificateFacts, from_fields: boolean): boolean {
  if (!from_fields || !isFromCertificate(before)) return !hasAllFields(before, facts) || !hasAllFields(facts, before);
  return Object.entries(facts).some(([key, value]) => {
    const isMissing = value === null || (Array.isArray(value) && value.length === 0);
    return !isMissing && JSON.stringify(value) !== JSON.stringify(before[key as keyof CertificateFacts]);
  });
}

/** Creates a test whether the log has a certificate only at locations of the same probe, which may describe it anew. */
function createOwnershipTest({ entries, log: { locations } }: Known): (fingerprint: string, entry: string) => boolean {
  const getProbes = lazy(() => {
    const byEntry = new Map(entries.map(({ name, probe }) => [name, probe]));
    const probes = new Map<string, Set<string | null | undefined>>();
    for (const [entry, own] of Object.entries(locations)) {
      for (const { fingerprint, previous } of Object.values(own)) {
        for (const one of [fingerprint, previous]) {
          if (one) getOrCreate(probes, one, () => new Set<string | null | undefined>()).add(byEntry.get(entry));
        }
      }
    }
    return { byEntry, probes };
  });
  return (fingerprint, entry) => {
    const { byEntry, probes } = getProbes();
    const owners = probes.get(fingerprint);
    return owners?.size === 1 && owners.has(byEntry.get(entry));
  };
}
