import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLocation } from '../../src/certificate/decode.ts';
import { decryptRc2 } from '../../src/certificate/formats/pkcs12/rc2.ts';
import { applyRc4 } from '../../src/certificate/formats/pkcs12/rc4.ts';
import type { Failure } from '../../src/domain/index.ts';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';
import { certificateBag, encrypt, encryptedContent, jks, pkcs7, pkcs12, plainContent } from '../helpers/keystores.ts';
import { formatReadings, readings, summary } from './helpers.ts';

const file = (name: string) => readFileSync(`test/fixtures/certificates/${name}`);

const SHOP = 'a#shop: shop.example < Root';
const JAVA = ['a#other: other.example', 'a#root: Root', SHOP];
const STOPPED = ['a#other: other.example', 'a: keystore-secret-key'];
const EMPTY = ['a: container-empty'];
const MISSING = 'a: keystore-password-missing';
const WRONG = 'a: keystore-password-wrong';

describe('a keystore', () => {
  it.each<[string, string[], string[], string[]]>([
    // With its password, without one, with a wrong one.
    ['modern.p12', [SHOP], [MISSING], [WRONG]],
    ['rc2-40.p12', [SHOP], [MISSING], [WRONG]],
    ['rc2-128.p12', [SHOP], [MISSING], [WRONG]],
    ['triple-des.p12', [SHOP], [MISSING], [WRONG]],
    ['rc4-40.p12', [SHOP], [MISSING], [WRONG]],
    ['md5-des.p12', [SHOP], [MISSING], [WRONG]],
    ['camellia.p12', [SHOP], [MISSING], [WRONG]],
    ['strange-seal.p12', [SHOP], [MISSING], [WRONG]],
    ['pbmac1.p12', [SHOP], [MISSING], [WRONG]],
    ['unsealed.p12', [SHOP], [MISSING], [WRONG]],
    ['one-round.p12', ['a: shop.example < Root'], [MISSING], [WRONG]],
    ['plain.p12', [SHOP], [SHOP], [SHOP, WRONG]],
    ['java.pkcs12', JAVA, [MISSING], [WRONG]],
    ['java.jks', JAVA, JAVA, [...JAVA, WRONG]],
    // A secret key comes after the first of its four entries.
    ['java.jceks', STOPPED, STOPPED, STOPPED],
    ['secrets.jceks', EMPTY, EMPTY, EMPTY],
  ])('%s is decoded with its password, and fails without it or with a wrong one', async (name, right, none, wrong) => {
    expect((await summary(file(name), 'changeit')).sort()).toEqual([...right].sort());
    expect((await summary(file(name))).sort()).toEqual([...none].sort());
    expect((await summary(file(name), 'hunter2')).sort()).toEqual([...wrong].sort());
  });

  it('is decoded without a password if it is empty', async () => {
    expect(await summary(file('empty-password.p12'))).toEqual([SHOP]);
    expect(await summary(file('empty-password.p12'), '')).toEqual([SHOP]);
    expect(await summary(file('empty-password.p12'), 'x')).toEqual([WRONG]);
    expect(await summary(file('modern.p12'), '')).toEqual([WRONG]);
  });

  it('is decoded like any file if its entries have no names', async () => {
    const found = await summary(file('nameless.p12'), 'changeit');
    expect(found.map((line) => line.replace(/#[0-9a-f]{12}/, '#'))).toEqual([
      'a#: shop.example',
      'a#: Root',
      'a#: other.example',
    ]);
  });

  it('is decoded with the first of several passwords that fits', async () => {
    const decode = async (content: string | Buffer, values: string[], unset: Failure | null = null) => {
      const raw = { location: 'a', observed: {}, content: typeof content === 'string' ? file(content) : content };
      return formatReadings(await decodeLocation(raw, { values, unset })).sort();
    };
    expect(await decode('modern.p12', ['hunter2', '', 'changeit', 'other'])).toEqual([SHOP]);
    expect(await decode('java.jks', ['hunter2', 'changeit'])).toEqual([...JAVA].sort());
    expect(await decode('modern.p12', ['hunter2', 'other'])).toEqual([WRONG]);
    const unset = { code: 'variable-unset', detail: 'P is not set' };
    expect(await decode('modern.p12', ['changeit'], unset)).toEqual(['a: variable-unset']);
    for (const name of ['java.jks', 'java.jceks', 'java.pkcs12', 'plain.p12'])
      expect(await decode(name, [], unset)).toEqual(['a: variable-unset']);
    // The locations of a file with PEM are called PEM.
    const mixed = Buffer.concat([file('shop.pem'), Buffer.from(pem(file('modern.p12'), 'PKCS12'))]);
    expect(await decode(mixed, [], unset)).toEqual(['a: variable-unset']);
    expect(await decode(Buffer.alloc(0), [], unset)).toEqual(['a: file-empty']);
    expect(await decode(file('shop.pem').subarray(0, 200), [], unset)).toEqual(['a: certificate-truncated']);
    expect(await decode('shop.pem', [], unset)).toEqual([expect.stringContaining('a: shop.example')]);
  });

  it('never shows its password in a failure', async () => {
    for (const name of ['modern.p12', 'java.jks']) {
      expect(JSON.stringify(await readings(file(name), 'hunter2'))).not.toContain('hunter2');
    }
  });
});

const one = (commonName: string) => buildCertificate({ subject: name([[CN, 12, commonName]]) });
const shop = one('shop.example');
const mail = one('mail.example');

describe('a JKS keystore', () => {
  it.each([
    ['version 1', { version: 1 }],
    ['version 2', { version: 2 }],
    ['JCEKS', { magic: 0xcececece }],
  ])('is decoded as %s', async (_, options) => {
    const entries = [
      { alias: 'shop', certificates: [shop, mail], key: Buffer.from('key') },
      { alias: 'mail', certificates: [mail] },
    ];
    expect(await summary(jks(entries, 'changeit', options), 'changeit')).toEqual([
      'a#shop: shop.example < mail.example',
      'a#mail: mail.example',
    ]);
  });

  it('is verified with a password that is not ASCII', async () => {
    const store = jks([{ alias: 'x', certificates: [shop] }], 'pässwörd€', {});
    expect(await summary(store, 'pässwörd€')).toEqual(['a#x: shop.example']);
  });

  it('returns the entries before it is truncated', async () => {
    const store = jks(
      [
        { alias: 'shop', certificates: [shop] },
        { alias: 'mail', certificates: [mail] },
      ],
      'changeit',
    );
    expect(await summary(store.subarray(0, store.length - 60))).toEqual([
      'a#shop: shop.example',
      'a: container-malformed',
    ]);
  });

  it('returns the other entries beside a failure at the alias of a malformed one', async () => {
    const store = jks(
      [
        { alias: 'shop', certificates: [Buffer.from('0123')] },
        { alias: 'mail', certificates: [mail] },
      ],
      'changeit',
    );
    expect(await summary(store)).toEqual(['a#shop: certificate-malformed', 'a#mail: mail.example']);
  });

  it('is read up to a secret key, and says how many entries come after it', async () => {
    const [, stopped] = await readings(file('java.jceks'));
    expect(stopped?.failure?.detail).toBe(
      'Reading stopped at a secret key in the keystore. Entries before it, which were read: 1. Entries after it, which were not: 2. ' +
        'Convert it to PKCS#12: `keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 -deststoretype PKCS12`.',
    );
  });

  it('is read completely if a secret key is its last entry, but its integrity is not verified', async () => {
    const certificates = [buildCertificate()];
    const bytes = jks(
      [
        { alias: 'a', certificates },
        { alias: 'b', certificates: [] },
      ],
      'x',
    );
    // The kind comes before the length of the alias, and the alias.
    bytes.writeUInt32BE(3, bytes.lastIndexOf(Buffer.from([0, 1, 0x62])) - 4);
    expect(await readings(bytes)).toMatchObject([{ location: 'a#a', failure: null, certificate: {} }]);
    expect(await readings(bytes, 'y')).toMatchObject([
      { location: 'a#a', failure: null, notice: { code: 'keystore-unverified' } },
    ]);
    expect((await readings(bytes))[0]).not.toHaveProperty('notice');
  });

  it('has entries of three kinds', async () => {
    const bytes = jks([{ alias: 'a', certificates: [buildCertificate()] }], 'x');
    // The kind follows the magic number, the version and the count.
    bytes.writeUInt32BE(4, 12);
    const [location] = await readings(bytes, 'x');
    expect(location?.failure).toMatchObject({
      code: 'container-malformed',
      detail: expect.stringContaining('(an entry of an unknown kind)'),
    });
  });

  it('says which entry is malformed', async () => {
    const [location] = await readings(jks([{ alias: 'a', certificates: [buildCertificate().fill(0, 40)] }], 'x'), 'x');
    expect(location).toMatchObject({ location: 'a#a', failure: { detail: expect.stringMatching(/^The entry /) } });
  });

  it('keeps two entries of the same alias apart', async () => {
    const store = jks(
      [
        { alias: 'x', certificates: [shop] },
        { alias: 'x', certificates: [mail] },
      ],
      'changeit',
    );
    const found = await summary(store);
    expect(found.map((line) => line.replace(/[0-9a-f]{12}/, '-'))).toEqual([
      'a#x#-: shop.example',
      'a#x#-: mail.example',
    ]);
  });

  it('is decoded with 10,000 entries', async () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => ({ alias: `entry-${index}`, certificates: [shop] }));
    const found = await readings(jks(entries, 'changeit'), 'changeit');
    expect(found).toHaveLength(10_000);
    expect(found.at(-1)?.location).toBe('a#entry-9999');
  });

  it('has aliases on one line and of bounded length', async () => {
    const [reading] = await readings(jks([{ alias: `a\n::b${'x'.repeat(999)}`, certificates: [shop] }], 'changeit'));
    expect(reading?.location).toMatch(/^a#a\ufffd::bx+$/);
    expect(reading?.location.length).toBeLessThan(210);
  });
});

