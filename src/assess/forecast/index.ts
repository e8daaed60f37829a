/** Forecasts expiries, the number of renewals, and settings that stop working as lifetimes get shorter. */

import { NOT_OBSERVED } from '../../domain/certificate.ts';
import type { Entry } from '../../domain/index.ts';
import type { Expiry, Forecast } from '../../generated/forecast.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { computeRenewals } from './renewal-cost.ts';
import { type AssessedCertificate, checkThresholdFits } from './threshold-fit.ts';
import { isExempt, SCHEDULED_LIMITS, VALIDITY_LIMITS } from './validity-limits.ts';

/** The fields of a reported certificate that a forecast needs. */
export type ForecastCertificate = Pick<
  ReportCertificate,
  | 'certificate'
  | 'display_name'
  | 'kind'
  | 'what'
  | 'common_name'
  | 'subject'
  | 'issuer'
  | 'valid_from'
  | 'valid_to'
  | 'effective_valid_to'
  | 'days_remaining'
  | 'owner'
  | 'locations'
  | 'trust'
  | 'notices'
>;

export type RenewalForecast = Pick<Forecast, 'limits' | 'renewals' | 'thresholds'>;

export interface ForecastInput {
  /** The result of a scan at `now`. */
  certificates: readonly ForecastCertificate[];
  /** The entries of all certificates. */
  entries: readonly Pick<Entry, 'name' | 'settings'>[];
  /** The current time in milliseconds. */
  now: number;
  /** The number of calendar months (UTC), starting with that of `now`. At least 1. */
  months: number;
}

/** Forecasts the expiries of the next months, and the renewals under today's and shorter lifetimes. */
export function forecast({ certificates: all, entries, now, months }: ForecastInput): Forecast {
  const certificates = all.filter(isRenewable);
  const expiries = groupExpiries(certificates, now, months);
  const read = certificates.filter(({ valid_to }) => valid_to !== null).length;
  return {
    version: 1,
    forecast_at: formatIsoTime(now),
    summary: {
      certificates: certificates.length,
      expired: expiries.expired.length,
      within_months: expiries.months.reduce((sum, month) => sum + month.certificates.length, 0),
      later: expiries.later.length,
      unknown: certificates.length - read,
    },
    expiries,
    ...forecastRenewals({ certificates, entries }),
    ...listRareScans(certificates),
    // Locations that probes read are known from their last observation.
    unread: certificates.flatMap(({ certificate, valid_to, locations }) =>
      locations.flatMap(({ location, error }) =>
        error === null || (error.code === NOT_OBSERVED && valid_to !== null) ? [] : [{ certificate, location, error }],
      ),
    ),
  };
}

/** Lists the certificates for which scans are too rare, those with the same reason together. */
function listRareScans(certificates: readonly ForecastCertificate[]): Pick<Forecast, 'scan_too_rare'> {
  const found = certificates.flatMap(({ certificate, notices = [] }) =>
    notices.filter(({ code }) => code === 'scan-too-rare').map(({ detail }) => ({ certificate, detail })),
  );
  if (found.length === 0) return {};
  const byDetail = [...groupBy(found, ({ detail }) => detail)];
  return {
    scan_too_rare: byDetail.map(([detail, group]) => ({
      certificates: [...new Set(group.map(({ certificate }) => certificate))].sort(),
      detail,
    })),
  };
}

/** The part of a forecast that does not depend on the time. */
export function forecastRenewals({
  certificates: all,
  entries,
}: Pick<ForecastInput, 'certificates' | 'entries'>): RenewalForecast {
  const certificates = all.filter(isRenewable);
  const settings = new Map(entries.map((entry) => [entry.name, entry.settings]));
  const assessed = certificates.flatMap((one) => toAssessed(one, settings.get(one.certificate)));
  const read = certificates.filter(({ valid_to }) => valid_to !== null).length;
  return {
    limits: SCHEDULED_LIMITS.map((key) => ({ limit: key, ...VALIDITY_LIMITS[key] })),
    renewals: computeRenewals(assessed, read - assessed.length),
    thresholds: checkThresholdFits(assessed),
  };
}

/** Test certificates are not renewed: a new one is created when the tests change. */
function isRenewable({ kind }: ForecastCertificate): boolean {
  return kind !== 'fixture';
}

/** Returns an empty list for a certificate without a lifetime: a hard-coded date, or notAfter before notBefore. */
function toAssessed(one: ForecastCertificate, settings: Entry['settings'] | undefined): AssessedCertificate[] {
  if (one.valid_from === null || one.valid_to === null || settings === undefined) return [];
  const span = { from: Date.parse(one.valid_from), to: Date.parse(one.valid_to) };
  if (span.to <= span.from) return [];
  return [{ entry: one.certificate, lifetime: span.to - span.from, exempt: isExempt(span, one), settings }];
}

function groupExpiries(
  certificates: readonly ForecastCertificate[],
  now: number,
  months: number,
): Forecast['expiries'] {
  const expiries = certificates.flatMap(toExpiry).sort(compareExpiries);
  const expired = expiries.filter(({ valid_to }) => Date.parse(valid_to) < now);
  const first = toMonthNumber(now);
  const byMonth = groupBy(expiries.slice(expired.length), ({ valid_to }) => toMonthNumber(Date.parse(valid_to)));
  const within = Array.from({ length: months }, (_, index) => first + index);
  return {
    expired,
    months: within.map((month) => ({ month: formatMonth(month), certificates: byMonth.get(month) ?? [] })),
    later: [...byMonth].filter(([month]) => month >= first + months).flatMap(([, those]) => those),
  };
}

function toExpiry({
  certificate,
  display_name,
  kind,
  what,
  common_name,
  effective_valid_to: valid_to,
  days_remaining,
  owner,
  locations: readings,
}: ForecastCertificate): Expiry[] {
  if (valid_to === null || days_remaining === null || kind === 'fixture') return [];
  const locations = readings.map(({ location }) => location);
  return [{ certificate, display_name, kind, what, common_name, valid_to, days_remaining, owner, locations }];
}

function compareExpiries(a: Expiry, b: Expiry): number {
  return Date.parse(a.valid_to) - Date.parse(b.valid_to) || compareText(a.certificate, b.certificate);
}

/** Counts UTC calendar months since year 0. */
function toMonthNumber(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Formats a month as `2027-03`. */
function formatMonth(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
