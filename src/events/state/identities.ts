/** Recognizes a certificate that an inventory describes by fields, also when the certificate itself becomes known. */

import { type Certificate, type CertificateFacts, isFromCertificate } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Locations, ReadResult, ReadResults } from './read-results.ts';

/** The prefix of the identity of a certificate without a known fingerprint. */
const IDENTITY_PREFIX = 'id-';

/** Whether facts that were found at the same location belong to one certificate. One inventory may have more fields than another. */
function isSameCertificate(a: CertificateFacts, b: CertificateFacts): boolean {
  if (a.fingerprint_sha256 !== null && b.fingerprint_sha256 !== null)
    return a.fingerprint_sha256 === b.fingerprint_sha256;
  if (a.serial_number !== null && b.serial_number !== null) return a.serial_number === b.serial_number;
  return a.valid_to === b.valid_to;
}

/**
 * Keeps the identity of a certificate at a location while an inventory returns the certificate itself in one scan, and only fields in
 * another, for example after a change of its permissions: the certificate is the same.
 */
export function keepIdentities(results: ReadResults, before: Locations, { certificates }: EventLog): ReadResults {
  let kept: Map<string, ReadResult> | null = null;
  for (const [location, result] of results) {
    const { certificate } = result;
    if (certificate === null) continue;
    const known = getOwn(before, location)?.fingerprint ?? null;
    if (known === null) continue;
    if (!certificate.from_fields && !known.startsWith(IDENTITY_PREFIX)) continue;
    const facts = getOwn(certificates, known);
    if (facts === undefined || !isSameCertificate(facts, certificate.facts)) continue;
    kept ??= new Map(results);
    kept.set(location, {
      ...result,
      certificate: { ...certificate, fingerprint: known, facts: mergeFacts(certificate, facts) },
    });
  }
  return kept ?? results;
}

function mergeFacts({ facts, from_fields }: Certificate, known: CertificateFacts): CertificateFacts {
  return from_fields && isFromCertificate(known) ? known : facts;
}

/** Adds a certificate that was read; the certificate itself takes precedence over the fields of an inventory. */
export function addSeen(seen: Map<string, Certificate>, certificate: Certificate): void {
  const { fingerprint, from_fields } = certificate;
  if (from_fields && seen.has(fingerprint)) return;
  seen.set(fingerprint, certificate);
}

/** Whether a logged certificate has the same value for every field that was read now: a later version may read more fields. */
export function hasAllFields(before: CertificateFacts, facts: CertificateFacts): boolean {
  if (before === facts) return true;
  for (const key in facts) {
    const field = key as keyof CertificateFacts;
    if (!isFieldEqual(before[field], facts[field])) return false;
  }
  return true;
}

/** Compares two values; lists contain strings. */
function isFieldEqual(old: unknown, current: unknown): boolean {
  if (!Array.isArray(old) || !Array.isArray(current)) return old === current;
  return old.length === current.length && old.every((text, index) => text === current[index]);
}
