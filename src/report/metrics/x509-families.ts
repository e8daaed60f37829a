/**
 * Metrics with the names and labels of x509-certificate-exporter, so that its dashboards and rules work unchanged.
 * https://github.com/enix/x509-certificate-exporter
 */

import type { Report, ReportCertificate, ReportPlace } from '../../generated/report.ts';
import { countLabels, formatLabels, joinLabels, type MetricFamily, type Sample } from '../format/metrics.ts';
import { parseDistinguishedName } from './distinguished-name.ts';

const NAME_FIELDS = ['C', 'ST', 'L', 'O', 'OU', 'CN'] as const;

export function* listX509Families({ certificates, scanned_at }: Report): Generator<MetricFamily> {
  const now = Date.parse(scanned_at);
  const located = certificates.flatMap(listLocated);
  const sample = (getValue: (certificate: ReportCertificate) => number) => sampleRead(located, getValue);
  yield* [
    {
      ...{ name: 'x509_cert_not_before', type: 'gauge', help: 'Start of the validity period, as a Unix timestamp.' },
      samples: sample(({ valid_from }) => toSeconds(valid_from)),
    },
    {
      ...{ name: 'x509_cert_not_after', type: 'gauge', help: 'End of the validity period, as a Unix timestamp.' },
      samples: sample(({ valid_to }) => toSeconds(valid_to)),
    },
    {
      ...{
        name: 'x509_cert_expired',
        type: 'gauge',
        help: '1 if the certificate was expired at the scan, 0 otherwise.',
      },
      samples: sample(({ valid_to }) => Number(Date.parse(valid_to ?? '') < now)),
    },
    {
      ...{ name: 'x509_cert_error', type: 'gauge', help: '1 if the location could not be read, 0 otherwise.' },
      samples: sampleErrors(located),
    },
    {
      ...{
        name: 'x509_source_errors_total',
        type: 'counter',
        help: 'Locations of an entry that could not be read, by error code.',
      },
      samples: countLabels(listErrors(certificates)),
    },
  ];
}

interface Located {
  certificate: ReportCertificate;
  place: ReportPlace;
  labels: string;
}

function listLocated(certificate: ReportCertificate): Located[] {
  const facts = formatFacts(certificate);
  return certificate.places.map((place) => {
    return { certificate, place, labels: joinLabels(locate(certificate, place), facts) };
  });
}

function* sampleRead(
  located: readonly Located[],
  getValue: (certificate: ReportCertificate) => number,
): Generator<Sample> {
  for (const { certificate, labels } of located) {
    const value = certificate.valid_to === null ? Number.NaN : getValue(certificate);
    if (!Number.isNaN(value)) yield { labels, value };
  }
}

function* sampleErrors(located: readonly Located[]): Generator<Sample> {
  for (const { place, labels } of located) yield { labels, value: Number(place.error !== null) };
}

/** These labels distinguish several certificates at one location, and one at several. */
function locate(
  { certificate, fingerprint_sha256, assigned_objects }: ReportCertificate,
  { location }: ReportPlace,
): string {
  const isFile = assigned_objects.some(({ type, name }) => type === 'file' && name === location);
  const filepath = isFile ? location.replace(/#.*$/s, '') : null;
  return formatLabels({
    ...{ certificate, location, filepath, filename: filepath?.replace(/^.*\//s, '') ?? null },
    discriminator: fingerprint_sha256?.slice(0, 8) ?? null,
  });
}

function formatFacts({ serial_number, subject, issuer }: ReportCertificate): string {
  return formatLabels({
    serial_number: serial_number === null ? null : toDecimal(serial_number),
    ...Object.fromEntries(listNameLabels('issuer', issuer)),
    ...Object.fromEntries(listNameLabels('subject', subject)),
  });
}

function listNameLabels(prefix: string, name: string | null): [string, string | null][] {
  const values = parseDistinguishedName(name ?? '');
  return NAME_FIELDS.map((field) => [`${prefix}_${field}`, values.get(field) ?? null]);
}

function toDecimal(hex: string): string {
  const negative = hex.startsWith('-');
  return `${negative ? '-' : ''}${BigInt(`0x${hex.replace('-', '')}`)}`;
}

function* listErrors(certificates: readonly ReportCertificate[]): Generator<string> {
  for (const { certificate, places, assigned_objects } of certificates)
    for (const { location, error } of places) {
      if (error === null) continue;
      const kind = assigned_objects.find(({ name }) => name === location)?.type ?? null;
      yield formatLabels({ source_kind: kind, source_name: certificate, reason: error.code });
    }
}

function toSeconds(time: string | null): number {
  return Date.parse(time ?? '') / 1000;
}
