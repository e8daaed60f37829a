/** Checks of how long a certificate lives, and of how much of that is left. */

import type { Limit } from '../../domain/index.ts';
import { DAY, reach, reachedAt, type Span } from '../../domain/thresholds.ts';
import { limitInForce } from '../forecast/validity-limits.ts';
import { type Check, counted, decided, type Known, type Outcome, ofCertificates, skipped, undecided } from './check.ts';

const SHORTER = 'Have it issued for a shorter time, and renew it by a program.';

const atMost = (days: number) => `at most ${counted(days, 'day')}`;

/** Of validity, to a tenth of a day and rounded up, so that what is over a limit is not shown as equal to it. */
function lifeText(life: number): string {
  return counted(Math.ceil((life / DAY) * 10) / 10, 'day');
}

function lifetime(days: number, expected: string, { facts }: Known): Outcome {
  if (facts.valid_from === null) return undecided(expected, 'It does not say when it begins.');
  const life = Date.parse(facts.valid_to) - Date.parse(facts.valid_from);
  return decided(life <= days * DAY, { what: 'It is valid for', checked: lifeText(life), expected, advice: SHORTER });
}

export const maxValidityDays: Check<number> = ofCertificates(atMost, (days, known) =>
  lifetime(days, atMost(days), known),
);

const REQUIREMENTS = 'the validity that the TLS Baseline Requirements allow';

export const baselineRequirements: Check<true> = ofCertificates(
  () => REQUIREMENTS,
  (_, known) => {
    const { valid_from } = known.facts;
    if (valid_from === null) return undecided(REQUIREMENTS, 'It does not say when it begins.');
    const { from, days } = limitInForce(Date.parse(valid_from));
    return lifetime(days, `${atMost(days)}, as the TLS Baseline Requirements allow since ${from}`, known);
  },
);

/** In words: `30 days`, `36 hours`, `33% of its lifetime`. */
function limitText({ unit, value }: Limit): string {
  if (unit === 'percent') return `${value}% of its lifetime`;
  return counted(value, unit === 'days' ? 'day' : 'hour');
}

function leftText(left: number): string {
  const days = Math.floor(left / DAY);
  if (days === 0) return 'within a day';
  return days > 0 ? `in ${counted(days, 'day')}` : `${counted(-days, 'day')} ago`;
}

const WITHOUT_LIFETIME = 'A date known by hand has no lifetime that a percentage could be of.';

/** By the end that the status goes by; as thresholds, N days are reached at `days_remaining` <= N. */
export const expiryWarning: Check<Limit> = (limit, { facts, ends, now }) => {
  const expected = `an end more than ${limitText(limit)} ahead`;
  const at = reachedAt(limit, spanTo(facts.valid_from, ends));
  if (at === null) return skipped(expected, WITHOUT_LIFETIME);
  const checked = leftText(ends - now);
  return decided(at > now, { what: 'It ends', checked, expected, advice: 'Renew it.' });
};

/** By its own end: a certificate that is to be renewed N days before has N whole days left, or more. */
export const daysToRenewBefore: Check<Limit> = (limit, { facts, now }) => {
  const expected = `a renewal at least ${limitText(limit)} before that`;
  const end = Date.parse(facts.valid_to);
  const before = limit.unit === 'days' ? limit.value * DAY : reach(limit, spanTo(facts.valid_from, end));
  if (before === null) return skipped(expected, WITHOUT_LIFETIME);
  const checked = leftText(end - now);
  const advice = 'It should have been renewed already: renew it, and see why that was not done.';
  return decided(end - now >= before, { what: 'It ends', checked, expected, advice });
};

function spanTo(from: string | null, to: number): Span {
  return { from: from === null ? null : Date.parse(from), to };
}