describe('a PKCS#12 keystore', () => {
  it('is decoded with 10,000 entries', async () => {
    const bags = Array.from({ length: 10_000 }, (_, index) => certificateBag(shop, `entry-${index}`));
    const found = await readings(pkcs12(encryptedContent(der(0x30, ...bags), 'changeit')), 'changeit');
    expect(found).toHaveLength(10_000);
    expect(found.at(-1)?.location).toBe('a#entry-9999');
  });

  it('fails if its 300,000 entries have no certificate', async () => {
    const key = der(0x30, oid('1.2.840.113549.1.12.10.1.1'), der(0xa0));
    expect(await summary(pkcs12(plainContent(der(0x30, Buffer.concat(Array(300_000).fill(key))))))).toEqual([
      'a: container-empty',
    ]);
  });

  it('is decoded from BER with indefinite lengths and constructed strings', async () => {
    const indefinite = (tag: number, ...parts: Buffer[]) =>
      Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.alloc(2)]);
    const pieces = (bytes: Buffer) => [der(0x04, bytes.subarray(0, 7)), der(0x04, bytes.subarray(7))];
    const { algorithm, encrypted } = encrypt(der(0x30, certificateBag(shop, 'shop')), 'changeit');
    const info = indefinite(0x30, oid('1.2.840.113549.1.7.1'), algorithm, indefinite(0xa0, ...pieces(encrypted)));
    const data = indefinite(0x30, der(0x02, '\0'), info);
    const safes = indefinite(0x30, indefinite(0x30, oid('1.2.840.113549.1.7.6'), indefinite(0xa0, data)));
    const content = indefinite(0x30, oid('1.2.840.113549.1.7.1'), indefinite(0xa0, indefinite(0x24, ...pieces(safes))));
    expect(await summary(indefinite(0x30, der(0x02, '\x03'), content), 'changeit')).toEqual(['a#shop: shop.example']);
  });

  it('is decoded from PEM, also beside certificates and other keystores', async () => {
    const text = pem(file('modern.p12'), 'PKCS12');
    expect(await summary(text, 'changeit')).toEqual([SHOP]);
    expect(await summary(text)).toEqual([MISSING]);
    expect(await summary(text.slice(0, -20), 'changeit')).toEqual(['a: container-truncated']);
    expect(await summary(text.replace(/(?<=\n.{9})./, '!'), 'changeit')).toEqual(['a: container-malformed']);
    const more = pem(pkcs12(plainContent(der(0x30, certificateBag(mail, 'mail')))), 'PKCS12');
    expect(await summary(text + file('other.pem') + more, 'changeit')).toEqual([
      'a: other.example',
      SHOP,
      'a#mail: mail.example',
    ]);
  });

  it('returns its other parts if one cannot be decrypted', async () => {
    const open = plainContent(der(0x30, certificateBag(shop, 'shop')));
    const locked = encryptedContent(der(0x30, certificateBag(mail, 'mail')), 'changeit');
    expect(await summary(pkcs12(open, locked))).toEqual(['a#shop: shop.example', MISSING]);
    expect(await summary(pkcs12(open, locked), 'changeit')).toEqual(['a#shop: shop.example', 'a#mail: mail.example']);
  });

  // Found by fuzzing: two failures of one location.
  it('fails once if one part is malformed and another cannot be decrypted', async () => {
    const open = plainContent(der(0x30, certificateBag(Buffer.from('0123'), null)));
    const locked = encryptedContent(der(0x30, certificateBag(mail, 'mail')), 'changeit');
    expect(await summary(pkcs12(open, locked))).toEqual(['a: certificate-malformed']);
  });

  const createContent = (rounds: string) => {
    const store = encryptedContent(der(0x30, certificateBag(mail, 'mail')), 'changeit', 2048);
    return Buffer.from(store.toString('hex').replace('020400000800', `0204${rounds}`), 'hex');
  };

  it('does not open a part that needs an hour of hashing, but opens the others', async () => {
    expect(await summary(pkcs12(createContent('7fffffff')), 'changeit')).toEqual(['a: keystore-too-costly']);
    const modest = encryptedContent(der(0x30, certificateBag(shop, 'shop')), 'changeit');
    expect(await summary(pkcs12(modest, createContent('005b8d81'), modest), 'changeit')).toEqual([
      'a#shop: shop.example',
      'a: keystore-too-costly',
    ]);
  });

  it('derives a key once that is needed many times', async () => {
    const content = encryptedContent(der(0x30, certificateBag(shop, 'shop')), 'changeit', 600_000);
    expect(await summary(pkcs12(...Array(100).fill(content)), 'changeit')).toEqual(['a#shop: shop.example']);
  });

  it('returns its other parts if one has an unsupported cipher', async () => {
    const open = plainContent(der(0x30, certificateBag(shop, 'shop')));
    expect(await summary(pkcs12(open, encryptedWith('1.2.840.113549.3.4')), 'changeit')).toEqual([
      'a#shop: shop.example',
      'a: keystore-encryption-unsupported',
    ]);
  });

  it.each<[string, () => Buffer]>([
    [
      'for a private key',
      () => pkcs12(der(0x30, oid('1.2.840.113549.1.7.3'), der(0xa0, der(0x30, Buffer.alloc(128))))),
    ],
    ['with another cipher', () => pkcs12(encryptedWith('1.2.840.113549.3.4'))],
  ])('fails if it is encrypted %s', async (_, make) => {
    expect(await summary(make(), 'changeit')).toEqual(['a: keystore-encryption-unsupported']);
  });

  it('fails at the name of a malformed certificate', async () => {
    const bags = der(0x30, certificateBag(Buffer.from('0123'), 'shop'), certificateBag(mail, 'mail'));
    expect(await summary(pkcs12(plainContent(bags)))).toEqual([
      'a#shop: certificate-malformed',
      'a#mail: mail.example',
    ]);
  });
});

