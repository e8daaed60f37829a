import { describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../src/domain/index.ts';
import { certificate, createScenario, day, endpoint, entry } from './scenario.ts';

const old = certificate('old', { to: day(100) });
const shop = entry('shop', {
  labels: { env: 'prod', tenant: 'acme' },
  owner: '@org/payments',
  assignments: ['lb-1', 'lb-2'],
  renewal_instructions: 'docs/renew-shop.md',
});
const at = (showing: typeof old) => [endpoint('shop', 'shop.example.com:443', showing)];

describe('the template context', () => {
  it('has the documented fields in the documented order', () => {
    const [event] = createScenario([shop]).preview({ now: day(80), readings: at(old) }).events;
    expect(JSON.stringify(event?.context, null, 2)).toBe(
      JSON.stringify(
        {
          event: 'certificate.expiry_warning',
          timestamp: '2027-03-22T06:00:00Z',
          object_type: 'certvigil.certificate',
          model: 'certificate',
          username: null,
          request_id: 'look',
          data: {
            event_type: 'certificate.expiry_warning',
            certificate: 'shop',
            display_name: 'shop',
            kind: 'certificate',
            what: 'certificate',
            certificate_id: 'shop:6f6c64000000',
            alert_key: `certvigil/shop/${old.fingerprint}`,
            common_name: 'shop.example.com',
            subject: 'CN=shop.example.com',
            issuer: 'CN=Example CA',
            serial_number: '01',
            fingerprint_sha256: old.fingerprint,
            sans: ['shop.example.com'],
            key_algorithm: 'EC',
            key_size: 256,
            signature_algorithm: 'ecdsa-with-SHA256',
            valid_from: '2026-03-09T06:00:00Z',
            valid_to: '2027-04-11T06:00:00Z',
            lifetime_days: 398,
            effective_valid_to: '2027-04-11T06:00:00Z',
            limited_by: null,
            renewal: {
              expected_at: '2026-11-29T14:00:00Z',
              source: 'lifetime',
              window: null,
              explanation_url: null,
              error: null,
            },
            days_remaining: 20,
            days_since_expiry: null,
            status: 'warning',
            level: 'info',
            threshold: 30,
            threshold_days: 30,
            scan_id: 'look',
            timestamp: '2027-03-22T06:00:00Z',
            assigned_objects: [
              { type: 'endpoint', name: 'shop.example.com:443' },
              { type: 'assignment', name: 'lb-1' },
              { type: 'assignment', name: 'lb-2' },
            ],
            assignment_count: 3,
            labels: { env: 'prod', tenant: 'acme' },
            owner: '@org/payments',
            tenant: 'acme',
            renewal_instructions: 'docs/renew-shop.md',
            location: null,
            finding: null,
            error: null,
            last_seen: null,
            unreachable: null,
            previous: null,
            repository: null,
            run_url: null,
            test: false,
          },
          snapshots: { prechange: null, postchange: null },
        },
        null,
        2,
      ),
    );
  });

  it('has both certificates if one replaced the other', () => {
    const scenario = createScenario([shop]);
    scenario.scan({ now: day(0), readings: at(old) });
    const sooner = certificate('sooner', { to: day(90) });
    const [changed] = scenario
      .preview({ now: day(1), readings: at(sooner) })
      .events.filter(({ event }) => event === 'certificate.changed');
    expect(changed?.context.snapshots).toEqual({ prechange: old.facts, postchange: sooner.facts });
    expect(changed?.context.data).toMatchObject({
      location: 'shop.example.com:443',
      alert_key: `certvigil/shop/${sooner.fingerprint}`,
      fingerprint_sha256: sooner.fingerprint,
      previous: { fingerprint_sha256: old.fingerprint },
      threshold: null,
    });
  });

  it('has only the old certificate if it was removed', () => {
    const scenario = createScenario([shop]);
    scenario.scan({ now: day(80), readings: at(old) });
    scenario.entries = [];
    const [removed] = scenario.preview({ now: day(81), readings: [] }).events;
    expect(removed?.context.snapshots).toEqual({ prechange: old.facts, postchange: null });
    expect(removed?.context.data).toMatchObject({ labels: {}, owner: null, previous: null });
  });

  it('never contains a key, a chain or a secret', () => {
    const [event] = createScenario([shop]).preview({
      now: day(80),
      readings: at({ ...old, chain: [old.facts] }),
    }).events;
    expect(Object.keys(event?.context.data ?? {}).filter((key) => /secret|chain|private/.test(key))).toEqual([]);
    expect(EVENT_NAMES).toContain(event?.event);
  });
});
