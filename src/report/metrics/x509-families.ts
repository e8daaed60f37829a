/**
 * Metrics with the names and labels of x509-certificate-exporter, so that its dashboards and rules work unchanged.
 * https://github.com/enix/x509-certificate-exporter
 */

import type { EventLog } from '../../generated/event-log.ts';
import type { ReportCertificate, ReportLocation } from '../../generated/report.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import { formatLabels, joinLabels, type MetricFamily, type Sample } from '../format/metrics.ts';
import type { ReportSource } from '../kinds/report-kind.ts';
import { createEntryLabelFormatter, type FormatEntryLabels } from './entry-labels.ts';

const NAME_FIELDS = ['C', 'ST', 'L', 'O', 'OU', 'CN'] as const;

/** Lists the families at the time of the scan. Test certificates are left out. */
export function* listX509Families({
  report: { certificates, scanned_at },
  log,
  metrics,
}: Pick<ReportSource, 'report' | 'log' | 'metrics'>): Generator<MetricFamily> {
  const formatEntryLabels = createEntryLabelFormatter(metrics.labels);
  const { errors = {} } = log.scans;
  const now = Date.parse(scanned_at);
  const monitored = certificates.filter(({ kind }) => kind !== 'fixture');
  const located = monitored.flatMap((one) => listLocated(one, formatEntryLabels));
  const sources = listSources(monitored, formatEntryLabels);
  const isOverview = monitored.some(({ repository }) => repository !== undefined);
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
        name: 'x509_source_up',
        type: 'gauge',
        help: '0 if no location of the entry could be read, or its inventory could not be listed; otherwise 1.',
      },
      samples: sampleSources(sources, ({ isUp }) => Number(isUp)),
    },
    {
      ...{ name: 'x509_source_bundles', type: 'gauge', help: 'Locations of the entry.' },
      samples: sampleSources(sources, ({ locations }) => locations),
    },
    {
      name: 'x509_source_errors_total',
      type: 'counter',
      help: 'Failed readings of the locations of an entry in all scans, by error code.',
      // An overview has no event log, which counts.
      samples: isOverview ? [] : [...sampleSources(sources, () => 0), ...sampleErrorCounts(sources, errors)],
    },
  ];
}

interface Located {
  certificate: ReportCertificate;
  location: ReportLocation;
  labels: string;
}

function listLocated(certificate: ReportCertificate, formatEntryLabels: FormatEntryLabels): Located[] {
  const facts = joinLabels(formatFacts(certificate), formatEntryLabels([certificate]));
  return certificate.locations.map((location) => {
    return { certificate, location, labels: joinLabels(locate(certificate, location), facts) };
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
  for (const { location, labels } of located) yield { labels, value: Number(location.error !== null) };
}

/** Creates labels that distinguish several certificates at one location, and one at several. */
function locate(
  { certificate, fingerprint_sha256, assigned_objects, repository }: ReportCertificate,
  { location }: ReportLocation,
): string {
  const isFile = assigned_objects.some(({ type, name }) => type === 'file' && name === location);
  const file = isFile ? location.replace(/#.*$/s, '') : null;
  const object = locateObject(location);
  return formatLabels({
    ...{ certificate, location },
    // The texts of the exporter's rules name locations outside a cluster by their path.
    filepath: file ?? (object === null ? location : null),
    filename: file?.replace(/^.*\//s, '') ?? null,
    ...object,
    discriminator: fingerprint_sha256?.slice(0, 8) ?? null,
    repository: repository ?? null,
  });
}

/** Creates the labels of a Secret or ConfigMap in a cluster; null for any other location. A Secret without a key is read from `tls.crt`. */
function locateObject(location: string): Record<string, string> | null {
  const [, kind, namespace = '', name = '', key = 'tls.crt'] =
    /^kubernetes:(secret|configmap)\/([^/]+)\/([^/]+)(?:\/([^/]+))?/.exec(location) ?? [];
  return kind === undefined ? null : { [`${kind}_namespace`]: namespace, [`${kind}_name`]: name, [`${kind}_key`]: key };
}

function formatFacts({ kind, serial_number, subject, issuer }: ReportCertificate): string {
  return formatLabels({
    kind,
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
  // A shortened number stays as it is.
  if (!/^-?[\da-f]+$/.test(hex)) return hex;
  const negative = hex.startsWith('-');
  return `${negative ? '-' : ''}${BigInt(`0x${hex.replace('-', '')}`)}`;
}

/** The facts about one entry. */
interface Source {
  name: string;
  labels: string;
  locations: number;
  isUp: boolean;
}

/** The failures of single items, whose inventory was listed. */
const ITEM_ERRORS: ReadonlySet<string> = new Set([
  'inventory-item-too-large',
  'inventory-item-unreadable',
  'inventory-not-issued',
]);

function listSources(certificates: readonly ReportCertificate[], formatEntryLabels: FormatEntryLabels): Source[] {
  return [...groupBy(certificates, ({ certificate }) => certificate)].map(([source_name, members]) => {
    const locations = members.flatMap((member) => member.locations.map((location) => ({ member, location })));
    const [source_kind = null] = locations.flatMap(({ member, location }) => findKind(member, location) ?? []);
    // A listing that cannot be read is a location without a certificate.
    const isUnlisted = locations.some(
      ({ member, location: { error } }) =>
        error?.code.startsWith('inventory-') === true &&
        !ITEM_ERRORS.has(error.code) &&
        member.fingerprint_sha256 === null,
    );
    return {
      name: source_name,
      labels: joinLabels(formatLabels({ source_kind, source_name }), formatEntryLabels(members)),
      locations: locations.length,
      isUp: !isUnlisted && locations.some(({ location }) => location.error === null),
    };
  });
}

function findKind({ assigned_objects }: ReportCertificate, { location }: ReportLocation): string | null {
  return assigned_objects.find(({ name }) => name === location)?.type ?? null;
}

function* sampleSources(sources: readonly Source[], getValue: (source: Source) => number): Generator<Sample> {
  for (const source of sources) yield { labels: source.labels, value: getValue(source) };
}

function* sampleErrorCounts(
  sources: readonly Source[],
  errors: NonNullable<EventLog['scans']['errors']>,
): Generator<Sample> {
  for (const { name, labels } of sources)
    for (const [reason, value] of Object.entries(getOwn(errors, name) ?? {}))
      yield { labels: joinLabels(labels, formatLabels({ reason })), value };
}

function toSeconds(time: string | null): number {
  return Date.parse(time ?? '') / 1000;
}

/** Reads a distinguished name (RFC 4514): the first value of each attribute type, by its short name in upper case, such as `CN`. Values in hex (`#04...`) are skipped. */
export function parseDistinguishedName(text: string): Map<string, string> {
  const values = new Map<string, string>();
  // An attribute is a type, `=`, and a value in which separators are escaped (section 3).
  for (const [attribute] of text.matchAll(/(?:\\[\s\S]|[^\\,+])+/g)) {
    const [, type = '', value = ''] = /^([^=]*)=([\s\S]*)$/.exec(attribute) ?? [];
    const name = type.trim().toUpperCase();
    if (name !== '' && !values.has(name) && !value.startsWith('#')) values.set(name, unescapeValue(value));
  }
  return values;
}

/** Unescapes a value: `\XX` is a byte of UTF-8, `\C` is the character itself. */
function unescapeValue(value: string): string {
  if (!value.includes('\\')) return value;
  return value
    .replace(/(?:\\[\da-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('\\', ''), 'hex').toString('utf8'))
    .replace(/\\([\s\S])/g, '$1');
}