/** A content with this cipher. */
function encryptedWith(cipher: string): Buffer {
  const algorithm = der(0x30, oid(cipher), der(0x30, der(0x04, 'saltsalt'), der(0x02, '\x01')));
  const info = der(0x30, oid('1.2.840.113549.1.7.1'), algorithm, der(0x80, Buffer.alloc(200)));
  return der(0x30, oid('1.2.840.113549.1.7.6'), der(0xa0, der(0x30, der(0x02, '\0'), info)));
}

it('keystores return the certificates that were put into them', async () => {
  const odd = fc.record({
    serial: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    subject: fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => name([[CN, 12, Buffer.from(text)]])),
  });
  const sets = fc.array(odd.map(buildCertificate), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(sets, async (certificates) => {
      const entries = certificates.map((certificate, index) => ({ alias: `x${index}`, certificates: [certificate] }));
      const bags = der(0x30, ...certificates.map((certificate) => certificateBag(certificate, null)));
      const containers = [
        certificates.map((certificate) => pem(certificate)).join(''),
        Buffer.concat(certificates),
        pkcs7(certificates),
        pem(pkcs7(certificates), 'PKCS7'),
        pkcs7(certificates).toString('base64'),
        pkcs12(plainContent(bags)),
        pkcs12(encryptedContent(bags, 'changeit', 1)),
        jks(entries, 'changeit'),
      ];
      const fingerprints = certificates.map((certificate) => createHash('sha256').update(certificate).digest('hex'));
      for (const container of containers) {
        const found = await readings(container, 'changeit');
        expect(new Set(found.map(({ certificate }) => certificate?.fingerprint))).toEqual(new Set(fingerprints));
      }
    }),
    { numRuns: 100 },
  );
});

