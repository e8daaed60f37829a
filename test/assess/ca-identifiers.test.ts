import { expect, it } from 'vitest';
import { describeCaIdentifier, findKnownCa, isSameCa } from '../../src/assess/ca-identifiers.ts';

/** The organizations of issuers of public TLS certificates. */
const ORGANIZATIONS = [
  "Let's Encrypt",
  'Internet Security Research Group',
  'Google Trust Services',
  'Google Trust Services LLC',
  'DigiCert Inc',
  'DigiCert, Inc.',
  'Encryption Everywhere CA',
  'QuoVadis Limited',
  'QuoVadis Trustlink B.V.',
  'GeoTrust',
  'RapidSSL',
  'Verokey',
  'Sectigo Limited',
  'COMODO CA Limited',
  'The USERTRUST Network',
  'ZeroSSL',
  'ZeroSSL GmbH',
  'Amazon',
  'Amazon Trust Services',
  'GlobalSign nv-sa',
  'GlobalSign',
  'GoDaddy.com, Inc.',
  'Starfield Technologies, Inc.',
  'Microsoft Corporation',
  'Apple Inc.',
  'Entrust',
  'Entrust, Inc.',
  'Entrust Limited',
  'Entrust Corporation',
  'SSL Corp',
  'SSL Corporation',
  'IdenTrust',
  'IdenTrust, Inc.',
  'Actalis S.p.A.',
  'Buypass AS-983163327',
  'Certainly',
  'Asseco Data Systems S.A.',
  'Certum',
  'CERTSIGN SA',
  'certSIGN',
  'Certigna',
  'DHIMYOTIS',
  'Cybertrust Japan Co., Ltd.',
  'D-Trust GmbH',
  'Deutsche Telekom Security GmbH',
  'eMudhra Inc',
  'eMudhra Technologies Limited',
  'Hellenic Academic and Research Institutions CA',
  'Hellenic Academic and Research Institutions Cert. Authority',
  'Microsec Ltd.',
  'NETLOCK Kft.',
  'SECOM Trust Systems CO.,LTD.',
  'SwissSign AG',
  'TAIWAN-CA',
  'TAIWAN-CA Inc.',
  'Telia Company AB',
  'Telia Finland Oyj',
  'TrustAsia Technologies, Inc.',
  'Trustwave Holdings, Inc.',
  'Viking Cloud, Inc.',
];

it('each organization has the CAA identifiers of its CA', async () => {
  const lines = ORGANIZATIONS.map((organization) => {
    const ca = findKnownCa(`CN=Issuing CA,O=${organization.replaceAll(',', '\\,')}`);
    return `${organization}: ${ca?.name} ${ca?.identifiers.join(' ')}; ${describeCaIdentifier(ca?.identifiers[0] ?? '')}\n`;
  });
  await expect(lines.join('')).toMatchFileSnapshot('../golden/assess/ca-identifiers.txt');
});

it.each([
  ['', 'CN=R11'],
  ['O=Example CA', 'CN=Example CA'],
  ['O=Example CA', 'O=EXAMPLE CA.'],
  ["O=Let's Encrypt", 'O=Internet Security Research Group'],
])('the issuers "%s" and "%s" may be of one CA', (a, b) => {
  expect(isSameCa(a, b)).toBe(true);
  expect(isSameCa(b, null)).toBe(true);
  expect(isSameCa(null, b)).toBe(true);
});

it.each([
  ['O=Example CA', 'O=Other CA'],
  ["O=Let's Encrypt", 'O=Other CA'],
  ["O=Let's Encrypt", 'O=DigiCert Inc'],
])('the issuers "%s" and "%s" are of two CAs', (a, b) => {
  expect(isSameCa(a, b)).toBe(false);
  expect(isSameCa(b, a)).toBe(false);
});
