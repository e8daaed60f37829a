import { expect, it } from 'vitest';
import { readChildren, readElement } from '../../src/certificate/asn1/der.ts';
import { parseCertificate } from '../../src/certificate/x509/parse.ts';
import { readPathFields } from '../../src/certificate/x509/path-fields.ts';
import { buildCertificate, CN, der, name, oid } from '../helpers/certificates.ts';

const EXTENSIONS = {
  '2.5.29.14': '040101',
  '2.5.29.15': '03020780',
  '2.5.29.17': '3003820161',
  '2.5.29.19': '30060101ff020103',
  '2.5.29.30': '3009a00730058203616263',
  '2.5.29.31': '300b3009a007a0058603613a62',
  '2.5.29.35': '3003800101',
  '2.5.29.37': '300a06082b06010505070301',
  '1.3.6.1.5.5.7.1.1': '3011300f06082b060105050730028603613a62',
};

const certificate = buildCertificate({
  subject: name([[CN, 12, 'a.example']]),
  extensions: Object.fromEntries(Object.entries(EXTENSIONS).map(([type, hex]) => [type, Buffer.from(hex, 'hex')])),
  key: der(0x30, der(0x30, oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), der(0x03, Buffer.alloc(66, 4))),
});

/** The positions of all elements, each with its path of indexes. */
function listElements(bytes: Buffer): { at: number; path: string }[] {
  const visit = (at: number, limit: number, path: string): { at: number; path: string }[] => {
    const element = readElement(bytes, at, limit);
    const isConstructed = (element.tag & 0x20) !== 0;
    // The value of an extension is an OCTET STRING with an element.
    const isValue = /^0\.0\.7\.0\.\d+\.1$/.test(path);
    const children = isConstructed || isValue ? readChildren(bytes, element) : [];
    return [{ at, path }, ...children.flatMap((child, index) => visit(child.at, child.end, `${path}.${index}`))];
  };
  return visit(0, bytes.length, '0');
}

function describeResult(bytes: Buffer): string {
  const parsed = parseCertificate(bytes);
  if ('code' in parsed) return `${parsed.code}: ${parsed.detail}`;
  const fields = readPathFields(parsed);
  if (fields === null) return 'no fields for paths';
  const { defects, key_algorithm, key_size, curve, version, has_strict_times } = fields;
  return JSON.stringify({ defects, key_algorithm, key_size, curve, version, has_strict_times });
}

it('each element of another type is reported by what it should have been', async () => {
  const lines = listElements(certificate).map(({ at, path }) => {
    const damaged = Buffer.from(certificate);
    damaged[at] = 0x05;
    return `${path}: ${describeResult(damaged)}\n`;
  });
  await expect(lines.join('')).toMatchFileSnapshot('../golden/certificate/malformed-elements.txt');
});
