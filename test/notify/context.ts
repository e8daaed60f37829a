/** Creates an event context and a webhook for tests of deliveries. */

import type { EventContext, EventData, Webhook } from '../../src/domain/index.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { PRESETS } from '../../src/presets/index.ts';

export function createContext(changes: Partial<EventData> = {}): EventContext {
  const { days_remaining = 13 } = changes;
  const data: EventData = {
    event_type: 'certificate.expiry_warning',
    certificate: 'shop',
    display_name: changes.certificate ?? 'shop',
    kind: 'certificate',
    what: 'certificate',
    certificate_id: 'shop:0123456789ab',
    alert_key: 'certvigil/shop/0123',
    common_name: 'shop.example.com',
    subject: 'CN=shop.example.com',
    issuer: 'CN=Example CA,O=Example',
    serial_number: '01ab',
    fingerprint_sha256: '0123456789abcdef'.repeat(4),
    sans: ['shop.example.com', 'www.shop.example.com'],
    key_algorithm: 'EC',
    key_size: 256,
    signature_algorithm: 'ecdsa-with-SHA256',
    valid_from: '2026-03-01T00:00:00Z',
    valid_to: '2026-06-01T00:00:00Z',
    lifetime_days: 92,
    effective_valid_to: '2026-06-01T00:00:00Z',
    limited_by: null,
    renewal: null,
    days_remaining,
    days_since_expiry: days_remaining !== null && days_remaining < 0 ? -days_remaining - 1 : null,
    status: 'critical',
    level: 'warning',
    threshold: 14,
    threshold_days: 14,
    scan_id: 'scan-1',
    timestamp: '2026-05-18T12:00:00Z',
    assigned_objects: [
      { type: 'endpoint', name: 'shop.example.com:443' },
      { type: 'assignment', name: 'lb-1' },
    ],
    assignment_count: 2,
    labels: { env: 'prod', team: 'payments' },
    owner: '@example/payments',
    tenant: null,
    renewal_instructions: null,
    location: null,
    finding: null,
    error: null,
    last_seen: null,
    unreachable: null,
    previous: null,
    repository: null,
    run_url: null,
    test: false,
    ...changes,
  };
  return {
    event: 'certificate.expiry_warning',
    timestamp: '2026-05-18T12:00:00Z',
    object_type: 'certvigil.certificate',
    model: 'certificate',
    username: null,
    request_id: 'scan-1',
    data,
    snapshots: { prechange: null, postchange: null },
  };
}

/** A normalized webhook, with these changes. */
export function createWebhook(changes: Partial<Webhook>): Webhook {
  return {
    name: 'receiver',
    preset: null,
    stateful: changes.preset != null && PRESETS[changes.preset].stateful,
    url: 'https://hooks.example/in',
    path: '',
    method: 'POST',
    content_type: 'application/json',
    headers: {},
    body_template: null,
    max_messages: null,
    secrets: {},
    mentions: {},
    label_prefix: '',
    secret: null,
    ssl_verification: true,
    ca_file: null,
    proxy: null,
    timeout_seconds: 5,
    position: { file: 'certvigil.yaml', line: 1, column: 1 },
    variables: {},
    ...changes,
  };
}

/** The settings of a manifest that restricts no addresses. */
export const RECEIVER_SETTINGS = {
  root: '/',
  network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy },
};
