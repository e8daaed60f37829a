import { generateKeyPairSync, getCurves, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCertificate, createKeys, type KeyKind } from '../../src/app/demo/create-certificate.ts';
import { decodeServed } from '../../src/certificate/decode.ts';
import type { CertificateFacts, Failure } from '../../src/domain/index.ts';
import { buildCertificate, type CertificateFields, CN, der, name, oid, type Value } from '../helpers/certificates.ts';

function decode(bytes: Uint8Array): { facts: CertificateFacts | undefined; failure: Failure | null } {
  const decoded = decodeServed([bytes]);
  return 'code' in decoded ? { facts: undefined, failure: decoded } : { facts: decoded.facts, failure: null };
}

function readFacts(odd: CertificateFields): CertificateFacts | undefined {
  return decode(buildCertificate(odd)).facts;
}

describe('the facts of a certificate', () => {
  it.each<[KeyKind, string, number, string]>([
    ['ec', 'EC', 256, 'ecdsa-with-SHA256'],
    ['p384', 'EC', 384, 'ecdsa-with-SHA384'],
    ['rsa', 'RSA', 2048, 'sha256WithRSAEncryption'],
    ['ed25519', 'Ed25519', 256, 'ED25519'],
  ])('match OpenSSL for a key of kind %s', async (kind, key_algorithm, key_size, signature_algorithm) => {
    const made = await createCertificate({
      subject: 'C=DE, O=Example, CN=shop.example',
      sans: ['shop.example', '*.shop.example', '127.0.0.1', '::1'],
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2026-03-31T23:59:59Z'),
      keys: await createKeys(kind),
      serial: '00a1b2c3',
    });
    const native = new X509Certificate(made.der);
    expect(decode(made.der).facts).toEqual({
      common_name: 'shop.example',
      subject: 'CN=shop.example,O=Example,C=DE',
      issuer: 'CN=shop.example,O=Example,C=DE',
      serial_number: native.serialNumber.toLowerCase(),
      fingerprint_sha256: native.fingerprint256.replaceAll(':', '').toLowerCase(),
      sans: ['shop.example', '*.shop.example', '127.0.0.1', '::1'],
      key_algorithm,
      key_size,
      signature_algorithm,
      valid_from: new Date(native.validFrom).toISOString().replace('.000Z', 'Z'),
      valid_to: '2026-03-31T23:59:59Z',
      lifetime_days: 90,
    });
  });

  const getKeySize = (namedCurve: string, paramEncoding: 'named' | 'explicit') => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve, paramEncoding });
    return readFacts({ key: publicKey.export({ type: 'spki', format: 'der' }) })?.key_size;
  };

  it.each([
    ['secp112r1', 112],
    ['secp112r2', 110],
    ['secp160r1', 161],
    ['prime192v1', 192],
    ['sect571k1', 570],
    ['brainpoolP320r1', 320],
  ])('include the key size of the curve %s, named or explicit', (curve, bits) => {
    expect([getKeySize(curve, 'named'), getKeySize(curve, 'explicit')]).toEqual([bits, bits]);
  });

  it('include the same key size for each curve of OpenSSL, named or explicit', () => {
    const curves = getCurves();
    expect(curves.length).toBeGreaterThan(80);
    // The curves of RFC 2409 have no identifier and are always explicit.
    const named = curves.filter((curve) => !curve.startsWith('Oakley'));
    expect(named.map((curve) => [curve, getKeySize(curve, 'named')])).toEqual(
      named.map((curve) => [curve, getKeySize(curve, 'explicit')]),
    );
    expect(curves.map((curve) => getKeySize(curve, 'explicit'))).not.toContain(null);
    expect(getKeySize('Oakley-EC2N-3', 'explicit')).toBe(154);
  });

  it('are read from version 1, which has no extensions', () => {
    expect(readFacts({ version1: true })).toMatchObject({ common_name: 'odd.example', sans: [] });
  });

  it.each<[string, string]>([
    ['491231235959Z', '2049-12-31T23:59:59Z'],
    ['500101000000Z', '1950-01-01T00:00:00Z'],
    ['991231235959Z', '1999-12-31T23:59:59Z'],
    ['20500101000000Z', '2050-01-01T00:00:00Z'],
    ['99991231235959Z', '9999-12-31T23:59:59Z'],
    ['19490101000000Z', '1949-01-01T00:00:00Z'],
    ['00010101000000Z', '0001-01-01T00:00:00Z'],
    ['20270101000000.5Z', '2027-01-01T00:00:00Z'],
    ['20270101000000,25Z', '2027-01-01T00:00:00Z'],
    ['20270101020000+0200', '2027-01-01T00:00:00Z'],
  ])('include the time %s as %s', (written, iso) => {
    expect(readFacts({ to: written })?.valid_to).toBe(iso);
  });

  it.each([
    '270230000000Z',
    '271301000000Z',
    '270101000061Z',
    '270101240000Z',
    '27010100000Z0',
    '20270101',
    '99991231235959-0100',
  ])('reject the time %s', (written) => {
    expect(decode(buildCertificate({ to: written })).failure?.code).toBe('certificate-malformed');
    // A malformed notBefore does not hide notAfter.
    expect(readFacts({ from: written })).toMatchObject({
      valid_from: null,
      valid_to: '2027-01-01T00:00:00Z',
      lifetime_days: null,
    });
  });

  it.each<[string, string]>([
    ['00', '00'],
    ['01', '01'],
    ['00ff', 'ff'],
    ['0a0b', '0a0b'],
    ['ff', '-01'],
    ['80', '-80'],
    ['ff00', '-0100'],
    [`00${'f'.repeat(40)}`, 'f'.repeat(40)],
  ])('include the serial number %s as %s', (bytes, serial) => {
    expect(readFacts({ serial: Buffer.from(bytes, 'hex') })?.serial_number).toBe(serial);
  });

  it.each<[string, CertificateFields['key'], string, number | null]>([
    ['a P-521 key', ecKey(oid('1.3.132.0.35')), 'EC', 521],
    ['an explicit curve without fields', ecKey(der(0x30)), 'EC', null],
    ['an unknown curve', ecKey(oid('1.2.3')), 'EC', null],
    ['an unknown algorithm', der(0x30, der(0x30, oid('1.2.3.4')), der(0x03, Buffer.alloc(9))), '1.2.3.4', null],
    ['an RSA key of 1023 bits', rsaKey(Buffer.from(`40${'0'.repeat(254)}`, 'hex')), 'RSA', 1023],
    [
      'an RSA key under the identifier of X.509',
      rsaKey(Buffer.from('c0'.padEnd(256, '0'), 'hex'), '2.5.8.1.1'),
      'RSA',
      1024,
    ],
    ['an RSA-PSS key', rsaKey(Buffer.from('c0'.padEnd(256, '0'), 'hex'), '1.2.840.113549.1.1.10'), 'RSA-PSS', 1024],
    ['a DSA key of 1024 bits', numbersKey('1.2.840.10040.4.1'), 'DSA', 1024],
    ['an unknown key with numbers', numbersKey('1.2.3.4'), '1.2.3.4', null],
    ['a malformed RSA key', der(0x30, der(0x30, oid('1.2.840.113549.1.1.1')), der(0x03, '\0\x30\x00')), 'RSA', null],
  ])('include %s', (_, key, key_algorithm, key_size) => {
    expect(readFacts(key === undefined ? {} : { key })).toMatchObject({ key_algorithm, key_size });
  });

  it('include an unknown signature algorithm as a dotted OID', () => {
    expect(readFacts({ signature: '1.2.3.4' })?.signature_algorithm).toBe('1.2.3.4');
    expect(readFacts({ signature: '2.25.329800735698586629295641978511506172918' })?.signature_algorithm).toBe(
      '2.25.329800735698586629295641978511506172918',
    );
  });
});

