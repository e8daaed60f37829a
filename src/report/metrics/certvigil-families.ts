/** The metrics with the names of certvigil: status, trust, findings, policies, deliveries, and the scan itself. */

import { isTrusted, STATUSES } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { countLabels, formatLabels, joinLabels, type MetricFamily, type Sample } from '../format/metrics.ts';
import type { ReportSource } from '../kinds/report-kind.ts';
import { createEntryLabelFormatter, type FormatEntryLabels } from './entry-labels.ts';

/** Lists the families, all of them gauges. Test certificates are only in `fixture_expiry_timestamp_seconds`. */
export function* listOwnFamilies({
  report,
  read_at,
  metrics,
}: Pick<ReportSource, 'report' | 'read_at' | 'metrics'>): Generator<MetricFamily> {
  const { certificates, coverage, summary } = report;
  const formatEntryLabels = createEntryLabelFormatter(metrics.labels);
  // Rules about all certificates would page somebody for a test certificate, so these have a metric of their own.
  const monitored = certificates.filter(({ kind }) => kind !== 'fixture');
  const identify = (list: readonly ReportCertificate[]) =>
    list.map((one): Identified => [joinLabels(formatIdentity(one), formatEntryLabels([one])), one]);
  const identified = identify(monitored);
  const fixtures = identify(certificates.filter(({ kind }) => kind === 'fixture'));
  const gauge = (name: string, help: string, samples: Iterable<Sample>): MetricFamily => {
    return { name: `certvigil_${name}`, type: 'gauge', help, samples };
  };
  const single = (value: number | null): Sample[] => (value === null ? [] : [{ labels: '', value }]);
  const each = (getValue: (certificate: ReportCertificate) => number | null) => sampleEach(identified, getValue);
  yield* [
    gauge(
      'last_scan_timestamp_seconds',
      'Unix timestamp of the scan.',
      single(read_at === null ? null : Date.parse(read_at) / 1000),
    ),
    gauge(
      'coverage_complete',
      '1 if everything was read and every alert was delivered (the coverage line), 0 if not.',
      single(Number(coverage.complete)),
    ),
    gauge('entries', 'Entries that the scan covered.', single(coverage.scanned)),
    gauge('locations', 'Locations of these entries.', single(coverage.locations)),
    gauge('locations_read', 'Locations that were read.', single(coverage.read)),
    gauge(
      'alerts_undelivered',
      'Alerts that a destination did not accept.',
      coverage.undelivered.map(({ destination, alerts }) => ({ labels: formatLabels({ destination }), value: alerts })),
    ),
    gauge(
      'next_scan_due_timestamp_seconds',
      'Unix timestamp at which the next scan is due.',
      single(coverage.next_scan_due === undefined ? null : Date.parse(coverage.next_scan_due) / 1000),
    ),
    gauge(
      'certificates',
      'Certificates by status.',
      STATUSES.map((status) => ({ labels: formatLabels({ status }), value: summary[status] })),
    ),
    gauge(
      'certificate_expiry_timestamp_seconds',
      'Unix timestamp of the expiry that decides the status: of the certificate, or an earlier one in its chain.',
      each(({ effective_valid_to }) => (effective_valid_to === null ? null : Date.parse(effective_valid_to) / 1000)),
    ),
    gauge('certificate_status', 'Always 1; the label says which status the certificate has.', listStatuses(identified)),
    gauge(
      'certificate_trusted',
      '1 if clients trust the certificate, 0 if not.',
      each(({ trust }) => {
        const trusted = isTrusted(trust);
        return trusted === null ? null : Number(trusted);
      }),
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
    gauge(
      'location_failing_since_timestamp_seconds',
      'Unix timestamp of the first failed scan in a row, for each location that could not be read.',
      listFailing(monitored, formatEntryLabels),
    ),
    gauge(
      'locations_never_read',
      'Locations that no scan has read yet.',
      single(monitored.flatMap(({ locations }) => locations.filter(({ never_read }) => never_read)).length),
    ),
    gauge('certificate_findings', 'Findings by code and severity.', countLabels(listFindings(identified))),
    gauge(
      'fixture_expiry_timestamp_seconds',
      'Unix timestamp of the expiry of a test certificate. No other metric of single certificates contains these.',
      sampleEach(fixtures, ({ effective_valid_to }) =>
        effective_valid_to === null ? null : Date.parse(effective_valid_to) / 1000,
      ),
    ),
    gauge('policy_score', 'Policy score of all certificates, from 0 to 100.', single(summary.policies?.score ?? null)),
    gauge('events_fired', 'Events of the scan with a delivery due.', single(summary.events_fired)),
    gauge('deliveries_sent', 'Deliveries of the scan that were accepted.', single(summary.deliveries_sent)),
    gauge('deliveries_failed', 'Deliveries of the scan that failed.', single(summary.deliveries_failed)),
  ];
}

/** Formats the identity. A certificate that was never read has its location instead of a fingerprint. */
function formatIdentity({
  certificate,
  kind,
  fingerprint_sha256,
  display_name,
  owner,
  locations,
  repository,
}: ReportCertificate): string {
  const location = fingerprint_sha256 === null ? (locations[0]?.location ?? null) : null;
  return formatLabels({
    certificate,
    kind,
    display_name,
    fingerprint_sha256,
    location,
    owner,
    repository: repository ?? null,
  });
}

type Identified = readonly [identity: string, certificate: ReportCertificate];

function* sampleEach(
  identified: readonly Identified[],
  getValue: (certificate: ReportCertificate) => number | null,
): Generator<Sample> {
  for (const [labels, certificate] of identified) {
    const value = getValue(certificate);
    if (value !== null) yield { labels, value };
  }
}

function* listStatuses(identified: readonly Identified[]): Generator<Sample> {
  for (const [identity, { status }] of identified)
    yield { labels: joinLabels(identity, formatLabels({ status })), value: 1 };
}

/** Lists failing locations. The label distinguishes a mistake in the manifest from an outage. */
function* listFailing(
  certificates: readonly ReportCertificate[],
  formatEntryLabels: FormatEntryLabels,
): Generator<Sample> {
  for (const { certificate, locations, repository, labels: own } of certificates)
    for (const { location, failing_since, never_read = false } of locations) {
      if (failing_since === undefined) continue;
      const labels = formatLabels({
        certificate,
        location,
        never_read: String(never_read),
        repository: repository ?? null,
      });
      yield {
        labels: joinLabels(labels, formatEntryLabels([{ labels: own }])),
        value: Date.parse(failing_since) / 1000,
      };
    }
}

function* listFindings(identified: readonly Identified[]): Generator<string> {
  for (const [identity, { findings }] of identified)
    for (const { code, severity } of findings) yield joinLabels(identity, formatLabels({ code, severity }));
}
