/** Short texts for the problems of a certificate, and for the fixes. */

import { type ACTIONS, VERDICTS } from '../../dashboard/data.ts';
import { rankForReport, STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { getOwn } from '../../lib/collections.ts';
import { formatStatus } from '../format/labels.ts';
import { toName } from './dashboard-texts.ts';

/** The texts of codes that are too vague or too long for a table. Other codes are shown as words. */
const TEXTS: Readonly<Record<string, string>> = {
  'name-mismatch': 'wrong host',
  'missing-intermediate': 'no intermediate',
  'unknown-issuer': 'unknown CA',
  'issuer-distrusted': 'distrusted CA',
  'path-expired': 'issuer expired',
  'path-too-complex': 'chain too complex',
  'path-too-long': 'chain too long',
  'issuer-not-ca': 'issuer is not a CA',
  'not-yet-valid': 'not yet valid',
  'locations-disagree': 'old certificate in use',
  'renewed-not-deployed': 'renewed, not deployed',
  'issued-not-deployed': 'issued, not deployed',
  'renewal-moved-earlier': 'renew earlier',
  'renewal-failing': 'renewal failing',
  'certificate-unknown': 'not in the manifest',
  'issuer-not-expected': 'unexpected CA',
  'caa-forbids-renewal': 'CAA forbids renewal',
  'caa-differs': 'CAA differs',
  'caa-lookup-failed': 'CAA lookup failed',
  'policy-algorithm-allowed': 'key type not allowed',
  'policy-algorithm-forbidden': 'key type forbidden',
  'endpoint-timeout': 'timed out',
  'endpoint-refused': 'connection refused',
  'endpoint-closed': 'connection closed',
  'endpoint-not-tls': 'no TLS',
  'policy-signature-forbidden': 'weak signature',
  'policy-max-validity-days': 'lifetime too long',
  'policy-baseline-requirements': 'lifetime too long',
  'policy-expiry-warning': 'expires soon',
  'policy-days-to-renew-before': 'renewal late',
  'policy-chain-required': 'no intermediate',
  'policy-san-required': 'no alternative name',
  'policy-wildcard-forbidden': 'wildcard',
  'policy-issuer-allowed': 'CA not allowed',
  'policy-issuer-forbidden': 'CA forbidden',
  'policy-usage-required': 'key usage missing',
  'policy-must-staple': 'no OCSP stapling',
  'policy-min-tls-version': 'old TLS version',
  'policy-ct-required': 'not in CT logs',
  'policy-weak-key-forbidden': 'broken key',
  'policy-key-blocklist': 'compromised key',
  'policy-shared-key-forbidden': 'shared key',
  'policy-new-key-on-renewal': 'key not renewed',
  'policy-max-key-age-days': 'old key',
};

const SEVERITIES = ['critical', 'warning', 'info'];

type Finding = ReportCertificate['findings'][number];

const REJECTED = ['certificate.untrusted', 'certificate.revoked'];

function isRejected({ event, severity }: Finding): boolean {
  return severity === 'critical' && REJECTED.includes(event);
}

/** Sorts the most severe findings first, and among these, those for which clients reject the certificate. */
function sortFindings(findings: readonly Finding[]): Finding[] {
  const rank = (one: Finding) => 2 * SEVERITIES.indexOf(one.severity) - Number(isRejected(one));
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

/** Lists the problems other than dates, the worst first: `wrong host`, `revoked`, `2048-bit key`. */
export function listReasons(one: ReportCertificate): string[] {
  const serious = sortFindings(one.findings).filter(({ severity }) => severity !== 'info');
  const findings = serious.flatMap(({ code, checks }) => checks?.map((check) => check.code) ?? [code]);
  const codes = one.error === null ? findings : [...findings, one.error.code];
  return [...new Set(codes.map((code) => describeCode(code, one)))];
}

function describeCode(code: string, { key_algorithm, key_size }: ReportCertificate): string {
  if (code === 'policy-min-key-size' || code === 'weak-key') {
    return key_size === null ? 'weak key' : `${key_size}-bit key`;
  }
  if (code.startsWith('policy-algorithm-') && key_algorithm !== null) return `${toName(key_algorithm)} key`;
  return (
    getOwn(TEXTS, code) ??
    code
      .replace(/^expected-/, 'unexpected ')
      .replace(/^(?:policy|endpoint)-/, '')
      .replaceAll('-', ' ')
  );
}

/** Returns the index in `VERDICTS`. */
export function getVerdict(one: ReportCertificate): number {
  const status = formatStatus(one);
  return status === 'untrusted' || status === 'revoked' ? VERDICTS.indexOf(status) : 0;
}

/**
 * Chooses the action, and the problem that requires it. An expired certificate is renewed, also if it has other problems. Before expiry, a
 * problem that is more severe than its dates comes first, or one for which clients reject it.
 */
export function chooseAction(one: ReportCertificate): {
  action: (typeof ACTIONS)[number];
  problem: Finding | ReportCertificate['error'];
} {
  const { status, error } = one;
  const [worst = null] = sortFindings(one.findings);
  const problem = worst ?? error;
  if (status === 'expired') return { action: 'renew', problem };
  const severity = worst === null ? 'ok' : STATUS_BY_SEVERITY[worst.severity];
  if ((worst !== null && isRejected(worst)) || rankForReport(severity) < rankForReport(status))
    return { action: 'fix', problem };
  if (status === 'unknown') return { action: 'fix', problem: error ?? worst };
  if (status === 'critical' || status === 'warning') return { action: 'renew', problem };
  return { action: status === 'not_yet_valid' ? 'wait' : 'none', problem };
}
