/** How often certificates have to be renewed, as they live now and once they may live no longer than the rules allow. */

import { DAY } from '../../domain/thresholds.ts';
import type { RenewalCost, Renewals } from '../../generated/forecast.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { type ByValidityLimit, mapValidityLimits } from './validity-limits.ts';

/** One certificate of an entry. */
export interface CertificateLifetime {
  entry: string;
  /** Milliseconds, over 0. */
  lifetime: number;
  /** Whether the limits are not for it. */
  exempt: boolean;
}

/**
 * A certificate is renewed once two thirds of its life are over, which is what ACME clients do and leaves a third to
 * mend what went wrong. So one of 90 days costs 365 / 60 renewals a year.
 */
export const RENEWAL_FRACTION = 2 / 3;
const YEAR = 365 * DAY;

/** The costs of each entry, those that will cost most first. `unknown`: certificates of which no lifetime is known. */
export function computeRenewals(living: readonly CertificateLifetime[], unknown: number): Renewals {
  const costs = (those: readonly CertificateLifetime[]) =>
    [...groupBy(those, ({ entry }) => entry)].map(([entry, own]) => computeCost(entry, own)).sort(compareCost);
  const entries = costs(living.filter(({ exempt }) => !exempt));
  const total = sumByLimit(entries.map(({ renewals }) => renewals));
  return { entries, total, exempt: costs(living.filter(({ exempt }) => exempt)), unknown };
}

function computeCost(certificate: string, living: readonly CertificateLifetime[]): RenewalCost {
  const days = living.map(({ lifetime: life }) => Math.round(life / DAY));
  const each = living.map((one) =>
    mapValidityLimits<number | null>(one.lifetime, !one.exempt, computeRenewalsPerYear, null),
  );
  // Not by Math.min(...days): an entry may hold more certificates than a call takes arguments.
  const shortest = days.reduce((a, b) => Math.min(a, b));
  const longest = days.reduce((a, b) => Math.max(a, b));
  return { certificate, certificates: living.length, lifetime_days: { shortest, longest }, renewals: sumByLimit(each) };
}

function computeRenewalsPerYear(life: number): number {
  return YEAR / (life * RENEWAL_FRACTION);
}

/** To one decimal, so that the figures shown are those that are added up. */
function sumByLimit(each: readonly ByValidityLimit<number | null>[]): ByValidityLimit<number | null> {
  const of = (key: keyof ByValidityLimit<number>) => {
    const known = each.map((one) => one[key]).filter((value) => value !== null);
    if (known.length === 0 && each.length > 0) return null;
    return Math.round(known.reduce((total, value) => total + value, 0) * 10) / 10;
  };
  return { today: of('today'), days_200: of('days_200'), days_100: of('days_100'), days_47: of('days_47') };
}

function compareCost(a: RenewalCost, b: RenewalCost): number {
  const cost = ({ renewals }: RenewalCost) => renewals.days_47 ?? renewals.today ?? 0;
  return cost(b) - cost(a) || compareText(a.certificate, b.certificate);
}
