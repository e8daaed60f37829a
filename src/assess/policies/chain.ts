/** Whether a certificate comes with what leads to its issuer. */

import { type Trust, UNVERIFIABLE_REASONS } from '../../domain/index.ts';
import { truncate } from '../../lib/truncate.ts';
import { type Check, formatCount, passIf, requireReading, skip, undecidable } from './check.ts';

const EXPECTED = 'the certificate of its issuer';
const ADVICE = 'Add the intermediates that the authority gave with it, the issuer of the certificate first.';

/**
 * That the issuer stands beside it is asked for, and, where its trust was judged, that no intermediate is missing further
 * up. What was issued by a trust anchor itself needs nobody beside it.
 */
export const chainRequired: Check<true> = requireReading(
  () => EXPECTED,
  (_, { facts, chain, trusts }) => {
    const { subject, issuer } = facts;
    if (subject === issuer) return skip(EXPECTED, 'It issued itself: nothing stands between it and its issuer.');
    const words = { what: 'Beside it is', expected: EXPECTED, advice: ADVICE };
    if (trusts.some(isMissingIntermediate)) return passIf(false, { ...words, checked: 'no whole chain' });
    // An anchor may have issued it itself, or one be missing further up.
    if (trusts.some(({ reason }) => UNVERIFIABLE_REASONS.has(reason))) {
      return undecidable(EXPECTED, 'The trust anchors that it is to be judged by cannot be read.');
    }
    if (chain.some((one) => one.subject === issuer)) {
      return passIf(true, { ...words, checked: formatCount(chain.length, 'certificate') });
    }
    const issuedByAnchor = trusts.length > 0 && trusts.every(({ path }) => path.length === 2);
    if (issuedByAnchor) return passIf(true, { ...words, checked: 'no certificate, as a trust anchor issued it' });
    const checked = chain.length === 0 ? 'no certificate' : `no certificate of ${truncate(issuer || '(no name)')}`;
    return passIf(false, { ...words, checked });
  },
);

/** Also where it was found elsewhere: most clients do not look there. */
function isMissingIntermediate({ reasons, notes }: Trust): boolean {
  return reasons.includes('missing-intermediate') || notes.some(({ code }) => code === 'intermediate-fetched');
}
