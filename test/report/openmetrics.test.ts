import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { formatLabels, type MetricFamily, renderMetrics } from '../../src/report/format/metrics.ts';
import { createOpenMetricsReport } from '../../src/report/kinds/openmetrics.ts';
import type { ReportSource } from '../../src/report/kinds/report-kind.ts';
import { createSource, mixedReport } from './samples.ts';
import { renderText } from './texts.ts';

interface Series {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** A reader of the text format that knows nothing of the writer. Throws for a line that is neither comment nor sample. */
function parseMetrics(text: string): Series[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] =
        /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? (-?[\d.e+]+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`not a sample: ${line}`);
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', raw = '']) => {
        return [label, raw.replace(/\\(.)/g, (_, one) => (one === 'n' ? '\n' : one))];
      });
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}

const sample = mixedReport();
const [template] = sample.certificates;

function render(certificates: Partial<ReportCertificate>[], more: Partial<ReportSource> = {}): Series[] {
  const report = { ...sample, certificates: certificates.map((one) => ({ ...template, ...one })) } as Report;
  return parseMetrics(renderText(createOpenMetricsReport())(createSource(report, more)));
}

const find = (series: Series[], name: string) => series.filter((one) => one.name === name);
const createLocation = (location: string, error: ReportCertificate['error'] = null) => ({
  location,
  observed: {},
  error,
});

describe('the text format', () => {
  const renderFamily = (samples: MetricFamily['samples']) =>
    [...renderMetrics([{ name: 'a', type: 'gauge', help: 'b', samples }])].join('');

  it('keeps any label value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        const text = renderFamily([{ labels: formatLabels({ x: value }), value: 1 }]);
        expect(parseMetrics(text)).toEqual([{ name: 'a', labels: { x: value }, value: 1 }]);
      }),
    );
  });

  it('never has a series twice', () => {
    const samples = [
      { labels: formatLabels({ a: 'b' }), value: 1 },
      { labels: formatLabels({ a: 'b', c: null, d: '' }), value: 2 },
    ];
    expect(renderFamily(samples)).toBe('# HELP a b\n# TYPE a gauge\na{a="b"} 1\n# EOF\n');
  });
});

describe('the metrics of x509-certificate-exporter', () => {
  it('have a certificate as valid in the second of its expiry, and a negative serial number as it is', () => {
    const at = (valid_to: string) => find(render([{ valid_to, serial_number: '-ff' }]), 'x509_cert_expired')[0];
    expect(at(sample.scanned_at)?.value).toBe(0);
    expect(at(new Date(Date.parse(sample.scanned_at) - 1000).toISOString())?.value).toBe(1);
    expect(at(sample.scanned_at)?.labels).toMatchObject({ serial_number: '-255' });
  });

  it('name the file, the decimal serial number, subject and issuer', () => {
    const series = render([
      {
        ...{ serial_number: 'ff00', subject: 'CN=a\\, b,O=Example', issuer: 'CN=CA,C=DE' },
        ...{ valid_from: '2026-01-01T00:00:00Z', valid_to: '2026-11-01T00:00:00Z' },
        locations: [createLocation('certs/a.pem#0123456789ab')],
        assigned_objects: [{ type: 'file', name: 'certs/a.pem#0123456789ab' }],
      },
    ]);
    expect(find(series, 'x509_cert_not_after')).toEqual([
      {
        name: 'x509_cert_not_after',
        labels: expect.objectContaining({
          ...{ filepath: 'certs/a.pem', filename: 'a.pem', serial_number: '65280' },
          ...{ subject_CN: 'a, b', subject_O: 'Example', issuer_CN: 'CA', issuer_C: 'DE' },
        }),
        value: Date.parse('2026-11-01T00:00:00Z') / 1000,
      },
    ]);
    expect(find(series, 'x509_cert_not_before')[0]?.value).toBe(Date.parse('2026-01-01T00:00:00Z') / 1000);
    expect(find(series, 'x509_cert_expired')[0]?.value).toBe(1);
    expect(find(series, 'x509_cert_error')[0]?.value).toBe(0);
  });

  it('count what could not be read, by entry and code', () => {
    const error = { code: 'endpoint-timeout', detail: '' };
    const never = {
      fingerprint_sha256: null,
      serial_number: null,
      subject: null,
      issuer: null,
      valid_from: null,
      valid_to: null,
    };
    const certificates = [
      {
        ...never,
        locations: [createLocation('a:443', error), createLocation('b:443', error)],
        assigned_objects: [
          { type: 'endpoint', name: 'a:443' },
          { type: 'endpoint', name: 'b:443' },
        ],
      },
    ];
    const name = template?.certificate ?? '';
    const errors: EventLog['scans']['errors'] = {
      [name]: { 'endpoint-refused': 1, 'endpoint-timeout': 7 },
      removed: { 'endpoint-timeout': 9 },
    };
    const log: EventLog = { ...createEmptyLog(), scans: { errors } };
    const series = render(certificates, { log });
    expect(find(series, 'x509_source_up')).toMatchObject([{ labels: { source_kind: 'endpoint' }, value: 0 }]);
    expect(find(series, 'x509_source_bundles').map(({ value }) => value)).toEqual([2]);
    expect(find(series, 'x509_source_errors_total')).toEqual([
      expect.objectContaining({ labels: { source_kind: 'endpoint', source_name: template?.certificate }, value: 0 }),
      expect.objectContaining({
        labels: { source_kind: 'endpoint', source_name: template?.certificate, reason: 'endpoint-refused' },
        value: 1,
      }),
      expect.objectContaining({
        labels: { source_kind: 'endpoint', source_name: template?.certificate, reason: 'endpoint-timeout' },
        value: 7,
      }),
    ]);
    const inOverview = render(
      certificates.map((one) => ({ ...one, repository: 'example/web' })),
      { log: createEmptyLog() },
    );
    expect(find(inOverview, 'x509_source_errors_total')).toEqual([]);
    expect(find(series, 'x509_cert_error').map(({ value }) => value)).toEqual([1, 1]);
    expect(find(series, 'x509_cert_not_after')).toEqual([]);
  });
});

