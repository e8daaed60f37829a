/** When a certificate is expected to be renewed, and whether it should have been. */

import type { Finding, Renewal } from '../../domain/index.ts';
import { DAY, type ValidityPeriod } from '../../domain/thresholds.ts';
import type { LoggedRenewal } from '../../generated/event-log.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { RENEWAL_FRACTION } from '../forecast/renewal-cost.ts';
import { type FindingCheck, NO_FINDINGS } from './check.ts';

/** Of a life of less than ten days more than a third is needed to mend what went wrong. */
const SHORT_LIFETIME_MS = 10 * DAY;
const SHORT_LIFETIME_RENEWAL_FRACTION = 1 / 2;

/** By the window of its issuer, or else by its lifetime; null for a date known by hand, which has none. */
export function computeRenewal({ from, to }: ValidityPeriod, heard: LoggedRenewal | null): Renewal | null {
  const error = heard?.error ?? null;
  if (heard?.window) {
    const { start, end, explanation_url } = heard.window;
    return { expected_at: start, source: 'ari', window: { start, end }, explanation_url, error };
  }
  if (from === null) return null;
  const life = to - from;
  const at = from + life * (life < SHORT_LIFETIME_MS ? SHORT_LIFETIME_RENEWAL_FRACTION : RENEWAL_FRACTION);
  return {
    expected_at: formatIsoTime(Math.floor(at / 1000) * 1000),
    source: 'lifetime',
    window: null,
    explanation_url: null,
    error,
  };
}

/** Of a certificate that has ended, or is over for clients otherwise, that is told instead. */
export const detectRenewalWindow: FindingCheck = (_, { renewal, places, by_dates, now }) => {
  if (!renewal?.window || by_dates === 'expired') return NO_FINDINGS;
  const at = places.map(({ place }) => place);
  return {
    findings: [...createWindowOpenFinding(renewal.window, at, now), ...createWindowShiftFinding(renewal, at, now)],
    undecided: [],
  };
};

type Window = NonNullable<LoggedRenewal['window']>;

const ADVICE = 'Look at the ACME client, and at whether the new certificate was put in place.';

function createWindowOpenFinding({ start, end, explanation_url }: Window, places: string[], now: number): Finding[] {
  if (now < Date.parse(start)) return [];
  const over = now > Date.parse(end);
  const detail = over
    ? `Its issuer wanted it to be renewed between ${start} and ${end}, and it is in use still. ${ADVICE}`
    : `Its issuer wants it to be renewed between ${start} and ${end}. Nothing is to be done where an ACME client does so by itself.`;
  return [
    {
      event: 'certificate.ari_window_open',
      about: '',
      severity: over ? 'warning' : 'info',
      code: over ? 'renewal-overdue' : 'renewal-due',
      detail: detail + formatExplanation(explanation_url),
      places,
    },
  ];
}

/** What an issuer does that has to revoke many certificates: it has them renewed before that. */
function createWindowShiftFinding({ window, shift }: LoggedRenewal, places: string[], now: number): Finding[] {
  if (window === null || shift === null) return [];
  const open = now >= Date.parse(shift.to);
  return [
    {
      event: 'certificate.ari_window_shift',
      about: shift.to,
      severity: open ? 'critical' : 'warning',
      code: 'renewal-moved-earlier',
      detail:
        `Its issuer wants it to be renewed from ${shift.to} on, and wanted that from ${shift.from} on before: it may be about ` +
        `to be revoked. Renew it ${open ? 'now' : 'then'}, and see that the new certificate is in use.${formatExplanation(window.explanation_url)}`,
      places,
    },
  ];
}

function formatExplanation(url: string | null): string {
  return url === null ? '' : ` The issuer explains it at ${url}`;
}
