/** Checks of where and for how long a key is used. */

import { DAY } from '../../domain/thresholds.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import {
  type Check,
  createSkipped,
  createUndecided,
  formatCount,
  formatList,
  passIf,
  requireCertificate,
} from './policy-check.ts';

const UNKNOWN_KEY = 'The key is unknown: no scan has read the certificate itself since the policy was added.';

const EXPECTED_OWN = 'a key that no other owner has';

/** A certificate that two owners have is no exception: both have its private key. */
export const sharedKeyForbidden: Check<true> = requireCertificate(
  () => EXPECTED_OWN,
  (_, { keyUse }) => {
    if (keyUse === undefined)
      return createSkipped(EXPECTED_OWN, 'Only a scan compares keys with those of other entries.');
    const { isKnown, others } = keyUse;
    if (!isKnown) return createUndecided(EXPECTED_OWN, UNKNOWN_KEY);
    const { names, count, hasUnknown } = others;
    if (count === 0 && hasUnknown) {
      const why = 'An entry that is missing from the manifest in this scan has the same key, and its owner is unknown.';
      return createUndecided(EXPECTED_OWN, why);
    }
    const omitted = count - names.length;
    return passIf(count === 0, {
      what: 'Entries of other owners with the same key:',
      checked: `${formatList(names)}${omitted > 0 ? ` and ${omitted} more` : ''}`,
      expected: 'none',
      advice: 'Reissue the certificates with a key for each owner.',
    });
  },
);

const EXPECTED_NEW = 'another key than that of the previous certificate';

export const newKeyOnRenewal: Check<true> = requireCertificate(
  () => EXPECTED_NEW,
  (_, { keyUse }) => {
    if (keyUse === undefined)
      return createSkipped(EXPECTED_NEW, 'Only a scan compares keys with those of earlier scans.');
    const { isKnown, renewals } = keyUse;
    if (renewals.length === 0) return createSkipped(EXPECTED_NEW, 'No previous certificate of its locations is known.');
    if (!isKnown) return createUndecided(EXPECTED_NEW, UNKNOWN_KEY);
    const known = renewals.filter((isSame) => isSame !== null);
    if (known.length === 0) {
      const why = 'The key of the previous certificate is unknown: it was replaced before the policy was added.';
      return createSkipped(EXPECTED_NEW, why);
    }
    const isSame = known.includes(true);
    return passIf(!isSame, {
      what: 'Its key is',
      checked: isSame ? 'that of the previous certificate' : 'a new one',
      expected: EXPECTED_NEW,
      advice: 'Reissue it with a new key, and configure its renewal to create one.',
    });
  },
);

const formatAge = (days: number) => `at most ${formatCount(days, 'day')}`;

/** The key may be older than is known: nothing says when it was generated. */
export const maxKeyAgeDays: Check<number> = requireCertificate(formatAge, (days, { keyUse, facts, now }) => {
  const firstUsed = keyUse === undefined ? facts.valid_from : keyUse.firstUsed;
  if (firstUsed === null) return createUndecided(formatAge(days), UNKNOWN_KEY);
  const age = Math.max(0, now - parseIsoTime(firstUsed));
  const isOld = age > days * DAY;
  return passIf(!isOld, {
    what: 'Its key has been in use for',
    // As with lifetimes, a value above the limit is not shown as equal to it.
    checked: formatCount(isOld ? Math.ceil(age / DAY) : Math.floor(age / DAY), 'day'),
    expected: formatAge(days),
    advice: 'Reissue it with a new key.',
  });
});
