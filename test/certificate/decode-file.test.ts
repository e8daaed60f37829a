import { beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { decodeLocation } from '../../src/certificate/decode.ts';
import type { LocationReading } from '../../src/domain/index.ts';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';

const VALIDITY = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };

let root: CreatedCertificate;
let intermediate: CreatedCertificate;
let leaf: CreatedCertificate;
let unrelated: CreatedCertificate;

beforeAll(async () => {
  root = await createCertificate({ ...VALIDITY, commonName: 'Root', ca: true });
  const keys = await createKeys();
  intermediate = await createCertificate({ ...VALIDITY, commonName: 'Intermediate', ca: true, issuer: root, keys });
  leaf = await createCertificate({ ...VALIDITY, commonName: 'shop.example', issuer: intermediate });
  unrelated = await createCertificate({ ...VALIDITY, commonName: 'other.example' });
});

async function decode(content: Uint8Array | string): Promise<LocationReading[]> {
  return decodeLocation(
    { location: 'certs/a.pem', observed: {}, content: Buffer.from(content as string, 'latin1') },
    null,
  );
}

/** The locations of a file in short: `location: name < chain` or `location: code`. */
async function summary(content: Uint8Array | string): Promise<string[]> {
  return (await decode(content)).map(({ location, certificate, failure }) => {
    const names = [certificate?.facts, ...(certificate?.chain ?? [])].map((facts) => facts?.common_name);
    return `${location}: ${failure?.code ?? names.join(' < ')}`;
  });
}

function member(made: CreatedCertificate): string {
  return `certs/a.pem#${made.fingerprint.slice(0, 12)}`;
}

describe('a file', () => {
  it('is one location if it has one certificate, in PEM or DER', async () => {
    expect(await summary(leaf.certificate)).toEqual(['certs/a.pem: shop.example']);
    expect(await summary(leaf.der)).toEqual(['certs/a.pem: shop.example']);
    expect(await summary(root.certificate)).toEqual(['certs/a.pem: Root']);
  });

  it.each<[string, () => CreatedCertificate[]]>([
    ['leaf first', () => [leaf, intermediate, root]],
    ['root first', () => [root, intermediate, leaf]],
    ['leaf in the middle', () => [intermediate, leaf, root]],
    ['some of them twice', () => [leaf, root, intermediate, leaf, root]],
  ])('is one location if it has a leaf and its chain, in any order: %s', async (_, made) => {
    const expected = ['certs/a.pem: shop.example < Intermediate < Root'];
    expect(
      await summary(
        made()
          .map(({ certificate }) => certificate)
          .join(''),
      ),
    ).toEqual(expected);
    expect(await summary(Buffer.concat(made().map((one) => one.der)))).toEqual(expected);
  });

  it('is a location for each certificate if they are unrelated', async () => {
    expect(await summary(leaf.certificate + unrelated.certificate)).toEqual([
      `${member(leaf)}: shop.example`,
      `${member(unrelated)}: other.example`,
    ]);
  });

  it('is a set if it has two leaves, an incomplete chain, or an unrelated certificate', async () => {
    const renewed = await createCertificate({ ...VALIDITY, commonName: 'shop.example', issuer: intermediate });
    expect(await decode(leaf.certificate + renewed.certificate + intermediate.certificate)).toHaveLength(3);
    expect(await decode(leaf.certificate + root.certificate)).toHaveLength(2);
    expect(await decode(leaf.certificate + intermediate.certificate + unrelated.certificate)).toHaveLength(3);
  });

  it('is a set if it has two self-signed certificates with the same name and key', async () => {
    const again = await createCertificate({ ...VALIDITY, commonName: 'Root', ca: true, keys: root.keys });
    expect(await decode(root.certificate + again.certificate)).toHaveLength(2);
    const sameName = await createCertificate({ ...VALIDITY, commonName: 'Root', ca: true });
    expect(await decode(root.certificate + sameName.certificate)).toHaveLength(2);
  });

  it('is one location if a cross-signed root follows the chain', async () => {
    const cross = await createCertificate({
      ...VALIDITY,
      commonName: 'Root',
      ca: true,
      issuer: unrelated,
      keys: root.keys,
    });
    const all = [leaf, intermediate, cross, root, unrelated];
    const [summarized, ...others] = await summary(all.map(({ certificate }) => certificate).join(''));
    expect(summarized).toBe('certs/a.pem: shop.example < Intermediate < Root < Root < other.example');
    expect(others).toEqual([]);
  });

  it('compares signatures if there are no key identifiers', async () => {
    // The names match, but the signatures are invalid.
    const issuer = buildCertificate({ subject: name([[CN, 12, 'Issuer']]) });
    const child = buildCertificate({ issuer: name([[CN, 12, 'Issuer']]) });
    expect(await decode(pem(issuer) + pem(child))).toHaveLength(2);
  });

  it('is not searched for a chain if it has many certificates', async () => {
    const one = (index: number) => pem(buildCertificate({ serial: Buffer.from([1, index]) }));
    expect(await decode(Array.from({ length: 200 }, (_, index) => one(index)).join(''))).toHaveLength(200);
  });
});

