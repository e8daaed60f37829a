import { describe, expect, it } from 'vitest';
import type { Purpose } from '../../src/domain/index.ts';
import { derivePurpose, findIssuerMisuse, findMisuse, type UsageFields } from '../../src/domain/purposes.ts';

const PURPOSES: readonly Purpose[] = ['server', 'client', 'code_signing', 'ca', 'saml', 'any'];

const create = (over: Partial<UsageFields>): UsageFields => ({
  extended_key_usages: null,
  key_usages: null,
  basic_constraints: null,
  netscape_server: null,
  ...over,
});
const ca = { basic_constraints: { ca: true, path_length: null } };
const extended = (...extended_key_usages: string[]) => ({ extended_key_usages });
const key = (...key_usages: string[]) => ({ key_usages });

describe('a certificate', () => {
  it.each<[string, Partial<UsageFields>, suits: Purpose[], derived: Purpose]>([
    ['without usages', {}, ['server', 'client', 'saml', 'any'], 'server'],
    ['for servers', extended('serverAuth'), ['server', 'saml', 'any'], 'server'],
    ['for both ends', extended('clientAuth', 'serverAuth'), ['server', 'client', 'saml', 'any'], 'server'],
    ['for clients', extended('clientAuth', 'emailProtection'), ['client', 'saml', 'any'], 'client'],
    [
      'for code',
      { ...extended('codeSigning'), ...key('digitalSignature') },
      ['code_signing', 'saml', 'any'],
      'code_signing',
    ],
    [
      'for code, whose key may not sign',
      { ...extended('codeSigning'), ...key('keyEncipherment') },
      ['saml', 'any'],
      'any',
    ],
    ['for mail', extended('emailProtection'), ['saml', 'any'], 'any'],
    ['for anything', extended('anyExtendedKeyUsage'), ['saml', 'any'], 'any'],
    ['of a CA', { ...ca, ...key('keyCertSign', 'cRLSign') }, ['ca', 'any'], 'ca'],
    ['of a CA for servers', { ...ca, ...key('keyCertSign'), ...extended('serverAuth') }, ['ca', 'any'], 'ca'],
    [
      'of a CA that may not issue',
      { ...ca, ...key('digitalSignature') },
      ['server', 'client', 'saml', 'any'],
      'server',
    ],
    ['for encryption of data', key('dataEncipherment'), ['saml', 'any'], 'any'],
    ['for clients by its Netscape type', { netscape_server: false }, ['client', 'saml', 'any'], 'client'],
  ])('%s suits some purposes, of which one is assumed', (_, over, suits, derived) => {
    const certificate = create(over);
    expect(PURPOSES.filter((purpose) => findMisuse(certificate, purpose) === null)).toEqual(suits);
    expect(derivePurpose(certificate)).toBe(derived);
  });

  it('of an issuer may limit the purpose', () => {
    const issuer = create({ ...ca, ...extended('clientAuth', 'codeSigning') });
    expect(PURPOSES.filter((purpose) => findIssuerMisuse(issuer, purpose) !== null)).toEqual(['server']);
    expect(findIssuerMisuse(issuer, 'server')).toBe('may only issue for clientAuth, codeSigning');
    expect(findIssuerMisuse(create(ca), 'server')).toBeNull();
  });
});
