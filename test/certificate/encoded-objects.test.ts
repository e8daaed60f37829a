import { describe, expect, it } from 'vitest';
import { findEncodedObjects } from '../../src/certificate/formats/encoded-objects.ts';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';
import { certificateBag, jks, pkcs7, pkcs12, plainContent } from '../helpers/keystores.ts';
import { readings, summary } from './helpers.ts';

// Base64 of objects beside text: everything is read, or reported.

const build = (host: string) => buildCertificate({ subject: name([[CN, 12, host]]) });
const encode = (bytes: Buffer, width = 76) =>
  bytes.toString('base64').replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
const ONE = pem(build('one.example'));
const TWO = build('two.example');
const STORE = jks([{ alias: 'x', certificates: [TWO] }], 'changeit');

/** The names of what was read, and the codes of failures and notices. */
async function list(text: string): Promise<string[]> {
  const notices = (await readings(text)).flatMap(({ notice }) => notice?.code ?? []);
  return [...(await summary(text)).map((line) => line.replace(/^.*: /, '')), ...new Set(notices)].sort();
}

describe('base64 of an object beside PEM', () => {
  it.each([
    ['a certificate', TWO],
    ['a PKCS#7 bundle', pkcs7([TWO])],
    ['a keystore of Java', STORE],
  ])('is read if it is %s', async (_, bytes) => {
    for (const width of [60, 76, 10_000])
      for (const text of [`${ONE}${encode(bytes, width)}\n`, `# é\r\n${encode(bytes, width)}  \r\n\r\n${ONE}`])
        expect(await list(text)).toEqual(['one.example', 'two.example']);
  });

  it.each([
    ['its first character', 0],
    ['a character of its first line', 20],
    ['a character of its last line', encode(STORE).length - 10],
    ['a line break', 76],
  ])('is reported if %s is damaged', async (_, at) => {
    const text = encode(STORE);
    for (const damaged of ['é', '!', '\x01'])
      for (const content of [
        ONE + text.slice(0, at) + damaged + text.slice(at + 1),
        `${text.slice(0, at)}${damaged}${text.slice(at + 1)}\n${ONE}`,
      ]) {
        const found = await list(content);
        expect(found).toContain('one.example');
        expect(found.length).toBeGreaterThan(1);
      }
  });

  it('is read if it is a keystore in PEM', async () => {
    const store = pkcs12(plainContent(der(0x30, certificateBag(TWO, 'x'))));
    expect(await list(`${ONE}${encode(Buffer.from(pem(store, 'PKCS12')))}\n`)).toEqual(['one.example', 'two.example']);
  });

  it('is reported if its format is unknown', async () => {
    const text = encode(Buffer.alloc(120, 0xd8));
    expect(await list(`${ONE}${text}\n`)).toEqual(['file-bytes-unread', 'one.example']);
    const [reading] = await readings(`${ONE}${text}\n`);
    expect(reading?.notice?.detail).toContain('except 120 bytes');
  });

  it('is reported if the certificate in it is truncated', async () => {
    expect(await list(`${ONE}${encode(TWO.subarray(0, -30))}\n`)).toEqual(['certificate-truncated', 'one.example']);
  });
});

describe('beside PEM, there is no notice about', () => {
  const key = der(0x30, der(2, '\0'), der(0x30, oid('1.2.3')), der(4, Buffer.alloc(300, 0xd8)));
  const noise = encode(Buffer.alloc(300, 0xd8), 64);
  it.each([
    ['a private key', encode(key)],
    ['a token', Buffer.alloc(88, 0xd8).toString('base64')],
    ['digests in hex', 'a1'.repeat(64)],
    ['base64 of text', encode(Buffer.from('the quick brown fox '.repeat(20)))],
    [
      'the armor of OpenVPN',
      `-----BEGIN OpenVPN tls-crypt-v2 client key-----\n${noise}\n-----END OpenVPN tls-crypt-v2 client key-----`,
    ],
    ['the armor of SSH', `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "shop"\n${noise}\n---- END SSH2 PUBLIC KEY ----`],
    ['a private key that is cut off', `-----BEGIN RSA PRIVATE KEY-----\n${noise}`],
    ['data in other lines', noise.replace(/^/gm, 'data: ')],
    ['an assignment', `SECRET=${noise.replaceAll('\n', '')}`],
  ])('%s', async (_, text) => {
    expect(await list(`${ONE}${text}\n`)).toEqual(['one.example']);
  });
});

describe('the objects in a text', () => {
  const line = 'A'.repeat(60);
  it.each<[string, string, string[]]>([
    ['lines', `${line}\n${line}\nAA\nB`, [`${line}${line}AA`]],
    ['a line with padding', `${line}=\n${line}==\n`, [line, line]],
    ['an empty line', `${line}\n\n${line}`, [line, line]],
    ['a damaged character', `${line}!${line}\nAA`, [line, `${line}AA`]],
    ['a damaged first character', `!${line}\n${line}`, [line + line]],
    ['eight damaged characters', `${'!'.repeat(8)}${line}`, [line]],
    ['nine damaged characters', `${line}\n${'!'.repeat(9)}${line}`, [line]],
    ['two damaged places', `${line}\n!${line}!`, [line]],
    ['words', `word\n${line}\nword word\nword`, [line]],
    ['a line of 59 characters', 'A'.repeat(59), []],
    ['what is indented', ` ${line}\n\t${line}`, []],
    ['the damaged end of an armor', `-----BEGIN x-----\n${line}\n-----EOD x----\n${line}`, [line]],
    ['an armor, and after it', `-----BEGIN x-----\n${line}\n\n${line}\n-----END x-----\n${line}`, [line]],
  ])('end at the right character: %s', (_, text, expected) => {
    expect(findEncodedObjects(text)).toEqual(expected);
    expect(findEncodedObjects(text.replaceAll('\n', '\r'))).toEqual(expected);
  });

  it('are not those in an armor that begins before the text', () => {
    expect(findEncodedObjects(`${line}\n-----END x-----\n${line}`, true)).toEqual([line]);
  });
});
