/** A forecast as rows: one for each certificate and each location that could not be read, in the order in which they expire. */

import type { Expiry, Forecast, RenewalCost, RenewalsAYear, UnreadableLocation } from '../../generated/forecast.ts';
import type { CsvTable } from '../document/csv.ts';

interface Row {
  /** `expired`, a month such as `2027-03`, `later`, or `unread`. */
  period: string;
  expiry: Expiry | null;
  unread: UnreadableLocation | null;
  /** The renewal cost of the entry, if the lifetime of its certificates is known. */
  cost: RenewalCost | undefined;
}

export const FORECAST_TABLE: CsvTable<Row> = {
  columns: {
    period: ({ period }) => period,
    certificate: ({ expiry, unread }) => expiry?.certificate ?? unread?.certificate ?? null,
    display_name: ({ expiry }) => expiry?.display_name ?? null,
    common_name: ({ expiry }) => expiry?.common_name ?? null,
    valid_to: ({ expiry }) => expiry?.valid_to ?? null,
    days_remaining: ({ expiry }) => expiry?.days_remaining ?? null,
    owner: ({ expiry }) => expiry?.owner ?? null,
    locations: ({ expiry, unread }) => expiry?.locations.join('; ') ?? unread?.location ?? null,
    renewals_today: ({ cost }) => computeRenewals(cost, 'today'),
    renewals_200_days: ({ cost }) => computeRenewals(cost, 'days_200'),
    renewals_100_days: ({ cost }) => computeRenewals(cost, 'days_100'),
    renewals_47_days: ({ cost }) => computeRenewals(cost, 'days_47'),
    error: ({ unread }) => unread?.error.code ?? null,
    error_detail: ({ unread }) => unread?.error.detail ?? null,
  },
};

/** Lists the rows of `FORECAST_TABLE`. */
export function listForecastRows({ expiries, renewals, unread }: Forecast): Row[] {
  // An entry is in both lists if the limits apply to some of its certificates.
  const costs = new Map([...renewals.exempt, ...renewals.entries].map((cost) => [cost.certificate, cost]));
  const toRows = (period: string, listed: readonly Expiry[]) =>
    listed.map((expiry): Row => ({ period, expiry, unread: null, cost: costs.get(expiry.certificate) }));
  return [
    ...toRows('expired', expiries.expired),
    ...expiries.months.flatMap(({ month, certificates }) => toRows(month, certificates)),
    ...toRows('later', expiries.later),
    ...unread.map((one): Row => ({ period: 'unread', expiry: null, unread: one, cost: undefined })),
  ];
}

/** Computes the renewals per year of one certificate, rounded to hundredths: an average if the entry has several. */
function computeRenewals(cost: RenewalCost | undefined, limit: keyof RenewalsAYear): number | null {
  const total = cost?.renewals[limit] ?? null;
  return total === null || cost === undefined ? null : Math.round((total / cost.certificates) * 100) / 100;
}
