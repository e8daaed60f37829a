/** Metrics of what only certvigil knows: status, trust, findings, policies, deliveries, and the scan itself. */

import { STATUSES } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { countLabels, type Labels, type MetricFamily, type Sample } from '../format/metrics.ts';
import type { ReportSource } from '../kinds/kind.ts';

export function buildOwnFamilies({ report, read_at }: Pick<ReportSource, 'report' | 'read_at'>): MetricFamily[] {
  const { certificates, summary } = report;
  const identities = new Map(certificates.map((certificate) => [certificate, identify(certificate)]));
  const getIdentity = (certificate: ReportCertificate): Labels => identities.get(certificate) ?? {};
  const gauge = (name: string, help: string, samples: Sample[]): MetricFamily => {
    return { name: `certvigil_${name}`, type: 'gauge', help, samples };
  };
  const single = (value: number | null): Sample[] => (value === null ? [] : [{ labels: {}, value }]);
  const each = (getValue: (certificate: ReportCertificate) => number | null): Sample[] =>
    certificates.flatMap((certificate) => {
      const value = getValue(certificate);
      return value === null ? [] : [{ labels: getIdentity(certificate), value }];
    });
  return [
    gauge(
      'last_scan_timestamp_seconds',
      'Unix timestamp of the scan.',
      single(read_at === null ? null : Date.parse(read_at) / 1000),
    ),
    gauge(
      'certificates',
      'Certificates by status.',
      STATUSES.map((status) => ({ labels: { status }, value: summary[status] })),
    ),
    gauge(
      'certificate_expiry_timestamp_seconds',
      'Unix timestamp of the expiry that decides the status: of the certificate, or an earlier one in its chain.',
      each(({ effective_valid_to }) => (effective_valid_to === null ? null : Date.parse(effective_valid_to) / 1000)),
    ),
    gauge(
      'certificate_status',
      'Always 1; the label says which status the certificate has.',
      certificates.map((certificate) => ({
        labels: { ...getIdentity(certificate), status: certificate.status },
        value: 1,
      })),
    ),
    gauge(
      'certificate_trusted',
      '1 if clients trust the certificate, 0 if not.',
      each(({ trust }) => (trust ? Number(trust.trusted) : null)),
    ),
    gauge(
      'certificate_revoked',
      '1 if the certificate or one of its issuers is revoked, 0 if not.',
      each(({ revocation }) =>
        revocation && revocation.status !== 'unknown' ? Number(revocation.status === 'revoked') : null,
      ),
    ),
    gauge(
      'certificate_renewal_timestamp_seconds',
      'Unix timestamp of the expected renewal.',
      each(({ renewal }) => (renewal ? Date.parse(renewal.expected_at) / 1000 : null)),
    ),
    gauge(
      'certificate_policy_score',
      'Policy score from 0 to 100.',
      each(({ policies }) => policies?.score ?? null),
    ),
    gauge('certificate_findings', 'Findings by code and severity.', countFindings(certificates)),
    gauge('policy_score', 'Policy score of all certificates, from 0 to 100.', single(summary.policies?.score ?? null)),
    gauge('events_fired', 'Events of the scan with a delivery due.', single(summary.events_fired)),
    gauge('deliveries_sent', 'Deliveries of the scan that were accepted.', single(summary.deliveries_sent)),
    gauge('deliveries_failed', 'Deliveries of the scan that failed.', single(summary.deliveries_failed)),
  ];
}

/** A certificate that was never read has its location instead of a fingerprint. */
function identify({ certificate, fingerprint_sha256, display_name, owner, places }: ReportCertificate): Labels {
  const location = fingerprint_sha256 === null ? (places[0]?.location ?? null) : null;
  return { certificate, display_name, fingerprint_sha256, location, owner };
}

function countFindings(certificates: readonly ReportCertificate[]): Sample[] {
  return countLabels(
    certificates.flatMap((certificate) =>
      certificate.findings.map(({ code, severity }) => ({ ...identify(certificate), code, severity })),
    ),
  );
}
