/** What can be believed of a revocation list (RFC 5280 section 6.3.3). */

import type {
  DistributionPoint,
  Failure,
  Revocable,
  RevocationAnswer,
  RevocationList,
  Revoked,
} from '../../domain/index.ts';
import { staleness } from './freshness.ts';
import { problem } from './messages.ts';
import { checkSignature } from './verify-signature.ts';

type Found = { problem: Failure } | null;

/**
 * Why a list is not believed to be the issuer's and of now; null where it is. `source` names it in messages, `now` is in
 * milliseconds.
 */
export function listProblem(
  list: RevocationList,
  { certificate: issuer, spki }: Revocable,
  source: string,
  now: number,
): Found {
  if (list.delta) return problem('revocation-unsupported', source, 'is a delta list, which says only what has changed');
  if (list.scope.indirect) {
    return problem('revocation-unsupported', source, 'is an indirect list, made for other authorities');
  }
  if (list.scope.relative) return problem('revocation-unsupported', source, 'says its place relative to a name');
  const [unknown] = list.unknown;
  if (unknown !== undefined) {
    return problem(
      'revocation-unsupported',
      source,
      `has the extension ${unknown}, which is critical and not known here`,
    );
  }
  if (list.next_update === null) return problem('revocation-unsupported', source, 'does not say until when it holds');
  if (list.issuer.join('\n') !== issuer.subject.join('\n')) {
    return problem('revocation-other-issuer', source, issuer.name);
  }
  const stale = staleness(list.this_update, list.next_update, now);
  if (stale !== null) return problem('revocation-stale', source, stale);
  if (issuer.key_usages !== null && !issuer.key_usages.includes('cRLSign')) {
    return problem('revocation-signer-refused', source, `the key usage of ${issuer.name} lacks cRLSign`);
  }
  const signature = checkSignature(list.signed, spki);
  if (signature === 'unsupported') return problem('revocation-signature-unsupported', source, list.signed.algorithm);
  return signature === 'valid' ? null : problem('revocation-signature-invalid', source, issuer.name);
}

/** What a list that is believed says of a certificate that has it at `point`; `entry` is its entry there. */
export function answerOfList(
  list: RevocationList,
  { certificate }: Revocable,
  point: DistributionPoint,
  entry: Revoked | null,
  source: string,
): RevocationAnswer {
  const { only, urls, some_reasons } = list.scope;
  const { this_update, next_update } = list;
  const isAuthority = certificate.basic_constraints?.ca ?? false;
  const isForOthers = only !== null && only !== (isAuthority ? 'authorities' : 'leaves');
  // Lists of one authority that are split are told apart by their places: else one could stand for the other.
  const isElsewhere = urls !== null && !urls.some((url) => point.urls.includes(url));
  if (isForOthers || isElsewhere) return problem('revocation-out-of-scope', source);
  if (entry !== null) return { status: 'revoked', revoked: entry, this_update, next_update };
  if (some_reasons || point.some_reasons) {
    return problem('revocation-unsupported', source, 'covers some reasons for a revocation only');
  }
  return { status: 'good', revoked: null, this_update, next_update };
}