const asEscape = (character: string) => `\\u00${character.charCodeAt(0).toString(16)}`;

describe('PEM', () => {
  it.each<[string, (text: string) => string]>([
    ['text around it', (text) => `subject: x\n-----\n${text}\nand more\n`],
    ['Windows line breaks', (text) => text.replaceAll('\n', '\r\n')],
    ['indentation', (text) => text.replaceAll('\n', '\n    ')],
    ['a byte order mark', (text) => `\xef\xbb\xbf${text}`],
    ['headers', (text) => text.replace('-\n', '-\nProc-Type: 4,CLEAR\nX: y\n\n')],
    ['one long line', (text) => text.replace(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/])/g, '')],
    ['line breaks escaped in JSON', (text) => JSON.stringify({ data: { certificate: text, chain: [] } })],
    ['line breaks and slashes escaped in PHP', (text) => text.replace(/\r?\n/g, '\\r\\n').replaceAll('/', '\\/')],
    ['JSON nested in JSON', (text) => JSON.stringify({ state: JSON.stringify({ certificate: text }) })],
    ['headers escaped in JSON', (text) => JSON.stringify(text.replace('-\n', '-\nX: y\n\n'))],
    ['other characters escaped in JSON', (text) => JSON.stringify(text).replace(/[+=]/g, asEscape)],
    ['line breaks escaped in XML', (text) => `<a b="${text.replaceAll('\n', '&#13;&#xA;')}"/>`],
    ['each line as a C string', (text) => text.replace(/.+/g, '"$&\\n"')],
    ['each line as a Java string', (text) => text.trimEnd().replace(/.+/g, '"$&\\n" +')],
    ['each line as a continued Python string', (text) => text.trimEnd().replace(/.+/g, "  '$&\\n' \\")],
    ['each line as a string in a list', (text) => JSON.stringify({ lines: text.trimEnd().split('\n') })],
    ['each line as a string in an indented list', (text) => JSON.stringify(text.trimEnd().split('\n'), null, 2)],
    ['continued lines in .properties', (text) => `a=${text.replaceAll('\n', '\\n\\\n  ').replaceAll('=', '\\=')}`],
    ['tabs escaped in JSON', (text) => JSON.stringify(text.replace(/^/gm, '\t'))],
    ['escaped quotes', (text) => `x: "${text.trimEnd().replace(/.+/g, '\\"$&\\"')}"`],
    ['a comment around it', (text) => text.replace(/^/gm, '# ')],
    ['a comment of slashes around it', (text) => text.replace(/^/gm, '  //')],
    ['a quotation around it', (text) => text.replace(/^/gm, '> ')],
    ['empty lines in it', (text) => text.replaceAll('\n', '\n\n')],
    ['no final line break', (text) => text.trimEnd()],
    ['its private key', (text) => `${pem(Buffer.from('key'), 'PRIVATE KEY')}${text}`],
    ['DH parameters', (text) => `${text}${pem(Buffer.from('dh'), 'DH PARAMETERS')}`],
    ['an old label', (text) => text.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
    ['invalid boundaries before it', (text) => `-----BEGIN \n-----BEGIN x-----\n${text}`],
  ])('is decoded with %s', async (_, change) => {
    expect(await summary(change(leaf.certificate))).toEqual(['certs/a.pem: shop.example']);
  });

  it('is decoded if it is a trusted certificate of OpenSSL, with trust settings after it', async () => {
    const trusted = pem(Buffer.concat([leaf.der, der(0x30, der(0x0c, 'alias'))]), 'TRUSTED CERTIFICATE');
    expect((await decode(trusted))[0]?.certificate?.fingerprint).toBe(leaf.fingerprint);
  });

  it('is decoded with several certificates in one block', async () => {
    expect(await summary(pem(Buffer.concat([leaf.der, intermediate.der, root.der])))).toEqual([
      'certs/a.pem: shop.example < Intermediate < Root',
    ]);
  });

  it.each([
    ['little-endian', (bytes: Buffer) => bytes],
    ['big-endian', (bytes: Buffer) => bytes.swap16()],
  ] as const)('is decoded from UTF-16, %s', async (_, order) => {
    expect(await summary(order(Buffer.from(`\ufeff${leaf.certificate}`, 'utf16le')))).toEqual([
      'certs/a.pem: shop.example',
    ]);
  });

  it.each<[string, (text: string) => string]>([
    ['a character that is not base64', (text) => text.replace(/(?<=\n.{9})./, '!')],
    ['an additional character that is not base64', (text) => text.replace(/(?<=\n.{9})/, '!')],
    ['the base64url alphabet', (text) => text.replace(/[+/]/g, (one) => (one === '+' ? '-' : '_'))],
    ['a dash', (text) => text.replace(/(?<=\n.{9})./, '-')],
    ['a letter of another alphabet', (text) => text.replace(/(?<=\n.{9})./, '\u0410')],
    ['padding in the middle', (text) => text.replace(/(?<=\n.{9})../, '==')],
    ['too much padding', (text) => text.replace(/=*(?=\n-----END)/, '===')],
    ['a remark', (text) => text.replace(/(?<=-\n)/, '# expired\n')],
    ['an unterminated header', (text) => text.replace(/(?<=-\n)/, 'X: y\n')],
  ])('fails with %s in it, instead of being decoded differently', async (_, change) => {
    const text = change(leaf.certificate);
    expect(text).not.toBe(leaf.certificate);
    const [only, ...others] = await decode(Buffer.from(text));
    expect(others).toEqual([]);
    expect(only?.certificate).toBeNull();
    expect(only?.failure).toMatchObject({ code: 'certificate-malformed', detail: expect.stringMatching(/base64/) });
  });

  it('returns the other certificates beside a failure of the file if one is malformed', async () => {
    const broken = unrelated.certificate.replace(/-----END.*\n/, '');
    expect(await summary(`${leaf.certificate}${broken}${root.certificate}`)).toEqual([
      `${member(leaf)}: shop.example`,
      `${member(root)}: Root`,
      'certs/a.pem: certificate-truncated',
    ]);
    const line = leaf.certificate.split('\n').length;
    expect((await decode(leaf.certificate + broken)).at(-1)?.failure?.detail).toMatch(
      new RegExp(`^PEM block 2 \\(line ${line}\\) is truncated.*the only unreadable item.*Items read: 1\\.$`),
    );
  });
});

