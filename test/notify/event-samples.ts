/** A realistic example of each event, and of a group. */

import {
  EVENT_NAMES,
  EVENTS,
  type EventContext,
  type EventData,
  type EventName,
  FINDING_NAMES,
  type FindingName,
  type Severity,
} from '../../src/domain/index.ts';
import { STATUS_BY_SEVERITY } from '../../src/domain/severity.ts';
import { createContext } from './context.ts';
import { USUAL } from './preset-variations.ts';

const PREVIOUS = {
  fingerprint_sha256: 'ab'.repeat(32),
  valid_to: '2026-05-20T09:30:00Z',
  common_name: 'shop.example.com',
};

function createEvent(event: EventName, changes: Partial<EventData>): EventContext {
  const data = { ...USUAL, event_type: event, ...changes };
  return { ...createContext(data), event };
}

/** A finding on a certificate that expires in half a year. */
function createFinding(event: FindingName, severity: Severity, code: string, detail: string): EventContext {
  const qualifier = event === 'certificate.policy_violation' ? 'strong-keys' : '';
  return createEvent(event, {
    ...LONG,
    status: STATUS_BY_SEVERITY[severity],
    level: severity === 'critical' ? 'error' : severity,
    finding: { event, qualifier, severity, code, detail },
    error: { code, detail },
  });
}

/** An event about the scans, without a certificate. */
function createScanEvent(event: EventName, data: Partial<EventContext['data']>): EventContext {
  return {
    ...createEvent(event, {
      certificate: '(scan)',
      alert_key: 'certvigil/(scan)/endpoints',
      certificate_id: null,
      common_name: null,
      subject: null,
      issuer: null,
      fingerprint_sha256: null,
      valid_from: null,
      valid_to: null,
      effective_valid_to: null,
      lifetime_days: null,
      days_remaining: null,
      status: 'unknown',
      threshold: null,
      threshold_days: null,
      assigned_objects: [],
      assignment_count: 0,
      labels: {},
      owner: null,
      renewal_instructions: null,
      last_seen: null,
      ...data,
    }),
    object_type: 'certvigil.scan',
    model: 'scan',
  };
}

const LONG = {
  valid_to: '2026-12-01T09:30:00Z',
  effective_valid_to: '2026-12-01T09:30:00Z',
  days_remaining: 196,
  threshold: null,
  threshold_days: null,
};

