import { describe, expect, it } from 'vitest';
import { buildCertificate, CN, name, pem } from '../helpers/certificates.ts';
import { summary } from './helpers.ts';

// Editors, PowerShell and exports of Windows write a byte order mark, or UTF-16.

const shop = buildCertificate({ subject: name([[CN, 12, 'shop.example']]) });
const PEM = pem(shop);
const base64 = (bytes: Buffer | string) => Buffer.from(bytes as string).toString('base64');
const secret = (slot: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  ${slot}: ${base64(PEM)}\n`;

const TEXTS: [format: string, text: string][] = [
  ['PEM', PEM],
  ['a Secret', secret('a.crt')],
  ['a Secret in JSON', JSON.stringify({ apiVersion: 'v1', kind: 'Secret', data: { 'a.crt': base64(PEM) } })],
  [
    'a kubeconfig',
    `apiVersion: v1\nkind: Config\nusers:\n- name: x\n  user: {client-certificate-data: ${base64(PEM)}}\n`,
  ],
  [
    'SAML metadata',
    `<?xml version="1.0"?><KeyDescriptor><X509Certificate>${base64(shop)}</X509Certificate></KeyDescriptor>`,
  ],
  ['a JWKS', JSON.stringify({ keys: [{ kid: 'x', x5c: [base64(shop)] }] })],
  ['base64 of DER', base64(shop)],
  ['base64 of PEM', `${base64(PEM)}\n`],
  ['base64 of PEM with a mark', base64(`\ufeff${PEM}`)],
];

const ENCODINGS: [encoding: string, encode: (text: string) => Buffer][] = [
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16, little-endian', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, big-endian', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-16 without a mark, little-endian', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16 without a mark, big-endian', (text) => Buffer.from(text, 'utf16le').swap16()],
];

describe.each(TEXTS)('%s', (_, text) => {
  it.each(ENCODINGS)('is decoded from %s', async (_, encode) => {
    const plain = await summary(text);
    expect(plain).toHaveLength(1);
    expect(plain[0]).toMatch(/^a.*: shop\.example$/);
    expect(await summary(encode(text))).toEqual(plain);
  });
});

it('decodes concatenated files with byte order marks', async () => {
  const marked = (slot: string) => `\ufeff${secret(slot)}`;
  const apart = ['a#secret/x/a.crt: shop.example', 'a#secret/x/b.crt: shop.example'];
  expect(await summary(`${marked('a.crt')}---\n${marked('b.crt')}`)).toEqual(apart);
  expect(await summary(`${marked('a.crt')}\ufeff---\n${secret('b.crt')}`)).toEqual(apart);
});

it('does not decode base64 in base64', async () => {
  expect(await summary(base64(base64(shop)))).toEqual(['a: no-certificate']);
  expect(await summary(base64(base64(base64(PEM))))).toEqual(['a: no-certificate']);
});
