import { describe, expect, it } from 'vitest';
import { decodeSaml } from '../../src/certificate/formats/saml.ts';
import type { ParsedDocument } from '../../src/certificate/x509/parse.ts';
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

  it('has no role of an element that is called like a property of every object', async () => {
    const inner = `<constructor>${key(base64(shop))}</constructor>`;
    expect(await summary(metadata(idp(inner)))).toEqual([`${slot}/idp/signing: shop.example`]);
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

  describe('validUntil', () => {
    const group = (attributes: string, ...members: string[]) =>
      `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ${attributes}>${members.join('')}</md:EntitiesDescriptor>`;
    const entity = (id: string, attributes: string, content = '') =>
      `<md:EntityDescriptor entityID="${id}" ${attributes}>${content}</md:EntityDescriptor>`;
    const listDates = (text: string) =>
      decodeSaml(text).flatMap(({ name: slot, contents }) =>
        contents.map((one) =>
          typeof one === 'object' && 'facts' in one
            ? [slot, one.facts.common_name, one.facts.valid_from, one.facts.valid_to]
            : [slot, (one as { code: string }).code],
        ),
      );

    it('is a date beside the certificates, and cacheDuration is not', async () => {
      const text = metadata(idp(key(base64(shop)))).replace(
        'entityID',
        'cacheDuration="P1D" validUntil="2027-03-01T00:00:00Z" entityID',
      );
      expect(await summary(text)).toEqual([
        `${slot}/idp/signing: shop.example`,
        'a#validUntil: SAML metadata validity of https://idp.example/metadata',
      ]);
      expect(
        await summary(metadata(idp(key(base64(shop)))).replace('entityID', 'cacheDuration="P1D" entityID')),
      ).toHaveLength(1);
    });

    it('counts in a nested element only if it is earlier than around it', () => {
      const text = group(
        'Name="https://fed.example" validUntil="2027-03-01T00:00:00Z"',
        entity('a', 'validUntil="2027-04-01T00:00:00Z"'),
        entity('b', 'validUntil="2027-02-01T12:30:00.5Z"', '<md:SPSSODescriptor validUntil="2027-01-31T00:00:00"/>'),
        entity('c', ''),
      );
      expect(listDates(text)).toEqual([
        ['validUntil', 'SAML metadata validity of https://fed.example', null, '2027-03-01T00:00:00Z'],
        ['b/validUntil', 'SAML metadata validity of b', null, '2027-02-01T12:30:00.500Z'],
        ['b/sp/validUntil', 'SAML metadata validity of b/sp', null, '2027-01-31T00:00:00Z'],
      ]);
    });

    it('has a lifetime if the metadata says when it was published', () => {
      const published = (time: string) =>
        `<md:Extensions><mdrpi:PublicationInfo creationInstant="${time}"/></md:Extensions>`;
      const read = (time: string) => listDates(group('validUntil="2027-03-01T00:00:00Z"', published(time)))[0]?.[2];
      expect(read('2027-02-15T00:00:00Z')).toBe('2027-02-15T00:00:00Z');
      expect(read('2027-03-02T00:00:00Z')).toBeNull();
    });

    it('is a document that is identified by its name and time', () => {
      const published =
        '<md:Extensions><mdrpi:PublicationInfo creationInstant="2027-02-15T06:00:00Z"/></md:Extensions>';
      const read = (name: string, until: string) => {
        const [first] = decodeSaml(group(`Name="${name}" validUntil="${until}"`, published));
        return first?.contents[0] as ParsedDocument;
      };
      const one = read('https://fed.example', '2027-03-01T00:00:00Z');
      expect(one).toMatchObject({ kind: 'metadata', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(one.facts.lifetime_days).toBe(14);
      const others = [read('https://fed.example', '2027-03-02T00:00:00Z'), read('b', '2027-03-01T00:00:00Z')];
      expect(new Set([one, ...others].map(({ fingerprint }) => fingerprint)).size).toBe(3);
      expect(read('https://fed.example', '2027-03-01T00:00:00Z').fingerprint).toBe(one.fingerprint);
    });

    it('is a failure of its own if it is not a time', async () => {
      const text = metadata(idp(key(base64(shop)))).replace('entityID', 'validUntil="2027-02-30T00:00:00Z" entityID');
      expect(await summary(text)).toEqual([`${slot}/idp/signing: shop.example`, 'a#validUntil: container-malformed']);
    });

    it('is returned for the thousand entities that expire first', () => {
      const members = Array.from({ length: 2000 }, (_, index) =>
        entity(`e${index}`, `validUntil="${2040 - (index % 2)}-01-01T00:00:00Z"`),
      );
      const dates = listDates(group('', ...members));
      expect(dates).toHaveLength(1000);
      expect(new Set(dates.map((one) => one.at(-1)))).toEqual(new Set(['2039-01-01T00:00:00Z']));
    });
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
