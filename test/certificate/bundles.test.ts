import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';
import { pkcs7 } from '../helpers/keystores.ts';
import { readings, summary } from './helpers.ts';

const file = (name: string) => readFileSync(`test/fixtures/certificates/${name}`);
const text = (name: string) => file(name).toString();

const CHAIN = ['a: shop.example < Root'];

describe('a PKCS#7 bundle', () => {
  it.each(['chain.p7b', 'chain.p7c', 'signed-indefinite.p7s'])('is decoded from %s', async (name) => {
    expect(await summary(file(name))).toEqual(CHAIN);
  });

  it.each(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA', 'CERTIFICATE'])(
    'is decoded from PEM with the label %s',
    async (label) => {
      expect(await summary(pem(file('chain.p7c'), label))).toEqual(CHAIN);
    },
  );

  it('does not change the fingerprints of its certificates when BER is converted', async () => {
    const [[bundled], [alone]] = await Promise.all([
      readings(file('signed-indefinite.p7s')),
      readings(file('shop.pem')),
    ]);
    expect(bundled?.certificate?.fingerprint).toBe(alone?.certificate?.fingerprint);
  });

  it('fails if it is encrypted', async () => {
    expect(await summary(file('encrypted.p7m'))).toEqual(['a: unsupported-format']);
  });

  it('fails if it has no certificates', async () => {
    const others = der(0x31, Buffer.alloc(150, 0x05));
    expect(others.length).toBeGreaterThan(127);
    const data = der(0x30, der(0x02, '\x01'), others, der(0x30, oid('1.2.840.113549.1.7.1')), der(0x31));
    expect(await summary(der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, data)))).toEqual(['a: container-empty']);
  });

  it('returns its other certificates beside one that is malformed', async () => {
    const [good, bad] = [buildCertificate(), der(0x30, Buffer.alloc(130, 1))];
    expect((await summary(pkcs7([good, bad]))).map((line) => line.replace(/#.{12}/, '#'))).toEqual([
      'a#: odd.example',
      'a: certificate-malformed',
    ]);
  });
});

describe('BER', () => {
  const indefinite = (tag: number, ...parts: (Buffer | string)[]) =>
    Buffer.concat([
      Buffer.from([tag, 0x80]),
      ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
      Buffer.alloc(2),
    ]);

  it('is decoded with indefinite lengths at every level', async () => {
    const certificate = buildCertificate();
    const data = indefinite(
      0x30,
      der(0x02, '\x01'),
      indefinite(0x31),
      indefinite(0x30, oid('1.2.840.113549.1.7.1'), indefinite(0xa0, indefinite(0x24, der(4, 'he'), der(4, 'llo')))),
      indefinite(0xa0, certificate),
    );
    expect(await summary(indefinite(0x30, oid('1.2.840.113549.1.7.2'), indefinite(0xa0, data)))).toEqual([
      'a: odd.example',
    ]);
  });

  it.each<[string, Buffer]>([
    ['nested too deeply', Buffer.from(`3080020103${'3080'.repeat(500_000)}`, 'hex')],
    [
      'nested too deeply in strings',
      Buffer.concat([Buffer.from('3080', 'hex'), Buffer.from('2480'.repeat(500_000), 'hex')]),
    ],
    ['not terminated', Buffer.concat([Buffer.from('3080', 'hex'), Buffer.from('0500'.repeat(500_000), 'hex')])],
    ['primitive with an indefinite length', Buffer.from(`3080${'0480'.repeat(100)}`, 'hex')],
  ])('fails fast if it is %s', async (_, bytes) => {
    expect(await summary(bytes)).toEqual(['a: container-malformed']);
  });
});

