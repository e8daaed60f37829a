/** Computes how often certificates must be renewed, today and under the shorter limits. */

import { DAY } from '../../domain/thresholds.ts';
import type { RenewalCost, Renewals } from '../../generated/forecast.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { type ByValidityLimit, mapValidityLimits } from './validity-limits.ts';

/** One certificate of an entry. */
export interface CertificateLifetime {
  entry: string;
  /** The lifetime in milliseconds, over 0. */
  lifetime: number;
  /** Whether the limits do not apply to it. */
  exempt: boolean;
}

/**
 * ACME clients renew a certificate after two thirds of its lifetime, which leaves a third to fix problems. So a certificate of 90
 * days costs 365 / 60 renewals a year.
 */
export const RENEWAL_FRACTION = 2 / 3;
const YEAR = 365 * DAY;

/** Computes the renewals of each entry, the most expensive first. `unknown`: certificates without a lifetime. */
export function computeRenewals(living: readonly CertificateLifetime[], unknown: number): Renewals {
  const costs = (those: readonly CertificateLifetime[]) =>
    [...groupBy(those, ({ entry }) => entry)].map(([entry, own]) => computeCost(entry, own)).sort(compareCost);
  const entries = costs(living.filter(({ exempt }) => !exempt));
  const total = sumByLimit(entries.map(({ renewals }) => renewals));
  return { entries, total, exempt: costs(living.filter(({ exempt }) => exempt)), unknown };
}

function computeCost(certificate: string, living: readonly CertificateLifetime[]): RenewalCost {
  const days = living.map(({ lifetime }) => Math.round(lifetime / DAY));
  const each = living.map((one) =>
    mapValidityLimits<number | null>(one.lifetime, !one.exempt, computeRenewalsPerYear, null),
  );
  // Math.min(...days) would fail: an entry may have more certificates than the maximum number of arguments.
  const shortest = days.reduce((a, b) => Math.min(a, b));
  const longest = days.reduce((a, b) => Math.max(a, b));
  return { certificate, certificates: living.length, lifetime_days: { shortest, longest }, renewals: sumByLimit(each) };
}

function computeRenewalsPerYear(life: number): number {
  return YEAR / (life * RENEWAL_FRACTION);
}

/** Rounds to one decimal, so that the totals match the values shown. */
function sumByLimit(each: readonly ByValidityLimit<number | null>[]): ByValidityLimit<number | null> {
  const sum = (key: keyof ByValidityLimit<number>) => {
    const known = each.map((one) => one[key]).filter((value) => value !== null);
    if (known.length === 0 && each.length > 0) return null;
    return Math.round(known.reduce((total, value) => total + value, 0) * 10) / 10;
  };
  return { today: sum('today'), days_200: sum('days_200'), days_100: sum('days_100'), days_47: sum('days_47') };
}

function compareCost(a: RenewalCost, b: RenewalCost): number {
  const cost = ({ renewals }: RenewalCost) => renewals.days_47 ?? renewals.today ?? 0;
  return cost(b) - cost(a) || compareText(a.certificate, b.certificate);
}
