/** Evaluates what `inspect` read as a scan would: by dates, trust and revocation. */

import { assess } from '../assess/index.ts';
import type { Certificate, LivePlace, Revocation, Settings, Status } from '../domain/index.ts';
import type { InspectedPlace } from '../generated/inspect.ts';

type Inspected = Pick<InspectedPlace, 'location' | 'trust' | 'stapled' | 'revocation'>;

/**
 * Returns the status of a certificate at one place. It is also `critical` if clients do not trust the certificate, or it was revoked,
 * and counts the expiry of its path. `now` is in milliseconds.
 */
export function computePlaceStatus(
  certificate: Certificate,
  inspected: Inspected,
  settings: Settings,
  now: number,
): Status {
  const places = [createPlace(certificate, inspected)];
  return assess(certificate, settings, now, { places, others: [], renewal: null, findFacts: () => null }).status;
}

function createPlace(certificate: Certificate, { location, trust, ...rest }: Inspected): LivePlace {
  const revocation = findRevocation(certificate, rest);
  const { effective_valid_to, limited_by } = trust ?? {};
  return {
    entry: '',
    place: location,
    source: location,
    fingerprint: certificate.fingerprint,
    previous: null,
    since: null,
    failures: 0,
    failure: null,
    address: null,
    evidence: {
      // The codes are those of `Trust`, which the schema does not list.
      ...(trust && { trust: { ...trust, path: [] } as unknown as NonNullable<LivePlace['evidence']>['trust'] }),
      ...(revocation && { revocation }),
    },
    ownership: null,
    path_end: effective_valid_to && limited_by ? { valid_to: effective_valid_to, limited_by } : null,
    revoked: null,
  };
}

/** What the CA says; without `--revocation`, what the server stapled. */
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
