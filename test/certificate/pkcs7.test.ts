import { describe, expect, it } from 'vitest';
import { readPkcs7 } from '../../src/certificate/formats/pkcs7.ts';
import { buildCertificate, CN, der, name, oid } from '../helpers/certificates.ts';
import { pkcs7 } from '../helpers/keystores.ts';
import { LIST } from './damaged-inputs.ts';

const SHOP = buildCertificate({ subject: name([[CN, 12, 'shop.example']]) });
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const wrap = (...fields: Buffer[]) => der(0x30, oid(SIGNED_DATA), der(0xa0, der(0x30, ...fields)));
const HEAD = [der(0x02, '\x01'), der(0x31)];
const CONTENT = der(0x30, oid('1.2.840.113549.1.7.1'));

/** The names of what the bundle contains, or the message of the failure. */
function list(bytes: Buffer): string[] {
  return readPkcs7(bytes, 'The file').contents.map((one) => {
    if (typeof one !== 'object') return one;
    if ('facts' in one) return `${one.kind} ${one.facts.common_name}`;
    return 'code' in one ? `${one.code}: ${one.detail}` : 'other';
  });
}

describe('a PKCS#7 bundle', () => {
  it.each<[what: string, bytes: Buffer, message: string]>([
    ['another element', der(0x31, oid(SIGNED_DATA)), 'the bundle is missing'],
    ['no type', der(0x30), 'the type of the content is missing'],
    ['another element as its type', der(0x30, der(0x02, '\x01')), 'the type of the content is missing'],
    ['no content', der(0x30, oid(SIGNED_DATA)), 'the content is missing'],
    ['another tag of the content', der(0x30, oid(SIGNED_DATA), der(0xa1)), 'the content is missing'],
    ['no signed data', der(0x30, oid(SIGNED_DATA), der(0xa0)), 'the signed data is missing'],
    ['other signed data', der(0x30, oid(SIGNED_DATA), der(0xa0, der(0x31))), 'the signed data is missing'],
    ['no signed content', wrap(...HEAD), 'the signed content is missing'],
    ['another signed content', wrap(...HEAD, der(0x31)), 'the signed content is missing'],
  ])('is malformed with %s', (_, bytes, message) => {
    expect(list(bytes)).toEqual([
      `container-malformed: The file is a PKCS#7 bundle that is malformed (${message}). ` +
        'Copy it again from its source, or export it again.',
    ]);
  });

  it('is unsupported unless it is signed', () => {
    expect(list(der(0x30, oid('1.2.840.113549.1.7.3'), der(0xa0)))).toEqual([
      'unsupported-format: The file is a PKCS#7 message that is not signed data, which is not supported. ' +
        'Export the certificates themselves, as a bundle (.p7b) or as PEM.',
    ]);
  });

  it('is truncated without its last byte', () => {
    const bytes = pkcs7([SHOP]);
    expect(list(bytes.subarray(0, -1))).toEqual([
      'container-truncated: The file is a PKCS#7 bundle that is truncated. Copy it again from its source.',
    ]);
    expect(list(Buffer.concat([bytes, Buffer.from('x')]))).toEqual(['certificate shop.example']);
  });

  it.each<[what: string, fields: Buffer[], contents: string[]]>([
    ['certificates', [der(0xa0, SHOP, SHOP)], ['certificate shop.example', 'certificate shop.example']],
    ['revocation lists', [der(0xa1, LIST)], ['crl CRL of CA']],
    ['both', [der(0xa0, SHOP), der(0xa1, LIST)], ['certificate shop.example', 'crl CRL of CA']],
    ['other certificates, which have a tag', [der(0xa0, der(0xa1), SHOP)], ['certificate shop.example']],
    ['signers, which are ignored', [der(0xa0, SHOP), der(0x31, SHOP)], ['certificate shop.example']],
  ])('contains %s', (_, fields, contents) => {
    expect(list(wrap(...HEAD, CONTENT, ...fields))).toEqual(contents);
  });

  it.each<[what: string, fields: Buffer[]]>([
    ['no fields', []],
    ['no certificates', [der(0xa0)]],
    ['no lists', [der(0xa1)]],
  ])('is empty with %s', (_, fields) => {
    const expected = [
      'container-empty: The file is a PKCS#7 bundle without a certificate. Its keys and secrets are not read. ' +
        'Use the file with the certificates.',
    ];
    expect(list(wrap(...HEAD, CONTENT, ...fields))).toEqual(expected);
    // Certificates come after the content.
    expect(list(wrap(der(0xa0, SHOP), der(0xa1, LIST), CONTENT, ...fields))).toEqual(expected);
  });

  it('numbers its certificates and its lists in failures', () => {
    const broken = der(0x30, der(0x30));
    const found = list(wrap(...HEAD, CONTENT, der(0xa0, SHOP, broken), der(0xa1, broken)));
    expect(found).toHaveLength(3);
    expect(found[1]).toContain('The file, certificate 2, ');
    expect(found[2]).toContain('The file, revocation list 1, ');
  });

  it.each<[what: string, content: Buffer, signed: string | null]>([
    ['none', CONTENT, null],
    ['an empty wrapper', der(0x30, oid('1.2.3'), der(0xa0)), null],
    ['another type', der(0x30, oid('1.2.3'), der(0xa0, der(0x0c, 'x'))), null],
    ['bytes', der(0x30, oid('1.2.3'), der(0xa0, der(0x04, 'x'))), 'x'],
    ['no bytes', der(0x30, oid('1.2.3'), der(0xa0, der(0x04))), ''],
  ])('has the signed content: %s', (_, content, signed) => {
    const bundle = readPkcs7(wrap(...HEAD, content, der(0xa0, SHOP)), 'The file');
    expect(bundle.signed?.toString() ?? null).toBe(signed);
    expect(bundle.contents).toHaveLength(1);
    const alone = readPkcs7(wrap(...HEAD, content), 'The file');
    expect(alone.contents).toHaveLength(signed === null ? 1 : 0);
  });
});
