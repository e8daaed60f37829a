/** Computes when a certificate is expected to be renewed, and detects open and shifted renewal windows. */

import type { Finding, Renewal } from '../../domain/index.ts';
import { DAY, type ValidityPeriod } from '../../domain/thresholds.ts';
import type { LoggedRenewal } from '../../generated/event-log.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { RENEWAL_FRACTION } from '../forecast/renewal-cost.ts';
import type { FindingCheck, FindingResult } from './finding-check.ts';

/** A lifetime under ten days leaves too little time for repairs in its last third. */
const SHORT_LIFETIME_MS = 10 * DAY;
const SHORT_LIFETIME_RENEWAL_FRACTION = 1 / 2;

/** Computes the expected renewal from the issuer's window, otherwise from the lifetime; null for a hard-coded date. */
export function computeRenewal({ from, to }: ValidityPeriod, logged: LoggedRenewal | null): Renewal | null {
  const error = logged?.error ?? null;
  if (logged?.window) {
    const { start, end, explanation_url } = logged.window;
    return { expected_at: start, source: 'ari', window: { start, end }, explanation_url, error };
  }
  if (from === null) return null;
  const at = computeExpectedRenewal({ from, to });
  return {
    expected_at: formatIsoTime(Math.floor(at / 1000) * 1000),
    source: 'lifetime',
    window: null,
    explanation_url: null,
    error,
  };
}

/** Computes when ACME clients renew. All times are in milliseconds. */
export function computeExpectedRenewal({ from, to }: { from: number; to: number }): number {
  const lifetime = to - from;
  return from + lifetime * (lifetime < SHORT_LIFETIME_MS ? SHORT_LIFETIME_RENEWAL_FRACTION : RENEWAL_FRACTION);
}

/** While the window is unknown, an earlier shift is neither repeated nor resolved. */
const SHIFT_UNDECIDED: FindingResult = {
  findings: [],
  undecided: [{ event: 'certificate.ari_window_shift', qualifier: null }],
};

/**
 * An expired certificate has its own alert. An alert about a shift resolves once the window has moved back; another move to a later time
 * does not resolve it.
 */
export const detectRenewalWindow: FindingCheck = (_, { renewal, locations, date_status, now }) => {
  if (!renewal?.window || date_status === 'expired') return SHIFT_UNDECIDED;
  const names = locations.map(({ location }) => location);
  const shifts = createWindowShiftFinding(renewal, names, now);
  return {
    findings: [...createWindowOpenFinding(renewal.window, names, now), ...shifts],
    undecided: shifts.length > 0 ? SHIFT_UNDECIDED.undecided : [],
  };
};

type Window = NonNullable<LoggedRenewal['window']>;

const ADVICE = 'Check the ACME client, and whether the new certificate was deployed.';

function createWindowOpenFinding({ start, end, explanation_url }: Window, locations: string[], now: number): Finding[] {
  if (now < Date.parse(start)) return [];
  const isOver = now > Date.parse(end);
  const detail = isOver
    ? `The suggested renewal window (${start} to ${end}) has passed, and the certificate is still in use. ${ADVICE}`
    : `The issuer suggests renewing this certificate between ${start} and ${end}. If an ACME client does this automatically, there is nothing to do.`;
  return [
    {
      event: 'certificate.ari_window_open',
      qualifier: '',
      severity: isOver ? 'warning' : 'info',
      code: isOver ? 'renewal-overdue' : 'renewal-due',
      detail: detail + formatExplanation(explanation_url),
      locations,
    },
  ];
}

/** An issuer that must revoke many certificates moves their windows, so that they are renewed before the revocation. */
function createWindowShiftFinding({ window, shift }: LoggedRenewal, locations: string[], now: number): Finding[] {
  if (window === null || shift === null) return [];
  const isOpen = now >= Math.min(Date.parse(shift.to), Date.parse(window.start));
  return [
    {
      event: 'certificate.ari_window_shift',
      qualifier: shift.to,
      severity: isOpen ? 'critical' : 'warning',
      code: 'renewal-moved-earlier',
      detail:
        `The issuer moved the suggested renewal window from ${shift.from} to ${shift.to}: the certificate may be about to be ` +
        `revoked. Renew it ${isOpen ? 'now' : 'then'}, and make sure that the new certificate is deployed.${formatExplanation(window.explanation_url)}`,
      locations,
    },
  ];
}

function formatExplanation(url: string | null): string {
  return url === null ? '' : ` The issuer explains it at ${url}`;
}
