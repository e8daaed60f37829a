/** When a certificate is expected to be renewed, and whether it should have been. */

import type { Finding, Renewal } from '../../domain/index.ts';
import { DAY, type Span } from '../../domain/thresholds.ts';
import type { LoggedRenewal } from '../../generated/event-log.ts';
import { isoTime } from '../../lib/iso-time.ts';
import { RENEWED_AFTER } from '../forecast/renewal-cost.ts';
import { NOTHING, type Question } from './check.ts';

/** Of a life of less than ten days more than a third is needed to mend what went wrong. */
const SHORT_LIFE = 10 * DAY;
const SHORT_RENEWED_AFTER = 1 / 2;

/** By the window of its issuer, or else by its lifetime; null for a date known by hand, which has none. */
export function renewalOf({ from, to }: Span, heard: LoggedRenewal | null): Renewal | null {
  const error = heard?.error ?? null;
  if (heard?.window) {
    const { start, end, explanation_url } = heard.window;
    return { expected_at: start, source: 'ari', window: { start, end }, explanation_url, error };
  }
  if (from === null) return null;
  const life = to - from;
  const at = from + life * (life < SHORT_LIFE ? SHORT_RENEWED_AFTER : RENEWED_AFTER);
  return {
    expected_at: isoTime(Math.floor(at / 1000) * 1000),
    source: 'lifetime',
    window: null,
    explanation_url: null,
    error,
  };
}

/** Of a certificate that has ended, or is over for clients otherwise, that is told instead. */
export const renewalDue: Question = (_, { renewal, places, by_dates, now }) => {
  if (!renewal?.window || by_dates === 'expired') return NOTHING;
  const at = places.map(({ place }) => place);
  return { findings: [...opened(renewal.window, at, now), ...moved(renewal, at, now)], undecided: [] };
};

type Window = NonNullable<LoggedRenewal['window']>;

const RENEW = 'Look at the ACME client, and at whether the new certificate was put in place.';

function opened({ start, end, explanation_url }: Window, places: string[], now: number): Finding[] {
  if (now < Date.parse(start)) return [];
  const over = now > Date.parse(end);
  const detail = over
    ? `Its issuer wanted it to be renewed between ${start} and ${end}, and it is in use still. ${RENEW}`
    : `Its issuer wants it to be renewed between ${start} and ${end}. Nothing is to be done where an ACME client does so by itself.`;
  return [
    {
      event: 'certificate.ari_window_open',
      about: '',
      severity: over ? 'warning' : 'info',
      code: over ? 'renewal-overdue' : 'renewal-due',
      detail: detail + explained(explanation_url),
      places,
    },
  ];
}

/** What an issuer does that has to revoke many certificates: it has them renewed before that. */
function moved({ window, shift }: LoggedRenewal, places: string[], now: number): Finding[] {
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
        `to be revoked. Renew it ${open ? 'now' : 'then'}, and see that the new certificate is in use.${explained(window.explanation_url)}`,
      places,
    },
  ];
}

function explained(url: string | null): string {
  return url === null ? '' : ` The issuer explains it at ${url}`;
}
