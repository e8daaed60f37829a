import { describe, expect, it } from 'vitest';
import { findCaaRefusal } from '../../src/assess/findings/issuance-caa.ts';
import type { CaaPolicy, CaaRefusal } from '../../src/domain/dns.ts';
import { formatCaaAdvice } from '../../src/domain/dns.ts';

/** `app.example.org: 0 issue ca.example, 0 issuewild ;`, or nothing. */
function parsePolicy(text: string): CaaPolicy {
  const [domain = '', records = ''] = text.split(': ');
  const properties = records
    .split(', ')
    .filter((record) => record !== '')
    .map((record) => {
      const [flags, tag = '', ...value] = record.split(' ');
      return { critical: flags === '128', tag, value: value.join(' ') };
    });
  return { domain: domain === '' ? null : domain, properties };
}

const LETS_ENCRYPT = "CN=R11,O=Let's Encrypt,C=US";
const OTHER = 'CN=Other TLS CA,O=Other CA,C=US';
const APEX = 'example.org: 0 issue digicert.com';
const APP = 'app.example.org: 0 issue letsencrypt.org';

interface Situation {
  issuer?: string;
  caa_domains?: string[];
}

function refuse(names: Record<string, string>, { issuer = LETS_ENCRYPT, caa_domains = [] }: Situation = {}) {
  const found = Object.entries(names).map(([name, text]) => ({ name, policy: parsePolicy(text) }));
  return findCaaRefusal({ issuer, caa_domains }, found);
}

describe('an issuance', () => {
  it.each<[string, Record<string, string>, Situation]>([
    ['no name has records', { 'app.example.org': '' }, {}],
    ['the records of the subdomain permit the CA', { 'app.example.org': APP }, {}],
    [
      'the records of each name permit the CA',
      { 'example.org': 'example.org: 0 issue letsencrypt.org', 'app.example.org': APP },
      {},
    ],
    ['issue permits it, and there is no issuewild', { '*.app.example.org': APP }, {}],
    ['the records only say where to report', { 'app.example.org': 'example.org: 0 iodef mailto:ca@example.org' }, {}],
    ['only wildcards are forbidden', { 'app.example.org': `${APP}, 0 issuewild ;` }, {}],
    ['the provider knows another identifier', { 'app.example.org': APEX }, { caa_domains: ['DigiCert.com'] }],
    ['the CA is unknown', { 'app.example.org': APEX }, { issuer: OTHER }],
    ['there are only conditions for the account', { 'app.example.org': `${APP}; accounturi=https://ca.example/1` }, {}],
  ])('is not refused if %s', (_, names, situation) => {
    expect(refuse(names, situation)).toBeNull();
  });

  it.each<[string, Record<string, string>, Situation, CaaRefusal]>([
    [
      'the records above the name do not permit the CA',
      { 'pay.example.org': APEX },
      {},
      { name: 'pay.example.org', domain: 'example.org', record: 'issue "letsencrypt.org"' },
    ],
    [
      'those of one of its names do not',
      { 'app.example.org': APP, 'example.org': APEX },
      {},
      { name: 'example.org', domain: 'example.org', record: 'issue "letsencrypt.org"' },
    ],
    [
      'issuewild permits no CA',
      { 'app.example.org': `${APP}, 0 issuewild ;`, '*.app.example.org': `${APP}, 0 issuewild ;` },
      {},
      { name: '*.app.example.org', domain: 'app.example.org', record: 'issuewild "letsencrypt.org"' },
    ],
    [
      'issue permits others for a wildcard',
      { '*.example.org': APEX },
      {},
      { name: '*.example.org', domain: 'example.org', record: 'issue "letsencrypt.org"' },
    ],
    [
      'a critical property is unknown',
      { 'app.example.org': `${APP}, 128 tbs x` },
      {},
      { name: 'app.example.org', domain: 'app.example.org', record: null },
    ],
    [
      'no CA is permitted, also not one that is unknown',
      { 'app.example.org': 'app.example.org: 0 issue ;' },
      { issuer: OTHER },
      { name: 'app.example.org', domain: 'app.example.org', record: null },
    ],
    [
      'only the provider knows the CA',
      { 'app.example.org': APP },
      { issuer: OTHER, caa_domains: ['bad"; x', `${'a.'.repeat(130)}example`, 'other.example'] },
      { name: 'app.example.org', domain: 'app.example.org', record: 'issue "other.example"' },
    ],
  ])('is refused if %s', (_, names, situation, expected) => {
    expect(refuse(names, situation)).toEqual(expected);
  });
});

describe('the advice', () => {
  it.each([
    ['app.example.org', 'app.example.org', 'add the record `app.example.org. CAA 0 issue "ca.example"`'],
    ['*.app.example.org', 'app.example.org', 'add the record `app.example.org. CAA 0 issue "ca.example"`'],
    [
      'app.example.org',
      'example.org',
      'add the record `example.org. CAA 0 issue "ca.example"` (it also applies to other names below example.org)',
    ],
    [
      'app.example.org',
      'cdn.example',
      'ask the owner of cdn.example, whose records apply because of an alias, to add `cdn.example. CAA 0 issue "ca.example"`',
    ],
  ])('for %s with the records of %s says for whom they count', (name, domain, expected) => {
    expect(formatCaaAdvice({ name, domain }, 'issue "ca.example"')).toBe(expected);
  });
});