/** One realistic example of each event. */
export const EVENT_SAMPLES: Record<EventName, EventContext> = {
  'certificate.expiry_warning': createEvent('certificate.expiry_warning', {}),
  'certificate.expired': createEvent('certificate.expired', {
    status: 'expired',
    level: 'error',
    valid_to: '2026-05-15T10:00:00Z',
    effective_valid_to: '2026-05-15T10:00:00Z',
    days_remaining: -4,
    threshold: null,
    threshold_days: null,
  }),
  'certificate.changed': createEvent('certificate.changed', {
    location: 'shop.example.com:443',
    previous: { ...PREVIOUS, valid_to: '2026-08-20T09:30:00Z' },
    threshold: null,
    threshold_days: null,
  }),
  'certificate.unreachable': createEvent('certificate.unreachable', {
    location: 'shop.example.com:443',
    status: 'warning',
    days_remaining: 25,
    threshold: null,
    threshold_days: null,
    last_seen: '2026-05-16T06:00:00Z',
    error: {
      code: 'endpoint-refused',
      detail:
        'shop.example.com:443 refuses connections. Check the host and port, that the service is running, and the firewall.',
    },
  }),
  'certificate.fixture_expiring': createEvent('certificate.fixture_expiring', {
    certificate: 'api-tests',
    display_name: 'api-tests',
    alert_key: 'certvigil/api-tests//fixture_expiring',
    common_name: 'localhost',
    status: 'warning',
    level: 'warning',
    valid_to: '2026-06-20T09:30:00Z',
    effective_valid_to: '2026-06-20T09:30:00Z',
    days_remaining: 32,
    threshold: null,
    threshold_days: null,
    finding: {
      event: 'certificate.fixture_expiring',
      qualifier: '',
      severity: 'warning',
      code: 'fixture-expiring',
      detail:
        '2 test certificates expire soon: testdata/client.pem (2026-06-20), testdata/server.pem (2026-07-02). Tests that use them will fail from then on. Create them again, or generate certificates in the tests.',
    },
    error: {
      code: 'fixture-expiring',
      detail:
        '2 test certificates expire soon: testdata/client.pem (2026-06-20), testdata/server.pem (2026-07-02). Tests that use them will fail from then on. Create them again, or generate certificates in the tests.',
    },
  }),
  'certificate.renewed': createEvent('certificate.renewed', {
    status: 'ok',
    level: 'info',
    days_remaining: 90,
    valid_to: '2026-08-16T12:00:00Z',
    effective_valid_to: '2026-08-16T12:00:00Z',
    previous: PREVIOUS,
    renewal_evidence: {
      text: 'at 1 of 1 location; certs/shop.pem changed in commit 3f9c2a81d07e (2026-05-19 07:12 UTC)',
      ...{ renewed_locations: 1, locations: 1 },
      commits: [{ sha: '3f9c2a81d07e', time: '2026-05-19T07:12:09Z', path: 'certs/shop.pem' }],
    },
    threshold: null,
    threshold_days: null,
  }),
  'certificate.removed': createEvent('certificate.removed', { threshold: null, threshold_days: null }),
  'certificate.recovered': createEvent('certificate.recovered', { status: 'ok', level: 'info', days_remaining: 90 }),
  'certificate.untrusted': createFinding(
    'certificate.untrusted',
    'critical',
    'name-mismatch',
    'The certificate is not for shop.example.com: it has wiki.example.com. Use a certificate with this name, or set `server_name` to the name that clients use.',
  ),
  'certificate.revoked': createFinding(
    'certificate.revoked',
    'critical',
    'revoked',
    'The certificate was revoked at 2026-05-18T06:00:00Z, with the reason keyCompromise, and clients that check revocation reject it. Replace the certificate now, with a new key.',
  ),
  'certificate.registration_status': createEvent('certificate.registration_status', {
    ...LONG,
    ...{ certificate: 'registration', display_name: 'Domain registration of example.org', kind: 'domain' },
    ...{ what: 'domain registration', common_name: 'example.org', subject: null, issuer: null, serial_number: null },
    ...{ fingerprint_sha256: null, sans: [], key_algorithm: null, key_size: null, signature_algorithm: null },
    assigned_objects: [{ type: 'domain', name: 'domain:example.org' }],
    assignment_count: 1,
    registration: {
      ...{ domain: 'example.org', valid_to: '2026-10-01T09:30:00Z', since: '2026-03-01T00:00:00Z' },
      registrar: 'Example Registrar, Inc.',
      registrar_valid_to: '2026-11-01T09:30:00Z',
      statuses: ['client hold'],
    },
    ...{ status: 'critical', level: 'error', renewal_instructions: null },
    finding: {
      ...{ event: 'certificate.registration_status', qualifier: 'client-hold', severity: 'critical' },
      ...{ code: 'domain-client-hold', detail: 'example.org was taken out of the DNS by Example Registrar, Inc.' },
    },
    error: { code: 'domain-client-hold', detail: 'example.org was taken out of the DNS by Example Registrar, Inc.' },
  }),
  'certificate.transfer_lock': createFinding(
    'certificate.transfer_lock',
    'warning',
    'domain-unlocked',
    'The registry reports no transfer lock for example.org. Enable the lock at your registrar.',
  ),
  'certificate.mta_sts': createFinding(
    'certificate.mta_sts',
    'critical',
    'mta-sts-mx-mismatch',
    'The MTA-STS policy of example.org does not permit mx2.example.org, so that senders do not deliver there.',
  ),
  'certificate.dnssec': createFinding(
    'certificate.dnssec',
    'warning',
    'dnssec-not-resigned',
    'The DNSSEC signatures of example.org (SOA) expire on 2027-03-04 at 06:00 UTC, and were not renewed.',
  ),
  'certificate.revocation_announced': createFinding(
    'certificate.revocation_announced',
    'critical',
    'revocation-announced',
    'Its CA revokes this certificate by 2026-12-05 14:00 UTC. Renew and deploy it before.',
  ),
  'certificate.policy_violation': createFinding(
    'certificate.policy_violation',
    'warning',
    'policy-min-key-size',
    'Its key is 1024-bit RSA; expected: at least 2048 bits. Reissue the certificate with a new key.',
  ),
  'certificate.lagging': createFinding(
    'certificate.lagging',
    'warning',
    'locations-disagree',
    'shop.example.com:443 still has the certificate that expires at 2026-12-01T09:30:00Z, which another location has replaced. Deploy the new certificate there too, or reload the server.',
  ),
  'certificate.renewal_failing': createFinding(
    'certificate.renewal_failing',
    'warning',
    'renewal-failing',
    'The automatic renewal of aws_acm:arn:aws:acm:eu-west-1:123456789012:certificate/1 fails (CAA_ERROR), and the certificate expires at 2026-12-01T09:30:00Z. Allow the CA in the CAA records of the domain.',
  ),
  'certificate.ari_window_open': createFinding(
    'certificate.ari_window_open',
    'info',
    'renewal-due',
    'The issuer suggests renewing this certificate between 2026-05-18T00:00:00Z and 2026-05-19T00:00:00Z. If an ACME client does this automatically, there is nothing to do.',
  ),
  'certificate.ari_window_shift': createFinding(
    'certificate.ari_window_shift',
    'warning',
    'renewal-moved-earlier',
    'The issuer moved the suggested renewal window from 2026-10-01T00:00:00Z to 2026-05-18T00:00:00Z: the certificate may be about to be revoked. Renew it now, and make sure that the new certificate is deployed.',
  ),
  'certificate.discovered': createFinding(
    'certificate.discovered',
    'warning',
    'certificate-unknown',
    'An unknown certificate for pay.example.org was issued by Example CA on 2026-05-17, expires 2026-08-15. If your team ordered it, add an entry for it. Otherwise find out who did, and ask the CA to revoke it.',
  ),
  'scan.stale': createScanEvent('scan.stale', {
    alert_key: 'certvigil/(scan)/2026-05-12T05:17:00Z',
    last_seen: '2026-05-12T05:17:00Z',
    error: {
      code: 'scan-stale',
      detail:
        'No scan ran between 2026-05-12T05:17:00Z and 2026-05-18T11:17:00Z (150 hours). Check the runs of the schedule, and what expired in the meantime.',
    },
  }),
  'scan.blind': createScanEvent('scan.blind', {
    error: {
      code: 'scan-blind',
      detail:
        'None of the 12 endpoints could be reached, so the network of the scan is probably down. Check its connection, DNS, proxy and firewall.',
    },
  }),
  'scan.recovered': createScanEvent('scan.recovered', { error: null }),
};