describe('the sources and locations in the metrics of x509-certificate-exporter', () => {
  it('have an entry without an error, so that a panel shows zero instead of nothing', () => {
    const series = render([
      { locations: [createLocation('a:443')], assigned_objects: [{ type: 'endpoint', name: 'a:443' }] },
      { locations: [createLocation('b:443')], assigned_objects: [{ type: 'endpoint', name: 'b:443' }] },
    ]);
    const labels = { source_kind: 'endpoint', source_name: template?.certificate };
    expect(find(series, 'x509_source_errors_total')).toEqual([{ name: 'x509_source_errors_total', labels, value: 0 }]);
    expect(find(series, 'x509_source_up')).toEqual([{ name: 'x509_source_up', labels, value: 1 }]);
  });

  it.each([
    ['inventory-forbidden', 0],
    ['inventory-item-unreadable', 1],
  ])('have an inventory with the failure %s as up: %i', (code, up) => {
    const failed = { fingerprint_sha256: null, locations: [createLocation('kubernetes', { code, detail: '' })] };
    const read = { locations: [createLocation('kubernetes:secret/web/shop')] };
    expect(find(render([failed, read]), 'x509_source_up').map(({ value }) => value)).toEqual([up]);
  });

  it.each([
    ['kubernetes:secret/web/shop', { secret_namespace: 'web', secret_name: 'shop', secret_key: 'tls.crt' }],
    ['kubernetes:secret/web/shop/ca.crt/2', { secret_namespace: 'web', secret_name: 'shop', secret_key: 'ca.crt' }],
    [
      'kubernetes:configmap/web/ca/root.pem',
      { configmap_namespace: 'web', configmap_name: 'ca', configmap_key: 'root.pem' },
    ],
    ['kubernetes:certificate/web/shop', { filepath: 'kubernetes:certificate/web/shop' }],
    ['shop.example.com:443', { filepath: 'shop.example.com:443' }],
  ])('name the location %s', (location, expected) => {
    const [series] = find(
      render([{ locations: [createLocation(location)], valid_to: '2026-12-01T00:00:00Z' }]),
      'x509_cert_not_after',
    );
    const names = Object.entries(series?.labels ?? {}).filter(([name]) => /^(?:secret|configmap|file)/.test(name));
    expect(Object.fromEntries(names)).toEqual(expected);
  });
});

