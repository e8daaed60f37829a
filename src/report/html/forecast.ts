/** Renewals per year, now and under shorter lifetimes, as a dashboard shows them. */

import type { RenewalForecast } from '../../dashboard/data.ts';
import type { Forecast, RenewalsAYear } from '../../generated/forecast.ts';
import { toName } from './tables.ts';

const MAX_ENTRIES = 20;
const MAX_SETTINGS = 20;

export function buildForecast({
  limits,
  renewals,
  thresholds,
}: Pick<Forecast, 'limits' | 'renewals' | 'thresholds'>): RenewalForecast {
  const list = (each: RenewalsAYear) => [each.today ?? 0, ...limits.map(({ length }) => each[length] ?? 0)];
  const explicit = thresholds.filter((one) => !one.default);
  return {
    today: renewals.total.today ?? 0,
    limits: limits.map(({ length, days, from }) => ({ days, from, renewals: renewals.total[length] ?? 0 })),
    exempt: renewals.exempt.reduce((sum, one) => sum + one.certificates, 0),
    unknown: renewals.unknown,
    entries: renewals.entries.slice(0, MAX_ENTRIES).map((one) => ({
      name: toName(one.certificate),
      certificates: one.certificates,
      renewals: list(one.renewals),
    })),
    settings: explicit.slice(0, MAX_SETTINGS).map(({ setting, written, suggestion, certificates, effects }) => ({
      setting,
      value: typeof written === 'number' ? `${written} days` : written,
      suggestion,
      certificates: certificates.length,
      effects: [effects.today, ...limits.map(({ length }) => effects[length])].map((effect) => effect ?? ''),
    })),
  };
}
