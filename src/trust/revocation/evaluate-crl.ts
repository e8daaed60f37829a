/** What can be believed of a revocation list (RFC 5280 section 6.3.3). */

import type {
  DistributionPoint,
  Failure,
  RevocationDetails,
  RevocationFields,
  RevocationList,
  RevocationResult,
} from '../../domain/index.ts';
import { describeStaleness } from './freshness.ts';
import { createRevocationFailure } from './messages.ts';
import { verifySignature } from './verify-signature.ts';

type Found = { problem: Failure } | null;

/**
 * Why a list is not believed to be the issuer's and of now; null where it is. `source` names it in messages, `now` is in
 * milliseconds.
 */
export function checkCrl(
  list: RevocationList,
  { certificate: issuer, spki }: RevocationFields,
  source: string,
  now: number,
): Found {
  if (list.delta)
    return createRevocationFailure(
      'revocation-unsupported',
      source,
      'is a delta list, which says only what has changed',
    );
  if (list.scope.indirect) {
    return createRevocationFailure('revocation-unsupported', source, 'is an indirect list, made for other authorities');
  }
  if (list.scope.relative)
    return createRevocationFailure('revocation-unsupported', source, 'says its place relative to a name');
  const [unknown] = list.unknown;
  if (unknown !== undefined) {
    return createRevocationFailure(
      'revocation-unsupported',
      source,
      `has the extension ${unknown}, which is critical and not known here`,
    );
  }
  if (list.next_update === null)
    return createRevocationFailure('revocation-unsupported', source, 'does not say until when it holds');
  if (list.issuer.join('\n') !== issuer.subject.join('\n')) {
    return createRevocationFailure('revocation-issuer-mismatch', source, issuer.name);
  }
  const stale = describeStaleness(list.this_update, list.next_update, now);
  if (stale !== null) return createRevocationFailure('revocation-stale', source, stale);
  if (issuer.key_usages !== null && !issuer.key_usages.includes('cRLSign')) {
    return createRevocationFailure(
      'revocation-signer-unauthorized',
      source,
      `the key usage of ${issuer.name} lacks cRLSign`,
    );
  }
  const signature = verifySignature(list.signed, spki);
  if (signature === 'unsupported')
    return createRevocationFailure('revocation-signature-unsupported', source, list.signed.algorithm);
  return signature === 'valid' ? null : createRevocationFailure('revocation-signature-invalid', source, issuer.name);
}

/** What a list that is believed says of a certificate that has it at `point`; `entry` is its entry there. */
export function evaluateCrl(
  list: RevocationList,
  { certificate }: RevocationFields,
  point: DistributionPoint,
  entry: RevocationDetails | null,
  source: string,
): RevocationResult {
  const { only, urls, some_reasons } = list.scope;
  const { this_update, next_update } = list;
  const isAuthority = certificate.basic_constraints?.ca ?? false;
  const isForOthers = only !== null && only !== (isAuthority ? 'authorities' : 'leaves');
  // Lists of one authority that are split are told apart by their places: else one could stand for the other.
  const isElsewhere = urls !== null && !urls.some((url) => point.urls.includes(url));
  if (isForOthers || isElsewhere) return createRevocationFailure('revocation-out-of-scope', source);
  if (entry !== null) return { status: 'revoked', revoked: entry, this_update, next_update };
  if (some_reasons || point.some_reasons) {
    return createRevocationFailure('revocation-unsupported', source, 'covers some reasons for a revocation only');
  }
  return { status: 'good', revoked: null, this_update, next_update };
}