function ecKey(parameters: Buffer): Buffer {
  return der(0x30, der(0x30, oid('1.2.840.10045.2.1'), parameters), der(0x03, Buffer.alloc(66)));
}

/** A key with numbers as its parameters. */
function numbersKey(algorithm: string): Buffer {
  const prime = Buffer.from(`00${'c0'.padEnd(256, '0')}`, 'hex');
  return der(0x30, der(0x30, oid(algorithm), der(0x30, der(0x02, prime))), der(0x03, '\0'));
}

function rsaKey(modulus: Buffer, algorithm = '1.2.840.113549.1.1.1'): Buffer {
  const numbers = der(0x30, der(0x02, modulus), der(0x02, Buffer.from([3])));
  return der(0x30, der(0x30, oid(algorithm), der(0x05)), der(0x03, Buffer.from([0]), numbers));
}

const O = '2.5.4.10';

describe('a name', () => {
  it.each<[string, Value[][], string]>([
    ['the most specific part first', [[['2.5.4.6', 19, 'DE']], [[O, 12, 'Org']], [[CN, 12, 'a']]], 'CN=a,O=Org,C=DE'],
    [
      'multi-valued parts',
      [
        [[O, 12, 'Org']],
        [
          [CN, 12, 'a'],
          ['2.5.4.5', 19, '7'],
        ],
      ],
      'serialNumber=7+CN=a,O=Org',
    ],
    ['special characters escaped', [[[O, 12, 'a,b+c"d\\e<f>g;h=i']]], 'O=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h=i'],
    ['leading and trailing spaces escaped', [[[O, 12, '  a # b  ']]], 'O=\\  a # b \\ '],
    ['a leading hash escaped', [[[O, 12, '#a']]], 'O=\\#a'],
    ['control characters escaped', [[[O, 12, 'a\0b\nc\x7f']]], 'O=a\\00b\\0Ac\\7F'],
    ['UTF-8', [[[O, 12, Buffer.from('Bäckerei 水')]]], 'O=Bäckerei 水'],
    ['Latin-1 in a TeletexString', [[[O, 20, Buffer.from('Bäcker', 'latin1')]]], 'O=Bäcker'],
    ['a BMPString', [[[O, 30, Buffer.from('B水', 'utf16le').swap16()]]], 'O=B水'],
    ['a UniversalString', [[[O, 28, Buffer.from('000000420001f600', 'hex')]]], 'O=B😀'],
    ['a BMPString without its last odd byte', [[[O, 30, Buffer.from('00420043ff', 'hex')]]], 'O=BC'],
    [
      'what a UniversalString cannot contain replaced',
      [[[O, 28, Buffer.from('0000d7ff0000d8000000dfff0000e0000010ffff00110000', 'hex')]]],
      'O=\ud7ff\ufffd\ufffd\ue000\u{10ffff}\ufffd',
    ],
    ['a UniversalString without its last bytes', [[[O, 28, Buffer.from('00000042000000', 'hex')]]], 'O=B'],
    [
      'strings of other types',
      [
        [
          [O, 18, '12'],
          [CN, 26, 'a'],
          ['2.5.4.6', 22, 'b'],
        ],
      ],
      'C=b+CN=a+O=12',
    ],
    ['control characters at the limits', [[[O, 12, '\x1f \x7e\x7f!']]], 'O=\\1F ~\\7F!'],
    ['a lone surrogate replaced', [[[O, 30, Buffer.from('d83d', 'hex')]]], 'O=\ufffd'],
    ['an unknown type dotted, in hex', [[['1.2.3.4', 12, 'x']]], '1.2.3.4=#0c0178'],
    ['a value that is not a string, in hex', [[[O, 0x02, Buffer.from([5])]]], 'O=#020105'],
    ['mail addresses', [[['1.2.840.113549.1.9.1', 22, 'a@x.example']]], 'emailAddress=a@x.example'],
    ['domain components', [[['0.9.2342.19200300.100.1.25', 22, 'test']], [[CN, 12, 'a']]], 'CN=a,DC=test'],
    ['nothing', [], ''],
    ['nothing for empty parts', [[], [[CN, 12, 'a']], [], [[O, 12, 'Org']], []], 'O=Org,CN=a'],
    ['nothing for a single empty part', [[]], ''],
  ])('is formatted with %s', (_, relative, text) => {
    expect(readFacts({ subject: name(...relative) })?.subject).toBe(text);
  });

  it('keeps the common name before an empty one, and before other parts', () => {
    const subject = name([[CN, 12, 'a']], [[CN, 12, '']], [[O, 12, 'Org']]);
    expect(readFacts({ subject })?.common_name).toBe('a');
    expect(readFacts({ subject: name([[O, 12, 'Org']]) })?.common_name).toBeNull();
  });

  it('has an unescaped common name, the most specific if there are several', () => {
    const subject = name([[CN, 12, 'outer']], [[O, 12, 'Org']], [[CN, 12, 'a, b']]);
    expect(readFacts({ subject })?.common_name).toBe('a, b');
  });
});