describe('the option `families`', () => {
  const listNames = (families?: string) => {
    const locations = [createLocation('a:443')];
    const certificate = { ...template, locations, assigned_objects: [{ type: 'endpoint', name: 'a:443' }] };
    const report = { ...sample, certificates: [certificate] } as Report;
    const text = renderText(createOpenMetricsReport(families === undefined ? {} : { families }))(createSource(report));
    return new Set(parseMetrics(text).map(({ name }) => /^[a-z0-9]+/.exec(name)?.[0]));
  };

  it('selects metrics by the first part of their names', () => {
    expect(listNames()).toEqual(new Set(['certvigil', 'x509', 'probe']));
    expect(listNames('probe certvigil')).toEqual(new Set(['certvigil', 'probe']));
    expect(listNames('x509')).toEqual(new Set(['x509']));
  });

  it('rejects others', () => {
    expect(() => createOpenMetricsReport({ families: 'x509 node' })).toThrow('invalid families "node"');
  });
});

describe('the metrics of locations that cannot be read', () => {
  it('tell one that was never read from an outage', () => {
    const error = { code: 'endpoint-timeout', detail: '' };
    const failing_since = '2026-10-01T00:00:00Z';
    const series = render([
      { locations: [{ ...createLocation('a:443', error), failing_since, never_read: true }, createLocation('b:443')] },
      { locations: [{ ...createLocation('c:443', error), failing_since }] },
    ]);
    const failing = find(series, 'certvigil_location_failing_since_timestamp_seconds');
    expect(failing.map(({ labels, value }) => [labels.location, labels.never_read, value])).toEqual([
      ['a:443', 'true', Date.parse(failing_since) / 1000],
      ['c:443', 'false', Date.parse(failing_since) / 1000],
    ]);
    expect(find(series, 'certvigil_locations_never_read')[0]?.value).toBe(1);
  });
});

describe('the metrics of blackbox_exporter', () => {
  const endpoint = {
    locations: [createLocation('a.example:443')],
    assigned_objects: [{ type: 'endpoint' as const, name: 'a.example:443' }],
  };

  it('have the earliest expiry of the chain that was sent, and that of the trusted path', () => {
    const issuer = { subject: 'CN=CA', issuer: null, fingerprint_sha256: null, valid_to: '2026-12-01T00:00:00Z' };
    const trust = { trusted: true, reason: null, detail: null, reasons: [], limited_by: null, notes: [] };
    const series = render([
      {
        ...endpoint,
        ...{ valid_to: '2027-01-01T00:00:00Z', chain: [issuer] },
        trust: { ...trust, effective_valid_to: '2026-12-15T00:00:00Z' },
      },
    ]);
    expect(find(series, 'probe_success')).toEqual([
      expect.objectContaining({ labels: expect.objectContaining({ instance: 'a.example:443' }), value: 1 }),
    ]);
    expect(find(series, 'probe_ssl_earliest_cert_expiry')[0]?.value).toBe(Date.parse('2026-12-01T00:00:00Z') / 1000);
    expect(find(series, 'probe_ssl_last_chain_expiry_timestamp_seconds')[0]?.value).toBe(
      Date.parse('2026-12-15T00:00:00Z') / 1000,
    );
    expect(find(series, 'probe_ssl_last_chain_info')[0]?.labels).toMatchObject({
      subject: template?.subject,
      serialnumber: template?.serial_number,
      subjectalternative: template?.sans.join(','),
    });
  });

  it('report the worst certificate of a server with several', () => {
    const series = render([
      { ...endpoint, valid_to: '2027-01-01T00:00:00Z', chain: [] },
      { ...endpoint, valid_to: '2026-12-01T00:00:00Z', chain: [], fingerprint_sha256: 'ff'.repeat(32) },
    ]);
    expect(find(series, 'probe_ssl_earliest_cert_expiry').map(({ value }) => value)).toEqual([
      Date.parse('2026-12-01T00:00:00Z') / 1000,
    ]);
    expect(find(series, 'probe_ssl_last_chain_info')).toHaveLength(2);
  });

  it('say that a server did not answer', () => {
    const error = { code: 'endpoint-refused', detail: '' };
    const series = render([{ ...endpoint, locations: [createLocation('a.example:443', error)] }]);
    expect(find(series, 'probe_success').map(({ value }) => value)).toEqual([0]);
    expect(find(series, 'probe_ssl_earliest_cert_expiry')).toEqual([]);
  });

  it('do not cover files', () => {
    const series = render([
      { locations: [createLocation('a.pem')], assigned_objects: [{ type: 'file', name: 'a.pem' }] },
    ]);
    expect(series.filter(({ name }) => name.startsWith('probe_'))).toEqual([]);
  });
});

