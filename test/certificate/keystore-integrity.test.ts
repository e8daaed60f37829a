import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePemKeystores, decodePkcs12 } from '../../src/certificate/formats/pkcs12/decode.ts';
import { buildCertificate, CN, der, name, oid } from '../helpers/certificates.ts';
import {
  certificateBag,
  encryptedContent,
  jks,
  pkcs12,
  pkcs12WithPbmac1,
  plainContent,
  signedPkcs12,
} from '../helpers/keystores.ts';
import { readings, summary } from './helpers.ts';

const shop = buildCertificate({ subject: name([[CN, 12, 'shop.example']]) });
const mail = buildCertificate({ subject: name([[CN, 12, 'mail.example']]) });
const open = plainContent(der(0x30, certificateBag(shop, 'shop')));
const locked = (password: string | Buffer = 'changeit') =>
  encryptedContent(der(0x30, certificateBag(mail, 'mail')), password);
const fixture = (file: string) => readFileSync(new URL(`../fixtures/certificates/${file}`, import.meta.url));

const BOTH = ['a#shop: shop.example', 'a#mail: mail.example'];
const WRONG = 'a: keystore-password-wrong';

async function listNotices(bytes: Buffer, password: string | null): Promise<(string | undefined)[]> {
  const found = await readings(bytes, password);
  expect(found.some(({ certificate }) => certificate !== null)).toBe(true);
  return [...new Set(found.map(({ notice }) => notice?.detail.replace(/Its certificates were read.*/, '').trim()))];
}

describe('PBMAC1', () => {
  it.each([1, 16, 20, 32, 33, 64, 65, 100, 128, 256, 1024])('is verified with a key of %i bytes', async (keyLength) => {
    const store = pkcs12WithPbmac1([open, locked()], { keyLength });
    expect(await summary(store, 'changeit')).toEqual(BOTH);
    expect(await listNotices(store, 'changeit')).toEqual([undefined]);
    expect(await summary(store, 'hunter2')).toEqual(['a#shop: shop.example', WRONG]);
  });
});

