import { describe, expect, it } from 'vitest';
import { decodeLocation } from '../../src/certificate/decode.ts';
import { isFailure, isParsed } from '../../src/certificate/format-types.ts';
import { findEmbeddedCertificates, readCertificateField } from '../../src/certificate/formats/embedded.ts';
import { readOcspResponse } from '../../src/certificate/revocation/ocsp-response.ts';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';
import { jks, pkcs12, plainContent } from '../helpers/keystores.ts';
import { LIST } from './damaged-inputs.ts';
import { summary } from './helpers.ts';

const make = (subject: string, issuer = subject, extensions = {}) =>
  buildCertificate({ subject: name([[CN, 12, subject]]), issuer: name([[CN, 12, issuer]]), extensions });
const LEAF = make('leaf', 'ca', { '2.5.29.35': der(0x30, der(0x80, 'k')) });
const CA = make('ca', 'ca', { '2.5.29.14': der(0x04, 'k') });

describe('a certificate in the chain of a PKCS#12 key', () => {
  const attribute = (type: string, value: Buffer) => der(0x30, oid(type), der(0x31, value));
  const id = attribute('1.2.840.113549.1.9.21', der(0x04, 'id'));
  const bag = (certificate: Buffer, ...attributes: Buffer[]) =>
    der(
      0x30,
      oid('1.2.840.113549.1.12.10.1.3'),
      der(0xa0, der(0x30, oid('1.2.840.113549.1.9.22.1'), der(0xa0, der(0x04, certificate)))),
      der(0x31, ...attributes),
    );
  const key = der(0x30, oid('1.2.840.113549.1.12.10.1.1'), der(0xa0, der(0x30)), der(0x31, id));
  const read = (...attributes: Buffer[]) =>
    summary(pkcs12(plainContent(der(0x30, key, bag(LEAF, id), bag(CA, ...attributes)))));

  it.each<[string, Buffer]>([
    ['an unknown attribute', attribute('1.2.3', der(0x05))],
    ['a name', attribute('1.2.840.113549.1.9.20', der(0x1e, '\0c\0a'))],
    ['an attribute without a value', der(0x30, oid('2.16.840.1.113894.746875.1.1'), der(0x31))],
    ['an attribute without values', der(0x30, oid('2.16.840.1.113894.746875.1.1'))],
  ])('is only part of it with %s', async (_, attributes) => {
    expect(await read(attributes)).toEqual(['a: leaf < ca']);
  });

  it('is only part of it with another attribute and a name', async () => {
    const others = [attribute('1.2.3', der(0x05)), attribute('1.2.840.113549.1.9.20', der(0x1e, '\0c\0a'))];
    expect(await read(...others)).toEqual(['a: leaf < ca']);
  });

  it('is also a location of its own if Java trusts it', async () => {
    const trusted = attribute('2.16.840.1.113894.746875.1.1', oid('2.5.29.37.0'));
    expect(await read(trusted, attribute('1.2.840.113549.1.9.20', der(0x1e, '\0c\0a')))).toEqual([
      'a: leaf < ca',
      'a#ca: ca',
    ]);
  });
});

it.each<[what: string, bag: string, form: string, found: string]>([
  ['a revocation list', '1.2.840.113549.1.12.10.1.4', '1.2.840.113549.1.9.23.1', 'a: CRL of CA'],
  ['a list of an unknown form', '1.2.840.113549.1.12.10.1.4', '1.2.840.113549.1.9.23.2', 'a: container-malformed'],
  ['a certificate of another form', '1.2.840.113549.1.12.10.1.3', '1.2.840.113549.1.9.22.2', 'a: container-empty'],
  ['a secret', '1.2.840.113549.1.12.10.1.5', '1.2.840.113549.1.9.22.1', 'a: container-empty'],
  ['an entry of an unknown kind', '1.2.840.113549.1.12.10.1.7', '1.2.840.113549.1.9.22.1', 'a: container-malformed'],
])('a PKCS#12 keystore can have %s', async (_, bag, form, found) => {
  const entry = der(0x30, oid(bag), der(0xa0, der(0x30, oid(form), der(0xa0, der(0x04, LIST)))));
  expect(await summary(pkcs12(plainContent(der(0x30, entry))))).toEqual([found]);
});

