import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeServed } from '../../src/certificate/decode.ts';
import { readName } from '../../src/certificate/x509/names.ts';
import { buildCertificate, CN, der, name, pem } from '../helpers/certificates.ts';
import { certificateBag, jks, pkcs7, pkcs12, plainContent } from '../helpers/keystores.ts';
import { readings, summary } from './helpers.ts';

vi.mock('../../src/certificate/x509/names.ts', { spy: true });

afterEach(() => {
  vi.resetAllMocks();
});

const one = (commonName: string) => buildCertificate({ subject: name([[CN, 12, commonName]]) });
const victim = one('victim.example');
const others = [one('shop.example'), one('mail.example')] as const;
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64');

/** Makes the reader of names throw for the certificate of the victim. */
async function injectBug(): Promise<void> {
  const actual = await vi.importActual<{ readName: typeof readName }>('../../src/certificate/x509/names.ts');
  vi.mocked(readName).mockImplementation((bytes, element) => {
    if (bytes.includes('victim') && bytes.subarray(element.start, element.end).includes('victim'))
      throw new TypeError('quotes the victim');
    return actual.readName(bytes, element);
  });
}

const all = [others[0], victim, others[1]];
const names = ['a', 'b', 'c'];

describe('a bug about one certificate of a file', () => {
  it.each<[string, Uint8Array | string]>([
    ['PEM', all.map((bytes) => pem(bytes)).join('')],
    ['PKCS#7', pkcs7(all)],
    ['PKCS#12', pkcs12(plainContent(der(0x30, ...all.map((bytes, at) => certificateBag(bytes, names[at] ?? '')))))],
    [
      'JKS',
      jks(
        all.map((bytes, at) => ({ alias: names[at] ?? '', certificates: [bytes] })),
        'changeit',
      ),
    ],
    ['a JWKS', JSON.stringify({ keys: all.map((bytes, at) => ({ kid: names[at], x5c: [base64(bytes)] })) })],
    [
      'a Secret',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        data: Object.fromEntries(all.map((bytes, at) => [`${names[at]}.crt`, base64(pem(bytes))])),
      }),
    ],
    [
      'any resource',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Gate',
        spec: all.map((bytes, at) => ({ name: names[at], ca: base64(bytes) })),
      }),
    ],
  ])('does not hide the others: %s', async (_, content) => {
    await injectBug();
    const found = await summary(content);
    for (const other of ['shop.example', 'mail.example']) {
      expect(found.filter((line) => line.endsWith(`: ${other}`))).toHaveLength(1);
    }
    expect(found.filter((line) => line.endsWith(': internal-error'))).toHaveLength(1);
    const failure = (await readings(content)).find((reading) => reading.failure !== null)?.failure;
    expect(failure?.detail).toMatch(
      /made certvigil fail internally \(TypeError at (?:[\w.]+, )?[\w.-]+:\d+:\d+\)\. This is a bug: please report it/,
    );
    expect(failure?.detail).not.toContain('victim');
  });
});

it('a bug about an intermediate that a server sent fails the place, and is not ignored', async () => {
  await injectBug();
  expect(decodeServed([others[0], victim])).toMatchObject({ code: 'internal-error' });
  expect(decodeServed([others[0], others[1]])).toMatchObject({ facts: { common_name: 'shop.example' } });
});
