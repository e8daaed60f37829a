/** Evaluates the readings of `inspect` like a scan: by dates, trust and revocation. */

import { assess } from '../assess/index.ts';
import type {
  Certificate,
  Evidence,
  LiveLocation,
  PathDates,
  Revocation,
  Settings,
  Trust,
  Verdict,
} from '../domain/index.ts';
import type { InspectedLocation } from '../generated/inspect.ts';

/** The input that only the assessment needs: the dates of the path, which are those of `Trust` if that was evaluated. */
export interface InspectedDates {
  trust?: Trust;
  presented_path?: PathDates;
  unusable_staple?: Evidence['unusable_staple'];
}

type Inspected = Pick<InspectedLocation, 'location' | 'stapled' | 'revocation'> & InspectedDates;

/**
 * Assesses a certificate at one location. Its status is also `critical` if clients do not trust the certificate, or it was revoked,
 * and counts the expiry of its path. `now` is in milliseconds.
 */
export function assessLocation(
  certificate: Certificate,
  inspected: Inspected,
  settings: Settings,
  now: number,
): Verdict {
  const locations = [createLocation(certificate, inspected)];
  return assess(certificate, settings, now, { locations, others: [], renewal: null, findFacts: () => null });
}

function createLocation(
  certificate: Certificate,
  { location, trust, presented_path, unusable_staple, ...rest }: Inspected,
): LiveLocation {
  const revocation = findRevocation(certificate, rest);
  const { effective_valid_to, limited_by, issuer_expiry } = trust ?? presented_path ?? {};
  return {
    entry: '',
    location,
    source: location,
    fingerprint: certificate.fingerprint,
    previous: null,
    since: null,
    failures: 0,
    failure: null,
    observed: {},
    evidence: {
      ...(trust && { trust }),
      ...(presented_path && { presented_path }),
      ...(unusable_staple && { unusable_staple }),
      ...(revocation && { revocation }),
    },
    ownership: null,
    path_end: effective_valid_to && limited_by ? { valid_to: effective_valid_to, limited_by } : null,
    ...(issuer_expiry && { issuer_end: issuer_expiry }),
    revoked: null,
  };
}

/** Finds the revocation that the CA reports; without `--revocation`, the one in the stapled response. */
function findRevocation(
  { facts, fingerprint }: Certificate,
  { revocation, stapled }: Pick<Inspected, 'revocation' | 'stapled'>,
): Revocation | null {
  if (revocation) return { ...revocation, good: [] };
  if (stapled?.status !== 'revoked' || stapled.revoked === null) return null;
  const subject = facts.common_name ?? facts.subject ?? '';
  const revoked = { subject, fingerprint_sha256: fingerprint, ...stapled.revoked };
  return { status: 'revoked', source: 'stapled', revoked, good: [], problems: [] };
}
