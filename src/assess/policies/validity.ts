/** Checks of the validity period and the time before expiry. */

import type { ThresholdSpec } from '../../domain/index.ts';
import { computeCrossing, computeLeadTime, DAY, type ValidityPeriod } from '../../domain/thresholds.ts';
import { findValidityLimit } from '../forecast/validity-limits.ts';
import {
  type Check,
  type CheckOutcome,
  createSkipped,
  createUndecided,
  formatCount,
  type PolicyInput,
  passIf,
  requireCertificate,
} from './policy-check.ts';

const SHORTER_ADVICE = 'Reissue it with a shorter validity, and automate its renewal.';

const formatAtMost = (days: number) => `at most ${formatCount(days, 'day')}`;

/** Rounds up to a tenth of a day, so that a value over the limit is not shown as equal to it. */
function formatLifetime(life: number): string {
  return formatCount(Math.ceil((life / DAY) * 10) / 10, 'day');
}

function checkLifetime(days: number, expected: string, { facts }: PolicyInput): CheckOutcome {
  if (facts.valid_from === null) return createUndecided(expected, 'The certificate does not have a notBefore date.');
  const life = Date.parse(facts.valid_to) - Date.parse(facts.valid_from);
  return passIf(life <= days * DAY, {
    what: 'It is valid for',
    checked: formatLifetime(life),
    expected,
    advice: SHORTER_ADVICE,
  });
}

export const maxValidityDays: Check<number> = requireCertificate(formatAtMost, (days, known) =>
  checkLifetime(days, formatAtMost(days), known),
);

const EXPECTED_REQUIREMENTS = 'the validity that the TLS Baseline Requirements allow';

export const baselineRequirements: Check<true> = requireCertificate(
  () => EXPECTED_REQUIREMENTS,
  (_, known) => {
    const { valid_from } = known.facts;
    if (valid_from === null)
      return createUndecided(EXPECTED_REQUIREMENTS, 'The certificate does not have a notBefore date.');
    const { effective_from, days } = findValidityLimit(Date.parse(valid_from));
    return checkLifetime(
      days,
      `${formatAtMost(days)}, as the TLS Baseline Requirements allow since ${effective_from}`,
      known,
    );
  },
);

/** Formats a threshold as `30 days`, `36 hours` or `33% of its lifetime`. */
function formatThreshold({ unit, value }: ThresholdSpec): string {
  if (unit === 'percent') return `${value}% of its lifetime`;
  return formatCount(value, unit === 'days' ? 'day' : 'hour');
}

/** Describes full days before or after the expiry, with the matching verb. */
function describeTimeLeft(left: number): { what: string; checked: string } {
  const days = Math.floor(Math.abs(left) / DAY);
  if (left < 0)
    return { what: 'It expired', checked: days === 0 ? 'within the last day' : `${formatCount(days, 'day')} ago` };
  return { what: 'It expires', checked: days === 0 ? 'within a day' : `in ${formatCount(days, 'day')}` };
}

const NO_LIFETIME = 'A hard-coded date has no lifetime, so a percentage does not apply.';

/** Uses the effective expiry. As with thresholds, N days are crossed at `days_remaining` <= N. */
export const expiryWarning: Check<ThresholdSpec> = (limit, { facts, expiresAt: ends, now }) => {
  const expected = `in more than ${formatThreshold(limit)}`;
  const at = computeCrossing(limit, toValidityPeriod(facts.valid_from, ends));
  if (at === null) return createSkipped(expected, NO_LIFETIME);
  return passIf(at > now, { ...describeTimeLeft(ends - now), expected, advice: 'Renew it.' });
};

/** Uses the certificate's own expiry: if it is renewed N days before, it has at least N whole days left. */
export const daysToRenewBefore: Check<ThresholdSpec> = (limit, { facts, now }) => {
  const expected = `renewal at least ${formatThreshold(limit)} before expiry`;
  const end = Date.parse(facts.valid_to);
  const before =
    limit.unit === 'days' ? limit.value * DAY : computeLeadTime(limit, toValidityPeriod(facts.valid_from, end));
  if (before === null) return createSkipped(expected, NO_LIFETIME);
  const advice = 'Renew it, and find out why it was not renewed in time.';
  return passIf(end - now >= before, { ...describeTimeLeft(end - now), expected, advice });
};

function toValidityPeriod(from: string | null, to: number): ValidityPeriod {
  return { from: from === null ? null : Date.parse(from), to };
}
