/**
 * Metrics of servers with the names of blackbox_exporter, so that its dashboards and rules work unchanged. The label
 * `instance` is the address, as in its usual configuration.
 * https://github.com/prometheus/blackbox_exporter
 */

import type { ReportCertificate, ReportLocation } from '../../generated/report.ts';
import { formatLabels, joinLabels, type MetricFamily, type Sample } from '../format/metrics.ts';
import type { ReportSource } from '../kinds/report-kind.ts';
import { createEntryLabelFormatter, type FormatEntryLabels } from './entry-labels.ts';

interface Probe {
  labels: string;
  certificate: ReportCertificate;
  location: ReportLocation;
}

export function* listProbeFamilies({
  report,
  metrics,
}: Pick<ReportSource, 'report' | 'metrics'>): Generator<MetricFamily> {
  const formatEntryLabels = createEntryLabelFormatter(metrics.labels);
  const probes = report.certificates.flatMap((one) => listProbes(one, formatEntryLabels));
  const answered = probes.filter(
    ({ location, certificate }) => location.error === null && certificate.valid_to !== null,
  );
  yield* [
    {
      ...{ name: 'probe_success', type: 'gauge', help: '1 if the server answered, 0 otherwise.' },
      samples: keepLowest(probes.map(({ labels, location }) => ({ labels, value: Number(location.error === null) }))),
    },
    {
      ...{
        name: 'probe_ssl_earliest_cert_expiry',
        type: 'gauge',
        help: 'Earliest expiry in the chain that was sent, in unixtime',
      },
      samples: keepLowest(answered.map(({ labels, certificate }) => ({ labels, value: findEarliest(certificate) }))),
    },
    {
      name: 'probe_ssl_last_chain_expiry_timestamp_seconds',
      ...{ type: 'gauge', help: 'Expiry of the chain that clients can use longest, in unixtime' },
      samples: keepLowest(
        answered.flatMap(({ labels, certificate: { trust } }) =>
          trust?.trusted === true && trust.effective_valid_to !== null
            ? [{ labels, value: Date.parse(trust.effective_valid_to) / 1000 }]
            : [],
        ),
      ),
    },
    {
      ...{ name: 'probe_ssl_last_chain_info', type: 'gauge', help: 'Always 1; the labels describe the certificate.' },
      samples: listLeaves(answered),
    },
  ];
}

function listProbes(certificate: ReportCertificate, formatEntryLabels: FormatEntryLabels): Probe[] {
  const own = formatEntryLabels([certificate]);
  const endpoints = new Set(
    certificate.assigned_objects.filter(({ type }) => type === 'endpoint').map(({ name }) => name),
  );
  return certificate.locations
    .filter(({ location }) => endpoints.has(location))
    .map((location) => ({
      labels: joinLabels(formatLabels({ instance: location.location, certificate: certificate.certificate }), own),
      certificate,
      location,
    }));
}

/** Keeps the lowest value of a server, which can have several certificates. */
function keepLowest(samples: readonly Sample[]): Sample[] {
  const lowest = new Map<string, Sample>();
  for (const sample of samples) {
    const known = lowest.get(sample.labels);
    if (known === undefined || sample.value < known.value) lowest.set(sample.labels, sample);
  }
  return [...lowest.values()];
}

function findEarliest({ valid_to, chain }: ReportCertificate): number {
  const times = [valid_to, ...chain.map((issuer) => issuer.valid_to)].flatMap((time) => time ?? []);
  return times.reduce((earliest, time) => Math.min(earliest, Date.parse(time)), Number.POSITIVE_INFINITY) / 1000;
}

function* listLeaves(answered: readonly Probe[]): Generator<Sample> {
  for (const { labels, certificate } of answered)
    yield { labels: joinLabels(labels, describeLeaf(certificate)), value: 1 };
}

function describeLeaf({ fingerprint_sha256, subject, issuer, sans, serial_number }: ReportCertificate): string {
  return formatLabels({
    ...{ fingerprint_sha256, subject, issuer, subjectalternative: sans.join(','), serialnumber: serial_number },
  });
}
