import { describe, expect, it } from 'vitest';
import { decodeSaml } from '../../src/certificate/formats/saml.ts';
import { buildCertificate, CN, name, pem } from '../helpers/certificates.ts';
import { summary } from './helpers.ts';

const named = (commonName: string) => buildCertificate({ subject: name([[CN, 12, commonName]]) });
const shop = named('shop.example');
const root = named('Root');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const metadata = (...roles: string[]) => `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  entityID="https://idp.example/metadata">${roles.join('')}</md:EntityDescriptor>`;
const key = (certificate: string, use = 'signing') =>
  `<md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
  ${certificate}
  </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const idp = (...keys: string[]) => `<md:IDPSSODescriptor>${keys.join('')}</md:IDPSSODescriptor>`;

describe('SAML metadata', () => {
  const slot = 'a#https://idp.example/metadata';

  it('returns the certificates of its roles by their use', async () => {
    const sp = `<md:SPSSODescriptor>${key(base64(root)).replace(' use="signing"', '')}</md:SPSSODescriptor>`;
    const signature = key(base64(root)).replaceAll('md:KeyDescriptor', 'ds:Signature');
    const roles = metadata(signature, idp(key(base64(shop)), key(base64(root), 'encryption')), sp);
    expect(await summary(roles)).toEqual([
      `${slot}/signature: Root`,
      `${slot}/idp/signing: shop.example`,
      `${slot}/idp/encryption: Root`,
      `${slot}/sp/any: Root`,
    ]);
  });

  it('returns two certificates of the same use, as during a rollover', async () => {
    const found = await summary(metadata(idp(key(base64(shop)), key(base64(root)))));
    expect(found.map((line) => line.replace(/#[0-9a-f]{12}/, '#'))).toEqual([
      `${slot}/idp/signing#: shop.example`,
      `${slot}/idp/signing#: Root`,
    ]);
  });

  it('is decoded with comments, CDATA and line breaks in a certificate', async () => {
    const broken = base64(shop).replace(/^.{60}/, '$&\n<!-- here -->\n  ');
    expect(await summary(metadata(idp(key(broken))))).toEqual([`${slot}/idp/signing: shop.example`]);
    expect(await summary(metadata(idp(key(`<![CDATA[${base64(shop)}]]>`))))).toEqual([
      `${slot}/idp/signing: shop.example`,
    ]);
  });

  it('returns the certificates before a defect', async () => {
    const text = metadata(idp(key(base64(shop))));
    expect(await summary(text.slice(0, -30))).toEqual([`${slot}/idp/signing: shop.example`, 'a: document-malformed']);
  });

  it('accepts PEM instead of base64, and nothing else', async () => {
    expect(await summary(metadata(idp(key(pem(shop)))))).toEqual([`${slot}/idp/signing: shop.example`]);
    expect(await summary(metadata(idp(key(base64(shop).replace(/(?<=^.{9})./, '-')))))).toEqual([
      `${slot}/idp/signing: certificate-malformed`,
    ]);
    expect(await summary(metadata(idp(key(''))))).toEqual([`${slot}/idp/signing: slot-without-certificate`]);
  });

  it('does not expand entities that it declares', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`;
    expect(await summary(metadata(key('&b;')).replace('?>', `?>${bomb}`))).toEqual(['a: document-malformed']);
  });

  it('returns what is inside of an element of a certificate as one text', async () => {
    const half = base64(shop).slice(0, 100);
    const text = metadata(idp(key(base64(shop).replace(half, `${half}<!-- x --><x/>`))));
    expect(await summary(text)).toEqual([`${slot}/idp/signing: shop.example`]);
  });

  it('says why the whole file is unreadable', () => {
    const details = ['<a>', '<a>'.repeat(101)].map((text) => decodeSaml(text)[0]?.contents);
    expect(details).toMatchObject([
      [{ code: 'document-malformed', detail: expect.stringMatching(/^The file .*XML/) }],
      [{ code: 'document-too-large', detail: expect.stringMatching(/^The file /) }],
    ]);
  });
});
