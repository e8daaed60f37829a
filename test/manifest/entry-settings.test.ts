import { describe, expect, it } from 'vitest';
import { loadEntry, loadText, loadValid, useDirectory } from './temporary-manifest.ts';

useDirectory();

describe('the settings of an entry', () => {
  const read = async (own: string, shared = '') => {
    const { settings } = await loadEntry(`    endpoint: shop.example\n${own}`, shared);
    const { warning, critical, thresholds, explicit } = settings;
    return {
      ...settings,
      warning: warning.raw,
      critical: critical.raw,
      thresholds: thresholds.map(({ raw }) => raw),
      explicit,
    };
  };
  const DEFAULTS = {
    ...{ warning: 30, critical: 14, thresholds: [14, 30, 60, 90], cooldown_hours: 24, repeat: 'thresholds' },
    ...{ settle_hours: 6, unreachable_days: 3, explicit: { warning: false, critical: false, thresholds: false } },
  };

  it('have defaults', async () => {
    expect(await read('')).toEqual(DEFAULTS);
  });

  it.each<[line: string, expected: object]>([
    ['expiry_warning_days: 40', { warning: 40, explicit: { ...DEFAULTS.explicit, warning: true } }],
    ['expiry_critical_days: 20%', { critical: '20%', explicit: { ...DEFAULTS.explicit, critical: true } }],
    [
      'expiry_scan_thresholds: [7, 36h]',
      { thresholds: [7, '36h'], explicit: { ...DEFAULTS.explicit, thresholds: true } },
    ],
    ['expiry_scan_cooldown_hours: 12', { cooldown_hours: 12 }],
    ['expiry_scan_cooldown_hours: 36h', { cooldown_hours: 36 }],
    ['expiry_scan_repeat: critical', { repeat: 'critical' }],
    ['settle_hours: 0', { settle_hours: 0 }],
    ['unreachable_days: 7', { unreachable_days: 7 }],
  ])('are %s, in the entry or for all', async (line, expected) => {
    expect(await read(`    ${line}\n`)).toEqual({ ...DEFAULTS, ...expected });
    expect(await read('', `settings:\n  ${line}\n`)).toEqual({ ...DEFAULTS, ...expected });
  });
});

describe('acme', () => {
  const DEFAULTS = { directory: null, ca_file: null };

  it.each<[string, object | null]>([
    ['', DEFAULTS],
    ['acme: true', DEFAULTS],
    ['acme: false', null],
    [
      'acme: { directory: letsencrypt }',
      { directory: 'https://acme-v02.api.letsencrypt.org/directory', ca_file: null },
    ],
    [
      'acme: { directory: "https://acme.example/dir", ca_file: ca.pem }',
      { directory: 'https://acme.example/dir', ca_file: 'ca.pem' },
    ],
  ])('of an entry has its directory: "%s"', async (line, expected) => {
    expect((await loadEntry(`    endpoint: shop.example\n    ${line}\n`)).acme).toEqual(expected);
  });
});

describe('expect', () => {
  const hex = '0123456789abcdef'.repeat(4);
  const pin = Buffer.from(hex, 'hex').toString('base64');
  const DEFAULTS = { names: [], issuers: [], fingerprints: [], keys: [], self_signed: false, purpose: null };

  it.each<[string, object]>([
    ['names: "*.Shop.example."', { names: ['*.shop.example'] }],
    ['names: [Admin@Shop.example, 192.0.2.1]', { names: ['Admin@shop.example', '192.0.2.1'] }],
    ["issuer: Let's Encrypt", { issuers: ["Let's Encrypt"] }],
    [`fingerprint_sha256: "${hex}"`, { fingerprints: [hex] }],
    [`fingerprint_sha256: "SHA-256: ${hex.toUpperCase().replace(/..(?!$)/g, '$&:')}"`, { fingerprints: [hex] }],
    [`spki_sha256: "${hex}"`, { keys: [pin] }],
    [`spki_sha256: "sha256//${pin}"`, { keys: [pin] }],
    [`spki_sha256: 'pin-sha256="${pin.slice(0, -1)}"'`, { keys: [pin] }],
    ['self_signed: true', { self_signed: true }],
    ['caa: check', { caa: 'check' }],
    ['caa: LetsEncrypt.org.', { caa: ['letsencrypt.org'] }],
    ['caa: [letsencrypt.org, pki.goog]', { caa: ['letsencrypt.org', 'pki.goog'] }],
    ['dane: check', { dane: 'check' }],
  ])('is read with its usual spellings: %s', async (line, expected) => {
    const text = `    endpoint: shop.example\n    expect:\n      ${line}\n`;
    const { expect: found } = await loadEntry(text, 'network: { trust_ad: true }\n');
    expect(found).toEqual({ ...DEFAULTS, ...expected });
  });
});

it('a policy for purposes applies to these only', async () => {
  const load = async (match: string) => {
    const text = `version: 1\ncertificates: [{ name: shop, endpoint: shop.example }]\npolicies: [{ name: a, min_key_size: 2048${match} }]\n`;
    return (await loadValid(text)).policies[0];
  };
  expect(await load(', match: { purpose: [client] }')).toMatchObject({ purposes: ['client'] });
  for (const match of ['', ', match: { names: [shop] }']) expect(await load(match)).not.toHaveProperty('purposes');
});

it('the wrong form of a condition is reported once, by the schema', async () => {
  for (const condition of ['{ attr: issuer, value: { a: 1 } }', '{ attr: issuer, op: like, value: a }']) {
    const { diagnostics } = await loadText(
      `version: 1\ncertificates: [{ name: shop, endpoint: shop.example }]\nissues: {}\nrules: [{ name: r, conditions: ${condition}, actions: [] }]\n`,
    );
    expect(diagnostics.filter(({ code }) => code === 'condition-type')).toEqual([]);
    expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  }
});
