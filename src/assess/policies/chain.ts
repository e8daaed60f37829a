/** The check that a certificate comes with its chain. */

import { type Trust, UNVERIFIABLE_REASONS } from '../../domain/index.ts';
import { truncate } from '../../lib/text/truncate.ts';
import { type Check, createSkipped, createUndecided, formatCount, passIf, requireReading } from './policy-check.ts';

const EXPECTED = 'the certificate of its issuer';
const ADVICE = 'Add the intermediate certificates that the CA provided, starting with the issuer of the certificate.';

/**
 * Requires the issuer in the chain and, if the trust was evaluated, that no intermediate is missing further up. A certificate
 * issued by a trust anchor itself needs no chain.
 */
export const chainRequired: Check<true> = requireReading(
  () => EXPECTED,
  (_, { facts, chain, trusts }) => {
    const { subject, issuer } = facts;
    if (subject === issuer) return createSkipped(EXPECTED, 'The certificate is self-issued, so it needs no chain.');
    const words = { what: 'The chain contains', expected: EXPECTED, advice: ADVICE };
    if (trusts.some(isMissingIntermediate)) return passIf(false, { ...words, checked: 'an incomplete chain' });
    if (trusts.some(({ reason }) => UNVERIFIABLE_REASONS.has(reason))) {
      return createUndecided(EXPECTED, 'The trust could not be evaluated.');
    }
    if (chain.some((one) => one.subject === issuer)) {
      return passIf(true, { ...words, checked: formatCount(chain.length, 'certificate') });
    }
    const issuedByAnchor = trusts.length > 0 && trusts.every(({ path }) => path.length === 2);
    if (issuedByAnchor) return passIf(true, { ...words, checked: 'no certificate, but a trust anchor issued it' });
    const checked = chain.length === 0 ? 'no certificate' : `no certificate of ${truncate(issuer || '(no name)')}`;
    return passIf(false, { ...words, checked });
  },
);

/** Whether an intermediate is missing, even if it could be fetched: most clients do not fetch it. */
function isMissingIntermediate({ reasons, notes }: Trust): boolean {
  return reasons.includes('missing-intermediate') || notes.some(({ code }) => code === 'intermediate-fetched');
}
