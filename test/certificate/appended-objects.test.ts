import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitObjects } from '../../src/certificate/split-objects.ts';
import { buildCertificate, CN, name, pem } from '../helpers/certificates.ts';
import { pkcs7 } from '../helpers/keystores.ts';
import { readings, summary } from './helpers.ts';

// Files in which several objects follow one another: everything is read, or reported.

const build = (host: string) => buildCertificate({ subject: name([[CN, 12, host]]) });

const OBJECTS = {
  DER: build,
  PEM: (host: string) => Buffer.from(pem(build(host))),
  'PKCS#7': (host: string) => pkcs7([build(host)]),
  'PKCS#7 in BER': (host: string) => toIndefinite(pkcs7([build(host)])),
};
type ObjectKind = keyof typeof OBJECTS;
const KINDS = Object.keys(OBJECTS) as ObjectKind[];

/** Replaces the length of the outermost element by the indefinite form (X.690 section 8.1.3.6). */
function toIndefinite(bytes: Buffer): Buffer {
  const octets = (bytes[1] as number) & 0x7f;
  return Buffer.concat([Buffer.from([0x30, 0x80]), bytes.subarray(2 + octets), Buffer.from([0, 0])]);
}

const listNames = async (content: Buffer) => (await summary(content)).map((line) => line.replace(/^.*: /, '')).sort();

describe.each(KINDS.flatMap((first) => KINDS.map((second) => ({ first, second }))))(
  '$second after $first',
  ({ first, second }) => {
    it.each(['', '\n', '\r\n', '\0\0\0', ' \n\x1a'])('is read after the filler %j', async (filler) => {
      const content = Buffer.concat([
        OBJECTS[first]('one.example'),
        Buffer.from(filler),
        OBJECTS[second]('two.example'),
      ]);
      expect(await listNames(content)).toEqual(['one.example', 'two.example']);
    });
  },
);

it('reads any sequence of objects', async () => {
  const sequences = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.constantFrom('', '\n', '\0')), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const hosts = sequence.map((_, index) => `host-${index}.example`);
      const parts = sequence.flatMap(([kind, filler], index) => [
        OBJECTS[kind](hosts[index] as string),
        Buffer.from(filler),
      ]);
      expect(await listNames(Buffer.concat(parts))).toEqual(hosts);
    }),
  );
});

it('reports what is left after a certificate', async () => {
  const [reading] = await readings(Buffer.concat([build('one.example'), Buffer.from('\0\x01some other data')]));
  expect(reading?.certificate?.facts.common_name).toBe('one.example');
  expect(reading?.notice?.code).toBe('file-bytes-unread');
  expect(reading?.notice?.detail).toContain('except 16 bytes');
});

it('has no notice about white space or a private key after a certificate', async () => {
  const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
  for (const rest of ['\n', '\r\n\0', key]) {
    const found = await readings(Buffer.concat([build('one.example'), Buffer.from(rest)]));
    expect(found.map(({ notice, failure }) => notice ?? failure)).toEqual([null]);
  }
});

it('fails for a truncated certificate after an intact one, and reads the intact one', async () => {
  const content = Buffer.concat([build('one.example'), build('two.example').subarray(0, -20)]);
  expect(await listNames(content)).toEqual(['certificate-truncated', 'one.example']);
});

it('reads the certificate after a malformed one', async () => {
  const broken = Buffer.from(build('one.example'));
  broken.fill(0xff, 30, 60);
  const content = Buffer.concat([broken, build('two.example')]);
  expect(await listNames(content)).toEqual(['certificate-malformed', 'two.example']);
});

it('does not look for DER in the text around PEM', async () => {
  const text = Buffer.concat([
    Buffer.from('0\x82 '),
    Buffer.from(pem(build('one.example'))),
    Buffer.from('note: 0\x82\x01\x02'),
  ]);
  expect(await summary(text)).toEqual(['a: one.example']);
});

describe('content that was built to be slow', () => {
  const BOUNDARY = Buffer.from('-----0\x81\x80', 'latin1');
  const count = (parts: Buffer[]) => splitObjects(Buffer.concat(parts)).length;

  it('is split in one pass', () => {
    const part = Buffer.concat([BOUNDARY, Buffer.alloc(128, 1)]);
    expect(count(Array.from({ length: 20_000 }, () => part))).toBe(40_000);
    expect(count([Buffer.alloc(2_000_000, '-----\n')])).toBe(1);
    expect(count([Buffer.alloc(2_000_000, '-----0\x80', 'latin1')])).toBe(1);
    expect(count([Buffer.alloc(2_000_000, ' '), BOUNDARY])).toBe(1);
  });
});