const request = der(0x30, der(0x30, der(0x02, '\0'), name([[CN, 12, 'x']]), der(0x30, Buffer.alloc(200))), der(0x30));
const crl = der(
  0x30,
  der(
    0x30,
    der(0x02, '\x01'),
    der(0x30, oid('1.2.3')),
    name(),
    der(0x17, '260101000000Z'),
    der(0xa0, Buffer.alloc(200)),
  ),
  der(0x30, oid('1.2.3')),
  der(0x03, Buffer.alloc(65)),
);
const keyOctets = Buffer.alloc(200, 0x5a);

describe('a file without a certificate', () => {
  it.each<[string, string, () => Uint8Array | string]>([
    ['nothing', 'file-empty', () => ''],
    ['text', 'no-certificate', () => 'hello\n'],
    ['random bytes', 'unknown-format', () => Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 31) & 0xff))],
    ['another PEM block', 'no-certificate', () => pem(Buffer.alloc(9), 'DH PARAMETERS')],
    ['a private key', 'private-key-only', () => leaf.privateKeyPem],
    ['an encrypted private key', 'private-key-only', () => pem(keyOctets, 'ENCRYPTED PRIVATE KEY')],
    [
      'a PKCS#8 key in DER',
      'private-key-only',
      () => der(0x30, der(0x02, '\0'), der(0x30, oid('1.2.3')), der(0x04, keyOctets)),
    ],
    ['a PKCS#1 key in DER', 'private-key-only', () => der(0x30, der(0x02, '\0'), der(0x02, keyOctets))],
    ['an encrypted key in DER', 'private-key-only', () => der(0x30, der(0x30, oid('1.2.3')), der(0x04, keyOctets))],
    ['a certificate request', 'certificate-request', () => pem(request, 'CERTIFICATE REQUEST')],
    ['a certificate request in DER', 'certificate-request', () => request],
    ['a public key in DER', 'no-certificate', () => der(0x30, der(0x30, oid('1.2.3')), der(0x03, keyOctets))],
    ['a revocation list without nextUpdate', 'crl-without-next-update', () => crl],
    ['PKCS#7 with other content', 'container-malformed', () => pem(keyOctets, 'PKCS7')],
    [
      'a malformed PKCS#7 bundle',
      'container-malformed',
      () => der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, keyOctets)),
    ],
    ['a malformed PKCS#12 keystore', 'container-malformed', () => der(0x30, der(0x02, '\x03'), der(0x30, keyOctets))],
    ['the head of a Java keystore', 'container-malformed', () => Buffer.from('feedfeed00000002', 'hex')],
    ['truncated DER', 'certificate-truncated', () => leaf.der.subarray(0, 200)],
    ['DER truncated in its header', 'certificate-truncated', () => leaf.der.subarray(0, 3)],
    ['truncated PEM', 'certificate-truncated', () => leaf.certificate.slice(0, 300)],
    [
      'PEM with lines missing',
      'certificate-truncated',
      () => leaf.certificate.replace(/(\n.{64})\n.{64}\n.{64}\n/, '$1\n'),
    ],
    ['a truncated revocation list in PEM', 'container-truncated', () => pem(crl, 'X509 CRL').slice(0, 99)],
    ['PKCS#7 in PEM that is not base64', 'container-malformed', () => pem(keyOctets, 'PKCS7').replace(/\n./, '\n!')],
    ['PEM that is not base64', 'certificate-malformed', () => pem(leaf.der).replace(/\n./, '\n!')],
    ['PEM with other content', 'certificate-malformed', () => pem(Buffer.from('hello'))],
    ['an empty PEM block', 'certificate-malformed', () => pem(Buffer.alloc(0))],
    ['DER with other content', 'certificate-malformed', () => der(0x30, der(0x30, der(0xa0), der(0x30)), keyOctets)],
  ])('fails with %s: %s', async (_, code, content) => {
    expect(await summary(content())).toEqual([`certs/a.pem: ${code}`]);
  });

  it('never shows its content in a failure', async () => {
    const secret = 'c2VjcmV0LWtleS1vZi1taW5l';
    const text = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n${secret}!`;
    expect(JSON.stringify(await decode(text))).not.toContain(secret);
  });
});

it.each([
  ['a certificate', '3081803000'],
  ['a revocation list', '308180300c02010130003000170030003000'],
  ['a bundle', '3081800603'],
  ['a bundle that is whole', `308180060300000004 79${'00'.repeat(121)}`.replace(' ', '')],
])('the failure of a malformed file is about the file: %s', async (_, hex) => {
  const found = await decode(Buffer.from(hex, 'hex').toString('latin1'));
  expect(found.map(({ failure }) => failure?.detail)).toEqual([expect.stringMatching(/^The file /)]);
});
