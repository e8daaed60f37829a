/** Creates random certificates with fast-check, in which every field varies. Their keys are valid, their signatures are not. */

import { generateKeyPairSync, getCurves } from 'node:crypto';
import fc from 'fast-check';
import { buildCertificate, type CertificateFields, der, name, oid, type Value } from '../helpers/certificates.ts';

const spki = (pair: { publicKey: { export: (options: { type: 'spki'; format: 'der' }) => Buffer } }) =>
  pair.publicKey.export({ type: 'spki', format: 'der' });

/** Each curve of OpenSSL, by name and with explicit parameters; those of RFC 2409 have no identifier. */
function makeEcKeys(): Buffer[] {
  const createKey = (namedCurve: string, paramEncoding: 'named' | 'explicit') =>
    spki(generateKeyPairSync('ec', { namedCurve, paramEncoding }));
  return getCurves().flatMap((curve) => [
    ...(curve.startsWith('Oakley') ? [] : [createKey(curve, 'named')]),
    createKey(curve, 'explicit'),
  ]);
}

/** One key of each kind, so that generating a certificate is fast. */
function makeOtherKeys(): Buffer[] {
  return [
    ...[1024, 2048, 3072].map((modulusLength) => spki(generateKeyPairSync('rsa', { modulusLength }))),
    spki(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })),
    spki(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })),
    spki(generateKeyPairSync('ed25519')),
    spki(generateKeyPairSync('ed448')),
  ];
}

const TYPES = [
  ...[3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 15, 17, 42, 43, 46, 65, 97].map((arc) => `2.5.4.${arc}`),
  '0.9.2342.19200300.100.1.1',
  '0.9.2342.19200300.100.1.25',
  '1.2.840.113549.1.9.1',
  '1.3.6.1.4.1.311.60.2.1.1',
  '1.3.6.1.4.1.311.60.2.1.2',
  '1.3.6.1.4.1.311.60.2.1.3',
  '1.2.3.4.5.6',
];

const ASCII = 'abcXYZ019 .,-_@+"\\<>;=#/:*\n\t\0\x7f'.split('');
const WIDE = [...ASCII, ...'äöüßÉñ€Ωжשع漢字ﬁ\u200b'.split('')];
const text = (characters: readonly string[]) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 24 });
const wide = (bytes: number) => (value: string) =>
  Buffer.concat(
    [...value].map((character) => {
      const written = Buffer.alloc(bytes);
      written.writeUIntBE(character.codePointAt(0) ?? 0, 0, bytes);
      return written;
    }),
  );

/** A string with the tag of its type. */
const string: fc.Arbitrary<[number, Buffer]> = fc.oneof(
  text(WIDE).map((value): [number, Buffer] => [12, Buffer.from(value)]),
  text(ASCII).map((value): [number, Buffer] => [19, Buffer.from(value)]),
  text(ASCII).map((value): [number, Buffer] => [22, Buffer.from(value)]),
  text([...ASCII, ...'äöüßÉñ'.split('')]).map((value): [number, Buffer] => [20, Buffer.from(value, 'latin1')]),
  text(WIDE).map((value): [number, Buffer] => [30, wide(2)(value)]),
  text(WIDE).map((value): [number, Buffer] => [28, wide(4)(value)]),
);

const value: fc.Arbitrary<Value> = fc
  .tuple(fc.constantFrom(...TYPES), string)
  .map(([type, [tag, bytes]]): Value => [type, tag, bytes]);
const anyName = fc
  .array(fc.array(value, { minLength: 1, maxLength: 2 }), { maxLength: 6 })
  .map((relative) => name(...relative.map((values) => sortValues(values))));

/** The values of a set are sorted by their encodings (X.690 section 11.6). */
function sortValues(values: Value[]): Value[] {
  const encoded = (one: Value) => name([one]);
  return values.toSorted((a, b) => Buffer.compare(encoded(a), encoded(b)));
}