/** The most severe first, as in a grouped message. */
export const GROUP_SAMPLE: EventContext[] = [
  EVENT_SAMPLES['certificate.expired'],
  EVENT_SAMPLES['certificate.expiry_warning'],
  createEvent('certificate.expiry_warning', {
    certificate: 'wiki',
    status: 'warning',
    days_remaining: 25,
    owner: null,
  }),
];

/** Messages whose titles differ: about findings and their variants, as alerts and resolved, and about what is not a certificate. */
export function listTitleSamples(): [string, EventContext][] {
  const findings = FINDING_NAMES.flatMap((event) => {
    const definition = EVENTS[event];
    const variants = 'variants' in definition ? Object.keys(definition.variants) : [];
    return ['strong-keys', ...variants].flatMap((qualifier): [string, EventContext][] => {
      const finding = { event, qualifier, severity: 'warning', code: 'a-code', detail: null } as const;
      return [
        [`${event} ${qualifier}`, createEvent(event, { finding })],
        [`${event} ${qualifier}, resolved`, createEvent('certificate.recovered', { finding })],
      ];
    });
  });
  const others = EVENT_NAMES.flatMap((event): [string, EventContext][] =>
    'others' in EVENTS[event] ? [[`${event} of a signing key`, createEvent(event, { what: 'signing key' })]] : [],
  );
  const unreachable = [null, 0, 1, 4].map((days): [string, EventContext] => [
    `certificate.unreachable for ${days} days`,
    createEvent('certificate.unreachable', {
      unreachable: { never_read: days === null, since: '2026-05-01T00:00:00Z', days: days ?? 4 },
    }),
  ]);
  return [...findings, ...others, ...unreachable];
}
