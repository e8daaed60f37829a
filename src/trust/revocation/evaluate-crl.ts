/** Evaluates revocation lists (RFC 5280 section 6.3.3). */

import type {
  DistributionPoint,
  Failure,
  PathFields,
  RevocationDetails,
  RevocationList,
  RevocationResult,
} from '../../domain/index.ts';
import { isSameName } from '../name-constraints.ts';
import { checkFreshness } from './freshness.ts';
import { createRevocationFailure } from './messages.ts';
import { verifySignature } from './verify-signature.ts';

/** Checks that a list is current and from the issuer; returns null if it is. `source` names it in messages, `now` is in milliseconds. */
export function checkCrl(
  list: RevocationList,
  issuer: PathFields,
  source: string,
  now: number,
): { problem: Failure } | null {
  const unsupported = findUnsupportedFeature(list);
  if (unsupported !== null) return createRevocationFailure('revocation-unsupported', source, unsupported);
  if (!isSameName(list.issuer, issuer.subject)) {
    return createRevocationFailure('revocation-issuer-mismatch', source, issuer.name);
  }
  const stale = checkFreshness(list.this_update, list.next_update, source, now);
  if (stale !== null) return stale;
  if (issuer.key_usages !== null && !issuer.key_usages.includes('cRLSign')) {
    const reason = `the key usage of ${issuer.name} does not include cRLSign`;
    return createRevocationFailure('revocation-signer-unauthorized', source, reason);
  }
  const signature = verifySignature(list.signed, issuer.spki);
  if (signature === 'unsupported') {
    return createRevocationFailure('revocation-signature-unsupported', source, list.signed.algorithm);
  }
  return signature === 'valid' ? null : createRevocationFailure('revocation-signature-invalid', source, issuer.name);
}

/** RFC 5280 sections 5.2 and 5.3: a list with an unknown critical extension, also in an entry, is not used for any certificate. */
function findUnsupportedFeature(list: RevocationList): string | null {
  const { delta, scope, unknown, repeated, has_other_issuers, next_update } = list;
  const [extension] = unknown;
  if (delta) return 'is a delta list, which only has changes';
  if (scope.indirect) return 'is an indirect list, which is for other CAs';
  if (scope.relative) return 'has a location relative to a name';
  if (has_other_issuers) return 'has entries of other CAs (certificateIssuer)';
  if (extension !== undefined) return `has the unknown critical extension ${extension}`;
  if (repeated[0] !== undefined) return `has the extension ${repeated[0]} more than once`;
  return next_update === null ? 'has no nextUpdate' : null;
}

/**
 * Evaluates a checked list for a certificate that names it at `point`. `entry` is its entry in the list. A list of the certificate's issuer
 * without a distribution point counts even if the point names another CA: it is complete (RFC 5280 section 6.3.3, last paragraph).
 */
export function evaluateCrl(
  list: RevocationList,
  certificate: PathFields,
  point: DistributionPoint,
  entry: RevocationDetails | null,
  source: string,
): RevocationResult {
  const { only, urls, some_reasons } = list.scope;
  const { this_update, next_update } = list;
  const isCa = certificate.basic_constraints?.ca ?? false;
  const isForOthers = only !== null && only !== (isCa ? 'authorities' : 'leaves');
  // A CA may split its lists by URL. Without this check, one part could replace another.
  const isOfOthers = point.issuers !== null && !point.issuers.some((name) => isSameName(name, list.issuer));
  const isElsewhere = urls !== null && (isOfOthers || !urls.some((url) => point.urls.includes(url)));
  if (isForOthers || isElsewhere) return createRevocationFailure('revocation-out-of-scope', source);
  if (entry !== null) return { status: 'revoked', revoked: entry, this_update, next_update };
  if (some_reasons || point.some_reasons) {
    return createRevocationFailure('revocation-unsupported', source, 'covers only some revocation reasons');
  }
  return { status: 'good', revoked: null, this_update, next_update };
}