describe('the alternative names', () => {
  const sans = (...names: Buffer[]) => ({ '2.5.29.17': der(0x30, ...names) });

  it('are the names, addresses, mail addresses and URIs in their order', () => {
    const extensions = sans(
      der(0x82, 'a.example'),
      der(0x81, 'x@a.example'),
      der(0x86, 'https://a.example/'),
      der(0x87, Buffer.from([127, 0, 0, 1])),
      der(0xa4, name([[CN, 12, 'a directory name']])),
      der(0x88, '\x2a\x03'),
    );
    expect(readFacts({ extensions })?.sans).toEqual(['a.example', 'x@a.example', 'https://a.example/', '127.0.0.1']);
  });

  it('name a certificate without a common name', () => {
    expect(readFacts({ subject: name(), extensions: sans(der(0x82, 'a.example')) })?.common_name).toBe('a.example');
    expect(readFacts({ subject: name() })?.common_name).toBeNull();
  });

  it.each([
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['20010db8000000000000000000000000', '2001:db8::'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
  ])('include the address %s as %s', (bytes, text) => {
    expect(readFacts({ extensions: sans(der(0x87, Buffer.from(bytes, 'hex'))) })?.sans).toEqual([text]);
  });

  it.each(['2.5.28.17', '1.3.29.17', '2.5.29.17.1', '2.5.29'])('are only those of 2.5.29.17, not of %s', (type) => {
    const extensions = { [type]: der(0x30, der(0x82, 'a.example')) };
    expect(readFacts({ extensions })?.sans).toEqual([]);
  });

  it.each<[string, Buffer]>([
    ['with an unknown tag', Buffer.from('9f8101', 'hex')],
    ['that exceeds its parent', Buffer.from('82ff', 'hex')],
    ['of indefinite length', Buffer.from('a480', 'hex')],
  ])('are read before one %s', (_, bad) => {
    expect(readFacts({ extensions: sans(der(0x82, 'a.example'), der(0x82, 'b.example'), bad) })?.sans).toEqual([
      'a.example',
      'b.example',
    ]);
  });

  it('exclude an address of invalid length', () => {
    expect(readFacts({ extensions: sans(der(0x87, 'abc'), der(0x82, 'a.example')) })?.sans).toEqual(['a.example']);
  });
});

it.each(['2.5.29.14', '2.5.29.17', '2.5.29.35'])('a malformed extension %s does not hide the expiry', (type) => {
  const extensions = { [type]: Buffer.from('3082ffff', 'hex'), '2.5.29.19': der(0x30) };
  expect(readFacts({ extensions })).toMatchObject({ valid_to: '2027-01-01T00:00:00Z', sans: [] });
});