describe('a revocation list', () => {
  it.each(['list.crl', 'list.pem'])('expires at its nextUpdate: %s', async (name) => {
    const [reading] = await readings(file(name));
    expect(reading?.certificate).toMatchObject({
      chain: [],
      facts: {
        common_name: 'CRL of Root',
        subject: null,
        issuer: 'CN=Root',
        serial_number: '01',
        sans: [],
        key_algorithm: null,
        signature_algorithm: 'ecdsa-with-SHA256',
        valid_from: '2026-01-01T00:00:00Z',
        valid_to: '2026-02-01T00:00:00Z',
        lifetime_days: 31,
      },
    });
    expect(reading?.certificate?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is a location of its own beside certificates', async () => {
    const found = await summary(text('shop.pem') + text('root.pem') + text('list.pem'));
    expect(found.map((line) => line.replace(/#.{12}/, '#'))).toEqual([...CHAIN, 'a#: CRL of Root']);
  });

  it('fails if it is truncated or malformed', async () => {
    expect(await summary(file('list.crl').subarray(0, 150))).toEqual(['a: container-truncated']);
    const broken = Buffer.from(file('list.crl'));
    broken[broken.indexOf('260201000000Z')] = 0x78;
    expect(await summary(broken)).toEqual(['a: container-malformed']);
  });
});

describe('a provisioning profile', () => {
  const developer = (commonName: string) => buildCertificate({ subject: name([[CN, 12, commonName]]) });
  const profile = (dates: string, ...certificates: Buffer[]) =>
    pkcs7(
      [buildCertificate()],
      Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Name</key><string>Shop &amp; Co</string>
  <key>TeamName</key><string>Example</string>
  <key>UUID</key><string>01234567-89AB-cdef-0123-456789abcdef</string>
  <key>Entitlements</key><dict><key>Name</key><string>not this</string></dict>
  <key>DeveloperCertificates</key>
  <array>${certificates.map((one) => `<data>\n${one.toString('base64')}\n</data>`).join('')}</array>
  ${dates}
</dict></plist>`),
    );
  const DATES =
    '<key>CreationDate</key><date>2026-01-01T00:00:00Z</date><key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date>';

  it('is a location with an expiry, beside the locations of its certificates', async () => {
    const bytes = profile(DATES, developer('Ann'), developer('Ben'));
    const found = await readings(bytes);
    expect(found.map(({ location }) => location.replace(/#[0-9a-f]{12}/, '#'))).toEqual([
      'a',
      'a#DeveloperCertificates#',
      'a#DeveloperCertificates#',
    ]);
    expect(found[0]?.certificate?.facts).toMatchObject({
      common_name: 'Shop & Co',
      issuer: 'Example',
      serial_number: '0123456789abcdef0123456789abcdef',
      valid_from: '2026-01-01T00:00:00Z',
      valid_to: '2027-01-01T00:00:00Z',
      lifetime_days: 365,
    });
    expect(await summary(profile(DATES, developer('Ann')))).toEqual(['a: Shop & Co', 'a#DeveloperCertificates: Ann']);
  });

  it('has no other facts, and ignores what is inside of its values', async () => {
    const entitlements = `<key>Entitlements</key><dict>${DATES.replaceAll('202', '201')}<key>Name</key><string>x</string></dict>`;
    const facts = await Promise.all(
      [DATES, entitlements + DATES].map(async (dates) => (await readings(profile(dates)))[0]),
    );
    const { common_name, issuer, serial_number, ...rest } = { ...facts[1]?.certificate?.facts };
    expect([common_name, issuer, serial_number]).toEqual(['Shop & Co', 'Example', '0123456789abcdef0123456789abcdef']);
    expect(rest).toEqual({
      ...{ subject: null, sans: [], fingerprint_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...{ key_algorithm: null, key_size: null, signature_algorithm: null },
      ...{ valid_from: '2026-01-01T00:00:00Z', valid_to: '2027-01-01T00:00:00Z', lifetime_days: 365 },
    });
  });

  it('returns its certificates beside a failure if its dates are missing', async () => {
    expect(await summary(profile('', developer('Ann')))).toEqual([
      'a: container-malformed',
      'a#DeveloperCertificates: Ann',
    ]);
  });
});

describe('base64', () => {
  it('is decoded as the format that it encodes', async () => {
    expect(await summary(file('chain.p7c').toString('base64'))).toEqual(CHAIN);
    expect(await summary(Buffer.from(text('shop.pem')).toString('base64'))).toEqual(['a: shop.example']);
    expect(await summary(`${file('modern.p12').toString('base64').replace(/.{76}/g, '$&\n')}\n`, 'changeit')).toEqual([
      'a#shop: shop.example < Root',
    ]);
  });

  it('is decoded anywhere in a text if it encodes PEM', async () => {
    const [shop, root] = [text('shop.pem'), text('root.pem')].map((pem) => Buffer.from(pem).toString('base64'));
    expect(await summary(JSON.stringify({ ca: [{ data: root }], cert: shop }))).toEqual(CHAIN);
    expect(await summary(`ca = "${root}"\nx = "${shop?.slice(0, 300)}"`)).toEqual([
      expect.stringMatching(/^a#[0-9a-f]{12}: Root$/),
      'a: certificate-truncated',
    ]);
    expect(await summary(`ca: ${root}\ncert: |\n  ${text('shop.pem').replaceAll('\n', '\n  ')}`)).toEqual(CHAIN);
    const key = Buffer.from(pem(Buffer.alloc(50), 'PRIVATE KEY')).toString('base64');
    expect(await summary(`key: ${key}`)).toEqual(['a: private-key-only']);
  });

  it('is not decoded twice', async () => {
    const twice = Buffer.from(file('chain.p7c').toString('base64')).toString('base64');
    expect(await summary(twice)).toEqual(['a: no-certificate']);
  });
});
