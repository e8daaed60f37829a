import { describe, expect, it } from 'vitest';
import { isParsed } from '../../src/certificate/format-types.ts';
import {
  findEmbeddedCertificates,
  findEncodedDer,
  readCertificateField,
} from '../../src/certificate/formats/embedded.ts';
import { isPrivateKeyName } from '../../src/domain/certificate-names.ts';
import { buildCertificate, CN, name, pem } from '../helpers/certificates.ts';

// Its base64 has characters that differ in base64url.
const DER = buildCertificate({ subject: name([[CN, 12, '????>>>>']]) });
const PEM = pem(DER);
const BASE64 = DER.toString('base64');

const list = (value: unknown) => findEmbeddedCertificates(value).map(({ path }) => path.join('/'));
const nest = (depth: number): unknown => (depth === 0 ? PEM : { x: nest(depth - 1) });

describe('the certificates in the fields of a document', () => {
  it.each<[what: string, value: unknown, paths: string[]]>([
    ['a text', PEM, ['']],
    ['base64', { a: BASE64 }, ['a']],
    ['base64 of PEM', { a: Buffer.from(PEM).toString('base64') }, ['a']],
    ['a text around PEM', { a: `x ${PEM} y` }, ['a']],
    ['a private key', { a: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n' }, []],
    ['something else', { a: 'x', b: 1, c: null, d: true, e: 'MIIx' }, []],
    ['fields in fields', { a: { b: { c: PEM } }, d: PEM }, ['a/b/c', 'd']],
    ['items without names', { a: [PEM, { b: PEM }] }, ['a', 'a/b']],
    ['items with names', { a: [{ name: 'n', b: PEM }] }, ['a/n/b']],
    ['items with names in their metadata', { a: [{ metadata: { name: 'm' }, b: PEM }] }, ['a/m/b']],
    ['items with both', { a: [{ name: 'n', metadata: { name: 'm' }, b: PEM }] }, ['a/n/b']],
    [
      'items with other names',
      {
        a: [
          { name: 1, metadata: null, b: PEM },
          { name: '', metadata: 'x', b: PEM },
        ],
      },
      ['a/b', 'a/b'],
    ],
    ['keys', { 'a.key': PEM, 'b-key.pem': PEM, key: PEM, 'a.key.crt': PEM }, ['key', 'a.key.crt']],
    ['prose', { description: PEM, message: PEM, example: PEM, examples: [PEM], descriptions: PEM }, ['descriptions']],
    [
      'earlier versions',
      {
        'a/last-applied-configuration': PEM,
        'a/last-applied': PEM,
        'a/original': PEM,
        original: PEM,
        'a/originals': PEM,
      },
      ['original', 'a/originals'],
    ],
    ['64 levels', nest(64), [Array(64).fill('x').join('/')]],
    ['65 levels', nest(65), []],
  ])('are found in %s', (_, value, paths) => {
    expect(list(value)).toEqual(paths);
  });

  it('are found once in a value that is repeated, or that contains itself', () => {
    const shared: Record<string, unknown> = { b: PEM };
    shared.self = shared;
    expect(list({ a: shared, c: shared })).toEqual(['a/b']);
  });
});

it.each([
  ['a.key', true],
  ['tls.key', true],
  ['a-key.pem', true],
  ['a.keys', false],
  ['key.pem', false],
  ['a-key.pem.crt', false],
  ['key', false],
])('a field with the name %s has a private key: %s', (name, expected) => {
  expect(isPrivateKeyName(name)).toBe(expected);
});

it('base64 and base64url of the certificate differ', () => {
  expect(BASE64).toMatch(/[+].*[/]|[/].*[+]/);
});

it.each([
  ['certificate', BASE64],
  ['certificate', DER.toString('base64url')],
  ['certificate', PEM],
  ['slot-without-certificate', ''],
  ['slot-without-certificate', ' \n'],
  ['certificate-malformed', 'x!'],
  ['certificate-malformed', 'AAAA'],
])('a field that must have a certificate is read, case %#: %s', (expected, text) => {
  const found = readCertificateField(text, 'The key').map((one) => {
    if (typeof one === 'string') return one;
    return 'code' in one ? one.code : 'kind' in one ? one.kind : 'unread';
  });
  expect(found).toEqual([expected]);
});

it.each([
  ['in quotes', `'X509Certificate' => '${BASE64}',`],
  ['in lines, with words after it', `certificate:\n  ${BASE64.replace(/(.{64})/g, '$1\n  ')}\n  more words`],
  ['in an assignment', `TLS_CERT=${BASE64}`],
  ['twice', `a: "${BASE64}"\nb: "${BASE64}"`],
])('base64 of DER is found %s', (what, text) => {
  expect(findEncodedDer([text]).flatMap((one) => (isParsed(one) ? one.facts.common_name : []))).toEqual(
    Array.from({ length: what === 'twice' ? 2 : 1 }, () => '????>>>>'),
  );
});

it.each(['MII', `MII${'A'.repeat(100)}`, `x${BASE64}`, BASE64.slice(0, 100)])(
  'base64 of other data is ignored: %#',
  (text) => {
    expect(findEncodedDer([text])).toEqual([]);
  },
);