const time = fc
  .date({ min: new Date('1600-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => {
    const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
    const isUtc = digits >= '1950' && digits < '2050';
    return isUtc ? `${digits.slice(2)}Z` : `${digits}Z`;
  });

const label = fc.string({ unit: fc.constantFrom(...'abcxyz019-'.split('')), minLength: 1, maxLength: 12 });
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const alternative = fc.oneof(
  host.map((value) => der(0x82, value)),
  host.map((value) => der(0x82, `*.${value}`)),
  host.map((value) => der(0x81, `user@${value}`)),
  host.map((value) => der(0x86, `https://${value}/x?y=z`)),
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => der(0x87, bytes)),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => der(0x87, bytes)),
  fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 16, maxLength: 16 }).map((bytes) => der(0x87, Buffer.from(bytes))),
  fc.constant(der(0x88, oid('1.2.3.4').subarray(2))),
);

const hexId = fc.uint8Array({ minLength: 1, maxLength: 24 });
const USAGES = [
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.3',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
  '2.5.29.37.0',
  '1.2.3.4.5',
];

const extensions: fc.Arbitrary<Record<string, Buffer>> = fc
  .record(
    {
      '2.5.29.17': fc.array(alternative, { minLength: 1, maxLength: 8 }).map((names) => der(0x30, ...names)),
      '2.5.29.14': hexId.map((id) => der(0x04, id)),
      '2.5.29.35': hexId.map((id) => der(0x30, der(0x80, id))),
      '2.5.29.19': fc.oneof(
        fc.constant(der(0x30)),
        fc.constant(der(0x30, der(0x01, '\xff'))),
        fc.nat(9).map((length) => der(0x30, der(0x01, '\xff'), der(0x02, Buffer.from([length])))),
      ),
      '2.5.29.15': fc.integer({ min: 1, max: 0x1ff }).map((bits) => der(0x03, keyUsage(bits))),
      '2.5.29.37': fc.subarray(USAGES, { minLength: 1 }).map((usages) => der(0x30, ...usages.map(oid))),
    },
    { requiredKeys: [] },
  )
  .map((record) => ({ ...record }));

/** Nine bits, the first usage highest; trailing zeros are omitted. */
function keyUsage(bits: number): Buffer {
  const zeros = Math.clz32(bits & -bits) === 31 ? 0 : 31 - Math.clz32(bits & -bits);
  const used = 9 - zeros;
  const bytes = Math.ceil(used / 8);
  return Buffer.from([bytes * 8 - used, (bits >> 1) & 0xff, (bits & 1) << 7].slice(0, 1 + bytes));
}

const SIGNATURES = [
  ...[2, 3, 4, 5, 11, 12, 13, 14, 15, 16].map((arc) => `1.2.840.113549.1.1.${arc}`),
  ...[3, 27, 29].map((arc) => `1.3.14.3.2.${arc}`),
  '1.3.36.3.3.1.2',
  '1.2.840.10040.4.3',
  ...[1, 2, 3, 4].map((arc) => `2.16.840.1.101.3.4.3.${arc}`),
  ...Array.from({ length: 23 }, (_, at) => `2.16.840.1.101.3.4.3.${at + 9}`),
  ...[1, 2, 3, 4].map((arc) => `1.2.840.10045.4.3.${arc}`),
  '1.2.840.10045.4.1',
  '1.3.101.112',
  '1.3.101.113',
];

/** INTEGERs in the fewest bytes (X.690 section 8.3.2). */
const serial = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => {
    let first = 0;
    const redundant = (at: number) =>
      (bytes[at] === 0 && (bytes[at + 1] ?? 0x80) < 0x80) || (bytes[at] === 0xff && (bytes[at + 1] ?? 0) >= 0x80);
    while (redundant(first)) first += 1;
    return bytes.subarray(first);
  }),
  fc.constantFrom('00', '01', '7f', 'ff', '80', '0080', 'ff7f').map((hex) => Buffer.from(hex, 'hex')),
);

/** Returns this many certificates in DER. */
export function generateCertificates(count: number, seed: number): Buffer[] {
  const key = fc.oneof(fc.constantFrom(...makeOtherKeys()), fc.constantFrom(...makeEcKeys()));
  const odd: fc.Arbitrary<CertificateFields> = fc.record({
    serial,
    subject: anyName,
    issuer: anyName,
    from: time,
    to: time,
    key,
    signature: fc.constantFrom(...SIGNATURES),
    extensions,
  });
  return fc.sample(odd, { numRuns: count, seed }).map(buildCertificate);
}
