/** A manifest and readings, for measurements without sources. */

import { createHash } from 'node:crypto';
import type { Entry, Manifest, Settings, SourceReading, ThresholdSpec } from '../../src/domain/index.ts';
import { DAY, parseThreshold } from '../../src/domain/thresholds.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';

const limit = (days: number) => parseThreshold(days) as ThresholdSpec;

/** As in a manifest, entries share what they do not set themselves. */
const SETTINGS: Settings = {
  warning: limit(30),
  critical: limit(14),
  thresholds: [14, 30, 60].map(limit),
  explicit: { warning: true, critical: true, thresholds: true },
  cooldown_hours: 24,
  repeat: true,
  settle_hours: 6,
  unreachable_days: 3,
};
const VARIABLES = {};

const POSITION = { file: 'certvigil.yaml', line: 1, column: 1 };

export function createManifest(count: number): Manifest {
  return {
    file: POSITION.file,
    root: '/',
    entries: Array.from({ length: count }, (_, index) => createEntry(`service-${index}`)),
    webhooks: [],
    emails: [],
    digest: { actions: [], always: false },
    rules: [
      {
        name: 'everything',
        enabled: true,
        events: ['certificate.*'],
        match: { labels: {}, names: [], status: [], thresholds: [] },
        conditions: { attr: 'days_remaining', op: 'lte', value: 90, negate: false },
        actions: [{ kind: 'webhook', name: 'receiver' }],
        position: POSITION,
      },
    ],
    silences: [],
    policies: [],
    issues: { max_open: 25, options: { labels: [], assignees: [], milestone: null } },
    event_log: {
      store: 'file',
      path: 'event-log.json',
      branch: 'certvigil-state',
      max_commits: null,
      partitions: 1,
      retention_days: 90,
    },
    delivery_retry_days: 7,
    delivery_timeout_seconds: 600,
    dashboard: { title: 'Certificates', include: null },
    stale_after_hours: null,
    heartbeat: null,
    observations: { secret: null, secrets: {}, max_age_hours: 24 },
    scan: { timeout_seconds: 10, concurrency: 100, network: { deny: [], allow: [], dns_servers: [] } },
  };
}

function createEntry(name: string): Entry {
  return {
    name,
    source: {
      kind: 'file',
      patterns: [`${name}.pem`],
      exclude: [],
      skip_empty: null,
      trust: 'none',
      ca_file: null,
      aia: false,
      revocation: false,
      purpose: null,
    },
    enabled: true,
    probe: null,
    labels: { team: 'payments', env: 'prod' },
    owner: '@example/payments',
    assignments: ['lb-1'],
    expect: null,
    passwords: [],
    variables: VARIABLES,
    renewal_instructions: 'docs/renew.md',
    acme: null,
    settings: SETTINGS,
    position: { ...POSITION },
  };
}

/** The `index`th certificate of an entry, valid for 398 days until `notAfter` (milliseconds). */
export function createReading(entry: string, index: number, notAfter: number): SourceReading {
  const fingerprint = createHash('sha256').update(`${entry} ${index}`).digest('hex');
  const host = `${entry}.example.com`;
  const facts = {
    common_name: host,
    subject: `CN=${host}`,
    issuer: 'CN=Example CA,O=Example,C=DE',
    serial_number: (0x1000000 + index).toString(16),
    fingerprint_sha256: fingerprint,
    sans: [host, `www.${host}`],
    key_algorithm: 'EC',
    key_size: 256,
    signature_algorithm: 'ecdsa-with-SHA256',
    valid_from: formatIsoTime(notAfter - 398 * DAY),
    valid_to: formatIsoTime(notAfter),
    lifetime_days: 398,
  };
  const place = `${entry}.pem`;
  const certificate = { fingerprint, facts, chain: [] };
  return { entry, source: place, failure: null, places: [{ place, address: null, certificate, failure: null }] };
}
