/**
 * Metrics with the names and labels of x509-certificate-exporter, so that its dashboards and rules work unchanged.
 * https://github.com/enix/x509-certificate-exporter
 */

import type { Report, ReportCertificate, ReportPlace } from '../../generated/report.ts';
import { countLabels, type Labels, type MetricFamily, type Sample } from '../format/metrics.ts';
import { parseDistinguishedName } from './distinguished-name.ts';

const NAME_FIELDS = ['C', 'ST', 'L', 'O', 'OU', 'CN'] as const;

export function buildX509Families({ certificates, scanned_at }: Report): MetricFamily[] {
  const now = Date.parse(scanned_at);
  const located = certificates.flatMap((certificate) => {
    const facts = buildFactLabels(certificate);
    return certificate.places.map((place) => ({
      certificate,
      place,
      labels: { ...locate(certificate, place), ...facts },
    }));
  });
  const read = located.filter(({ certificate }) => certificate.valid_to !== null);
  const sample = (getValue: (certificate: ReportCertificate) => number): Sample[] =>
    read.map(({ certificate, labels }) => ({ labels, value: getValue(certificate) }));
  return [
    {
      ...{ name: 'x509_cert_not_before', type: 'gauge', help: 'Start of the validity period, as a Unix timestamp.' },
      samples: sample(({ valid_from }) => toSeconds(valid_from)).filter(({ value }) => !Number.isNaN(value)),
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
      samples: located.map(({ place, labels }) => ({ labels, value: Number(place.error !== null) })),
    },
    {
      ...{
        name: 'x509_source_errors_total',
        type: 'counter',
        help: 'Locations of an entry that could not be read, by error code.',
      },
      samples: countErrors(certificates),
    },
  ];
}

/** These labels distinguish several certificates at one location, and one at several. */
function locate(
  { certificate, fingerprint_sha256, assigned_objects }: ReportCertificate,
  { location }: ReportPlace,
): Labels {
  const isFile = assigned_objects.some(({ type, name }) => type === 'file' && name === location);
  const filepath = isFile ? location.replace(/#.*$/s, '') : null;
  return {
    ...{ certificate, location, filepath, filename: filepath?.replace(/^.*\//s, '') ?? null },
    discriminator: fingerprint_sha256?.slice(0, 8) ?? null,
  };
}

function buildFactLabels({ serial_number, subject, issuer }: ReportCertificate): Labels {
  return {
    serial_number: serial_number === null ? null : toDecimal(serial_number),
    ...Object.fromEntries(listNameLabels('issuer', issuer)),
    ...Object.fromEntries(listNameLabels('subject', subject)),
  };
}

function listNameLabels(prefix: string, name: string | null): [string, string | null][] {
  const values = parseDistinguishedName(name ?? '');
  return NAME_FIELDS.map((field) => [`${prefix}_${field}`, values.get(field) ?? null]);
}

function toDecimal(hex: string): string {
  const negative = hex.startsWith('-');
  return `${negative ? '-' : ''}${BigInt(`0x${hex.replace('-', '')}`)}`;
}

function countErrors(certificates: readonly ReportCertificate[]): Sample[] {
  return countLabels(
    certificates.flatMap(({ certificate, places, assigned_objects }) =>
      places.flatMap(({ location, error }) => {
        if (error === null) return [];
        const kind = assigned_objects.find(({ name }) => name === location)?.type ?? null;
        return [{ source_kind: kind, source_name: certificate, reason: error.code }];
      }),
    ),
  );
}

function toSeconds(time: string | null): number {
  return Date.parse(time ?? '') / 1000;
}