describe('RC4', () => {
  // The key streams of RFC 6229 section 2 at offset 0, which are the encryption of zeros.
  it.each([
    ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97'],
  ])('matches RFC 6229 for the key %s', (key, stream) => {
    expect(applyRc4(Buffer.from(key, 'hex'), Buffer.alloc(16)).toString('hex')).toBe(stream);
  });
});

describe('RC2', () => {
  // The examples of RFC 2268 section 5: key, effective bits, plain text, encrypted text.
  it.each<[string, number, string, string]>([
    ['0000000000000000', 63, '0000000000000000', 'ebb773f993278eff'],
    ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
    ['88', 64, '0000000000000000', '61a8a244adacccf0'],
    ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '0000000000000000', '1a807d272bbe5db1'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '0000000000000000', '2269552ab0f85ca6'],
    ['88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e', 129, '0000000000000000', '5b78d3a43dfff1f1'],
  ])('matches RFC 2268 for the key %s of %i bits', (key, bits, plain, encrypted) => {
    // With this initialization vector, the plain text is only padding, which is removed if it is right.
    const padding = Buffer.alloc(8, 8);
    const start = Buffer.from(plain, 'hex').map((byte, index) => byte ^ (padding[index] as number));
    expect(decryptRc2(Buffer.from(key, 'hex'), bits, Buffer.from(start), Buffer.from(encrypted, 'hex'))).toHaveLength(
      0,
    );
  });

  // openssl enc -rc2-cbc -provider legacy -nopad with this key and vector, and what `openssl enc -d` makes of it.
  it.each<[padded: string, encrypted: string, plain: string | null]>([
    ['0808080808080808', 'b30b67f97f6374af', ''],
    ['10101010101010101010101010101010', '50d306c56ee95e05334994c3a7900ab4', null],
    ['09090909090909090909090909090909', 'b4be4d01655073c15eeed5a0f64e85de', null],
    ['0102030405060701', 'd552fd3024b3c3ff', '01020304050607'],
    ['0102030405060700', '7da33b047f44b581', null],
    ['0102030405060702', '1dd1997fd893efe7', null],
    ['0102030405060202', '110c5674f0f355a9', '010203040506'],
    ['0102030405030303', 'd0c8c2db7e981764', '0102030405'],
    ['0102030405030302', '5ca2991442eb0a5e', null],
    ['ffffffffffffffff0807060504030201', 'b2df22134258d3565a2e9ded3351b56e', 'ffffffffffffffff08070605040302'],
    ['aaaaaaaaaaaaaaaa0808080808080808', 'cbed0c0a7967f7731e10998bceaca7f9', 'aaaaaaaaaaaaaaaa'],
    ['0b0b0b0b0b0b0b0b0808080808080807', '5256239ed24e4f850f05a3a950de5290', null],
    ['05050505050505050505050304050505', '6ec550124db254fdcb57289c9705efb8', null],
  ])('removes the padding of %s like OpenSSL', (_, encrypted, plain) => {
    const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
    const start = Buffer.from('f0f1f2f3f4f5f6f7', 'hex');
    expect(decryptRc2(key, 128, start, Buffer.from(encrypted, 'hex'))?.toString('hex') ?? null).toBe(plain);
  });

  it.each(['', '00', '00'.repeat(12)])('rejects input that is not a multiple of the block size: %j', (hex) => {
    expect(decryptRc2(Buffer.alloc(16, 1), 128, Buffer.alloc(8), Buffer.from(hex, 'hex'))).toBeNull();
  });
});