describe('a keystore whose integrity cannot be verified', () => {
  const content = [open, locked()];
  it.each<[why: string, store: Buffer]>([
    ['it has no MAC', pkcs12(...content)],
    ['it has a signature instead of a MAC', signedPkcs12(...content)],
    ['its MAC is malformed', pkcs12WithPbmac1(content, { keyLength: null })],
    ['its MAC is malformed', pkcs12WithPbmac1(content, { keyLength: 1025 })],
    // scrypt (RFC 7914 section 7).
    ['its MAC has an unsupported algorithm', pkcs12WithPbmac1(content, { derivation: '1.3.6.1.4.1.11591.4.11' })],
    ['its MAC needs over 6,000,000 rounds of SHA-256', pkcs12WithPbmac1(content, { rounds: 2 ** 31 - 1 })],
  ])('is read, and says so if there is a password: %s', async (why, store) => {
    expect(await summary(store, 'changeit')).toEqual(BOTH);
    expect(await listNotices(store, 'changeit')).toEqual([
      `The integrity of the keystore could not be verified: ${why}.`,
    ]);
    expect((await readings(store, 'changeit'))[0]?.notice?.code).toBe('keystore-unverified');
    // Without a password, nothing is expected to be verified.
    expect(await summary(store)).toEqual(['a#shop: shop.example', 'a: keystore-password-missing']);
    expect(await listNotices(store, null)).toEqual([undefined]);
    // A wrong password still does not decrypt.
    expect(await summary(store, 'hunter2')).toEqual(['a#shop: shop.example', WRONG]);
  });

  it.each(['unsealed.p12', 'strange-seal.p12'])('is one that OpenSSL creates: %s', async (file) => {
    expect(await listNotices(fixture(file), 'changeit')).toHaveLength(1);
  });

  it.each(['modern.p12', 'pbmac1.p12', 'plain.p12', 'one-round.p12', 'java.pkcs12', 'java.jks'])(
    'is not one with a verified MAC: %s',
    async (file) => {
      expect(await listNotices(fixture(file), 'changeit')).toEqual([undefined]);
    },
  );

  it('is malformed if its content is neither data nor signed data', async () => {
    const other = der(0x30, oid('1.2.840.113549.1.7.5'), der(0xa0, der(0x30, Buffer.alloc(128))));
    const fail = async (bytes: Buffer) => (await readings(bytes, 'changeit')).map(({ failure }) => failure?.detail);
    const because = (why: string) => [
      expect.stringContaining(`The file is a PKCS#12 keystore that is malformed (${why})`),
    ];
    const neither = because('its content is neither data nor signed data');
    expect(await fail(der(0x30, der(0x02, '\x03'), other))).toEqual(neither);
    const nested = der(0x30, der(0x02, '\x01'), der(0x31), other, der(0x31));
    const signed = der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, nested));
    expect(await fail(der(0x30, der(0x02, '\x03'), signed))).toEqual(because('its signed content is not data'));
    const list = plainContent(der(0x30, der(0x31, Buffer.alloc(128))));
    expect(await fail(der(0x30, der(0x02, '\x03'), list))).toEqual(because('a content is missing'));
    expect(decodePkcs12({ bytes: der(0x31), password: null })).toMatchObject([
      { contents: [{ detail: because('the keystore is missing')[0] }] },
    ]);
    expect(decodePkcs12({ bytes: pkcs12(open).subarray(0, -1), password: null })).toMatchObject([
      {
        format: 'pkcs12',
        contents: [{ detail: 'The file is a PKCS#12 keystore that is truncated. Copy it again from its source.' }],
      },
    ]);
  });

  it('says what is wrong with a block of PEM', () => {
    const read = (text: string) => decodePemKeystores(text, null).flatMap(({ contents }) => contents);
    expect(read('-----BEGIN PKCS12-----\nAAAA\n')).toMatchObject([
      { detail: 'The file is a PKCS#12 keystore that is truncated. Copy it again from its source.' },
    ]);
    expect(read('-----BEGIN PKCS12-----\n!\n-----END PKCS12-----\n')).toMatchObject([
      { detail: expect.stringContaining('The file is a PKCS#12 keystore that is malformed (it is not base64)') },
    ]);
    expect(read('-----BEGIN CERTIFICATE-----\nAAAA\n')).toEqual([]);
  });

  it('has the parts that need no private key', async () => {
    const enveloped = der(0x30, oid('1.2.840.113549.1.7.3'), der(0xa0, der(0x30)));
    expect(await summary(pkcs12(open, enveloped, locked()), 'changeit')).toEqual([
      ...BOTH,
      'a: keystore-encryption-unsupported',
    ]);
  });
});

describe('a password that is not ASCII', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1');

  it.each<[string, string, Buffer]>([
    ['UTF-8', 'pässwörd€', Buffer.from('pässwörd€')],
    ['Latin-1', 'pässwörd', latin1('pässwörd')],
  ])('opens a PKCS#12 keystore that has it in %s', async (_, password, bytes) => {
    for (const store of [pkcs12(locked(bytes)), pkcs12WithPbmac1([locked(bytes)], { password: bytes })]) {
      expect(await summary(store, password)).toEqual(['a#mail: mail.example']);
      expect(await summary(store, password.toUpperCase())).toEqual([WRONG]);
    }
  });

  it.each<[string, string]>([
    ['its characters', 'pässwörd€'],
    ['its bytes', Buffer.from('pässwörd€').toString('latin1')],
  ])('verifies a JKS keystore that has %s', async (_, written) => {
    const store = jks([{ alias: 'x', certificates: [shop] }], written);
    expect(await summary(store, 'pässwörd€')).toEqual(['a#x: shop.example']);
    expect(await summary(store, 'pässwörd')).toEqual(['a#x: shop.example', WRONG]);
  });
});