describe('an entry of a Java keystore', () => {
  it.each([1, 2])('without a certificate is skipped in version %i', async (version) => {
    const entries = [
      { alias: 'empty', certificates: [], key: Buffer.alloc(3) },
      { alias: 'full', certificates: [LEAF, CA], key: Buffer.alloc(3) },
    ];
    expect(await summary(jks(entries, 'x', { version }), 'x')).toEqual(['a#full: leaf < ca']);
    expect(await summary(jks(entries.slice(0, 1), 'x', { version }), 'x')).toEqual(['a: container-empty']);
  });

  it('is a set without its leaf', async () => {
    const entry = { alias: 'k', certificates: [Buffer.from('3000', 'hex'), LEAF, CA], key: Buffer.alloc(3) };
    const found = (await summary(jks([entry], 'x'), 'x')).map((line) => line.replace(/#[0-9a-f]{12}/, '#'));
    expect(found).toEqual(['a#k#: leaf', 'a#k#: ca', 'a#k: certificate-malformed']);
  });

  it('is rejected in another version', async () => {
    for (const version of [0, 3]) {
      const [failure] = await decodeLocation({ location: 'a', observed: {}, content: jks([], 'x', { version }) }, null);
      expect(failure?.failure?.detail).toContain('(its version is neither 1 nor 2)');
    }
  });
});

describe('a field with a certificate', () => {
  const PEM = pem(LEAF);
  const paths = (value: unknown) => findEmbeddedCertificates(value).map(({ path }) => path.join('/'));

  it('is found by the names of the fields and items that lead to it', () => {
    expect(paths(PEM)).toEqual(['']);
    expect(paths({ a: { b: PEM }, c: PEM })).toEqual(['a/b', 'c']);
    expect(paths([PEM, [PEM]])).toEqual(['', '']);
    expect(
      paths({
        a: [
          { name: 'x', b: PEM },
          { name: '', b: PEM },
          { name: 1, b: PEM },
        ],
      }),
    ).toEqual(['a/x/b', 'a/b', 'a/b']);
    const items = [{ metadata: { name: 'y' } }, { metadata: { name: '' } }, { metadata: null }, { metadata: 'z' }];
    expect(paths(items.map((item) => ({ ...item, b: PEM })))).toEqual(['y/b', 'b', 'b', 'b']);
    expect(paths([{ name: 'x', metadata: { name: 'y' }, b: PEM }])).toEqual(['x/b']);
  });

  it.each(['tls.key', 'ca-key.pem', 'description', 'message', 'example', 'examples'])('is ignored as %s', (field) => {
    expect(paths({ [field]: PEM })).toEqual([]);
  });

  it.each(['tls.keys', 'key', 'ca-key.pem.bak', 'a.description', 'original', 'last-applied'])(
    'is found as %s',
    (field) => {
      expect(paths({ [field]: PEM })).toEqual([field]);
    },
  );

  it.each(['kubectl/last-applied-configuration', 'x/last-applied', 'x/original'])('is ignored in %s', (field) => {
    expect(paths({ [field]: PEM })).toEqual([]);
    expect(paths({ [`${field}-x`]: PEM })).toEqual([`${field}-x`]);
  });

  it('is found once in a value that is repeated, and to a depth of 64', () => {
    const shared = { b: PEM };
    expect(paths({ a: shared, c: shared })).toEqual(['a/b']);
    const nest = (depth: number): unknown => (depth === 0 ? PEM : { a: nest(depth - 1) });
    expect([paths(nest(64)).length, paths(nest(65)).length]).toEqual([1, 0]);
  });

  it.each<[string, string, string]>([
    ['nothing', ' \n', 'slot-without-certificate'],
    ['PEM', PEM, 'leaf'],
    ['base64', LEAF.toString('base64'), 'leaf'],
    ['base64url', LEAF.toString('base64url'), 'leaf'],
    ['another text', 'x!', 'certificate-malformed'],
    ['base64 of something else', 'AAAA', 'certificate-malformed'],
  ])('has %s', (_, text, result) => {
    const found = readCertificateField(text, 'The field');
    expect(found.map((one) => (isParsed(one) ? one.facts.common_name : isFailure(one) ? one.code : one))).toEqual([
      result,
    ]);
  });

  it('is named in its failure', () => {
    const [failure] = readCertificateField('x!', 'The field');
    expect(failure).toMatchObject({ detail: expect.stringMatching(/^The field .*\(it is not base64\)/) });
  });
});

describe('an OCSP response', () => {
  it.each([
    [1, 'malformedRequest'],
    [2, 'internalError'],
    [3, 'tryLater'],
    [4, 'status 4'],
    [5, 'sigRequired'],
    [6, 'unauthorized'],
    [7, 'status 7'],
  ])('with the status %i is refused: %s', (status, refusal) => {
    expect(readOcspResponse(der(0x30, der(0x0a, Buffer.from([status]))))).toEqual({ refusal });
  });

  it('is read up to 100 certificates and 10 certificates of responders', () => {
    const time = der(0x18, '20260101000000Z');
    const id = der(0x30, der(0x30, oid('1.3.14.3.2.26')), der(0x04, 'n'), der(0x04, 'k'), der(0x02, '\x08'));
    const single = der(0x30, id, der(0x80), time);
    const build = (responses: number, certificates: number) => {
      const list = der(0x30, ...Array.from({ length: responses }, () => single));
      const content = der(0x30, der(0xa2, der(0x04, 'h')), time, list);
      const sent = der(0xa0, der(0x30, ...Array.from({ length: certificates }, () => LEAF)));
      const basic = der(0x30, content, der(0x30, oid('1.2.3')), der(0x03, '\0s'), sent);
      const whole = der(0x30, oid('1.3.6.1.5.5.7.48.1.1'), der(0x04, basic));
      return readOcspResponse(der(0x30, der(0x0a, '\0'), der(0xa0, whole)));
    };
    expect(build(2, 1)).toMatchObject({ responder: { key_hash: '68' }, responses: [{}, {}], certificates: [{}] });
    const long = build(101, 11);
    expect(long).toMatchObject({ responses: { length: 100 }, certificates: { length: 10 } });
  });
});