it('the own metrics have the time of the scan and the number of certificates of each status', () => {
  const series = render([{}]);
  expect(find(series, 'certvigil_last_scan_timestamp_seconds')[0]?.value).toBe(Date.parse(sample.scanned_at) / 1000);
  const counts = Object.fromEntries(
    find(series, 'certvigil_certificates').map(({ labels, value }) => [labels.status, value]),
  );
  const { ok, warning, critical, expired, not_yet_valid, unknown } = sample.summary;
  expect(counts).toEqual({ ok, warning, critical, expired, not_yet_valid, unknown });
});

describe('the labels of entries', () => {
  const renderWith = (labels: string[], certificates: Partial<ReportCertificate>[]) =>
    render(certificates, { metrics: { labels } });
  const shop: Partial<ReportCertificate> = {
    ...{ certificate: 'shop', labels: { team: 'a"b', zone: 'eu' }, findings: [] },
    ...{ assigned_objects: [{ type: 'endpoint', name: 'shop:443' }] },
    locations: [{ ...createLocation('shop:443'), failing_since: '2026-11-16T02:00:00Z' }],
  };

  it('are in every metric about a certificate, a location or an entry, and in no other', () => {
    const series = renderWith(['team'], [shop]);
    const isAboutEntry = ({ labels }: Series) => 'certificate' in labels || 'source_name' in labels;
    const about = series.filter(isAboutEntry);
    expect(new Set(about.map(({ labels }) => labels.team))).toEqual(new Set(['a"b']));
    expect(new Set(about.map(({ name }) => name.split('_')[0]))).toEqual(new Set(['certvigil', 'x509', 'probe']));
    expect(series.filter((one) => !isAboutEntry(one) && 'team' in one.labels)).toEqual([]);
    expect(series.filter(({ labels }) => 'zone' in labels)).toEqual([]);
  });

  it('add no series, and are left out where an entry has none', () => {
    const other = { ...shop, certificate: 'mail', labels: {} };
    const before = renderWith([], [shop, other]);
    const after = renderWith(['team', 'unknown'], [shop, other]);
    expect(after).toHaveLength(before.length);
    expect(after.filter(({ labels }) => labels.certificate === 'mail' && 'team' in labels)).toEqual([]);
    expect(after.filter(({ labels }) => 'unknown' in labels)).toEqual([]);
  });

  it('have names that Prometheus allows, each once', () => {
    const names = ['a-b', 'a b', '1st', '__name__', 'owner', 'subject_CN', 'label_owner'];
    const labels = Object.fromEntries(names.map((name, index) => [name, String(index)]));
    const [series] = find(renderWith(names, [{ ...shop, labels }]), 'x509_source_up');
    expect(series?.labels).toEqual({
      ...{ source_kind: 'endpoint', source_name: 'shop', a_b: '0', a_b_2: '1', _1st: '2' },
      ...{ label___name__: '3', label_owner: '4', label_subject_CN: '5', label_owner_2: '6' },
    });
  });

  it('never have the name of another label', () => {
    const own = new Set(
      [...renderWith([], [shop]), ...render([...sample.certificates])].flatMap(({ labels }) => Object.keys(labels)),
    );
    const names = [...own];
    const labels = Object.fromEntries(names.map((name) => [name, 'mine']));
    for (const series of renderWith(names, [{ ...shop, labels }]))
      for (const name of names) expect(series.labels[name]).not.toBe('mine');
  });

  it('of an entry are those that all of its certificates have', () => {
    const items = ['a', 'b'].map((zone) => ({ ...shop, fingerprint_sha256: zone, labels: { team: 'x', zone } }));
    expect(find(renderWith(['team', 'zone'], items), 'x509_source_up').map(({ labels }) => labels)).toEqual([
      { source_kind: 'endpoint', source_name: 'shop', team: 'x' },
    ]);
    expect(find(renderWith(['zone'], items), 'x509_cert_not_after').map(({ labels }) => labels.zone)).toEqual([
      'a',
      'b',
    ]);
  });
});
