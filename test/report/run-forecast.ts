/** Forecasts for certificates with a given lifetime and a given number of days left on 2026-11-17. */

import { type ForecastCertificate, forecast } from '../../src/assess/forecast/index.ts';
import type { Settings } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import type { Forecast } from '../../src/generated/forecast.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { settings } from '../events/scenario.ts';

export const NOW = Date.parse('2026-11-17T12:00:00Z');

/** Without a `lifetime` it is a hard-coded date. */
export function scanned(
  name: string,
  lifetime: number | null,
  left: number,
  more: Partial<ForecastCertificate> = {},
): ForecastCertificate {
  const to = NOW + left * DAY;
  return {
    certificate: name,
    display_name: name,
    kind: lifetime === null ? 'date' : 'certificate',
    what: 'certificate',
    common_name: `${name}.example.com`,
    subject: `CN=${name}.example.com`,
    issuer: 'CN=Example CA',
    valid_from: lifetime === null ? null : formatIsoTime(to - lifetime * DAY),
    valid_to: formatIsoTime(to),
    effective_valid_to: more.valid_to === undefined ? formatIsoTime(to) : more.valid_to,
    days_remaining: Math.floor(left),
    owner: null,
    locations: [{ location: `certs/${name}.pem`, observed: {}, error: null }],
    ...more,
  };
}

/** A certificate that was never read. */
export function unread(
  name: string,
  location = `certs/${name}.pem`,
  detail = 'There is no such file.',
): ForecastCertificate {
  const error = { code: 'file-not-found', detail };
  const nothing = { common_name: null, subject: null, issuer: null, valid_to: null, days_remaining: null };
  return scanned(name, null, 0, { ...nothing, locations: [{ location, observed: {}, error }] });
}

/** `own` overrides the default settings of entries by name. */
export function runForecast(
  certificates: readonly ForecastCertificate[],
  own: Record<string, Settings> = {},
  { now = NOW, months = 12 } = {},
): Forecast {
  const names = [...new Set(certificates.map(({ certificate }) => certificate))];
  const entries = names.map((name) => ({ name, settings: Object.hasOwn(own, name) ? own[name] : settings() }));
  return forecast({ certificates, entries: entries as { name: string; settings: Settings }[], now, months });
}
