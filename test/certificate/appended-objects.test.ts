import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitObjects } from '../../src/certificate/split-objects.ts';
import { buildCertificate, CN, der, name, pem } from '../helpers/certificates.ts';
import { certificateBag, jks, pkcs7, pkcs12, plainContent } from '../helpers/keystores.ts';
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

it('reads a Java keystore after PEM', async () => {
  const store = jks([{ alias: 'two', certificates: [build('two.example')] }], 'changeit');
  expect(await listNames(Buffer.concat([OBJECTS.PEM('one.example'), store]))).toEqual(['one.example', 'two.example']);
});

it.each(KINDS)('reads %s after a Java keystore', async (kind) => {
  const store = jks([{ alias: 'one', certificates: [build('one.example')] }], 'changeit');
  const content = Buffer.concat([store, OBJECTS[kind]('two.example')]);
  expect(await listNames(content)).toEqual(['one.example', 'two.example']);
  expect(await summary(content, 'changeit')).toHaveLength(2);
});

it('reads a Java keystore after another one, and reports bytes after it', async () => {
  const create = (host: string) => jks([{ alias: host, certificates: [build(host)] }], 'changeit');
  const stores = Buffer.concat([create('one.example'), Buffer.from('\n'), create('two.example')]);
  expect(await listNames(stores)).toEqual(['one.example', 'two.example']);
  const [first] = await readings(Buffer.concat([stores, Buffer.from([1, 2, 3])]));
  expect(first).toMatchObject({ notice: { code: 'file-bytes-unread' } });
});

it('reports unread bytes of a text after other objects', async () => {
  const text = Buffer.from(`\x01\x02 "${build('two.example').toString('base64')}"\n`);
  const found = await readings(Buffer.concat([build('one.example'), text]));
  expect(found.map(({ notice }) => notice?.code)).toEqual(['file-bytes-unread', 'file-bytes-unread']);
});

it('reports unread bytes after a keystore that is not verified', async () => {
  const store = pkcs12(plainContent(der(0x30, certificateBag(build('one.example'), null))));
  const [plain] = await readings(store, 'changeit');
  expect(plain?.notice?.code).toBe('keystore-unverified');
  const [appended] = await readings(Buffer.concat([store, Buffer.from('\x01\x02')]), 'changeit');
  expect(appended?.notice?.code).toBe('file-bytes-unread');
});

it('reports unread bytes before a keystore with a name', async () => {
  const store = jks([{ alias: 'one', certificates: [build('one.example')] }], 'changeit');
  const found = await readings(Buffer.concat([Buffer.from(`damaged ${'='.repeat(5)}-----`), store]));
  expect(found.map(({ location, notice }) => [location, notice?.code])).toEqual([['a#one', 'file-bytes-unread']]);
});

it('reports a certificate that is cut off in its first line, in UTF-16 after PEM', async () => {
  const start = Buffer.from('\ufeff-----BEGIN CERT', 'utf16le');
  expect((await summary(Buffer.concat([OBJECTS.PEM('one.example'), start]))).join()).toContain('certificate-truncated');
});

it('reports a truncated certificate in DER after PEM', async () => {
  const content = Buffer.concat([OBJECTS.PEM('one.example'), build('two.example').subarray(0, 100)]);
  expect((await summary(content)).join()).toContain('certificate-truncated');
});

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

it('reports what is left after a certificate in a PEM block, except trust settings of OpenSSL', async () => {
  const format = (label: string, rest: string) => {
    const body = Buffer.concat([build('one.example'), Buffer.from(rest)]).toString('base64');
    return Buffer.from(`-----BEGIN ${label}-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`);
  };
  const listNotices = async (content: Buffer) => (await readings(content)).map(({ notice }) => notice?.code ?? null);
  expect(await listNotices(format('CERTIFICATE', ''))).toEqual([null]);
  expect(await listNotices(format('CERTIFICATE', 'the end of another block'))).toEqual(['file-bytes-unread']);
  expect(await listNotices(format('TRUSTED CERTIFICATE', '0\x02\x0c\0'))).toEqual([null]);
});

it('reads two certificates in one block, also beside trust settings of OpenSSL', async () => {
  const both = Buffer.concat([build('one.example'), build('two.example')]);
  for (const [label, rest] of [
    ['CERTIFICATE', ''],
    ['TRUSTED CERTIFICATE', '0\x02\x0c\0'],
  ] as const) {
    const body = Buffer.concat([both, Buffer.from(rest)]).toString('base64');
    const block = Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`);
    expect(await listNames(block)).toEqual(['one.example', 'two.example']);
  }
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

it.each([
  ['base64', Buffer.from(`${build('one.example').toString('base64')}\n`)],
  ['base64 of PEM', Buffer.from(`${OBJECTS.PEM('one.example').toString('base64')}\n`)],
  ['UTF-16', Buffer.from(OBJECTS.PEM('one.example').toString(), 'utf16le')],
  ['a comment after PEM', Buffer.concat([OBJECTS.PEM('one.example'), Buffer.from('# The end, of é.\n')])],
])('reads DER and a Java keystore after %s', async (_, first) => {
  const store = jks([{ alias: 'two', certificates: [build('two.example')] }], 'changeit');
  for (const second of [build('two.example'), toIndefinite(pkcs7([build('two.example')])), store])
    expect(await listNames(Buffer.concat([first, second]))).toEqual(['one.example', 'two.example']);
});

it('reads base64 of objects one after another', async () => {
  const list = [build('one.example'), pkcs7([build('two.example')]), OBJECTS.PEM('three.example')];
  for (const end of ['', '\n', '\n\n']) {
    const text = list.map((one) => one.toString('base64') + end).join('');
    expect(await listNames(Buffer.from(text))).toEqual(['one.example', 'three.example', 'two.example']);
  }
});

it('reads text in UTF-16 after text in UTF-8, and before it', async () => {
  const [one, two] = [OBJECTS.PEM('one.example'), OBJECTS.PEM('two.example')].map(String);
  const wide = Buffer.from(`\ufeff${two}`, 'utf16le');
  for (const content of [Buffer.concat([Buffer.from(`${one}`), wide]), Buffer.concat([wide, Buffer.from(`${one}`)])])
    expect(await listNames(content)).toEqual(['one.example', 'two.example']);
});

it('does not look for DER in the text around PEM', async () => {
  const text = Buffer.concat([
    Buffer.from('0\x82 '),
    Buffer.from(pem(build('one.example'))),
    Buffer.from('note: 0\x82\x01\x02'),
  ]);
  expect(await summary(text)).toEqual(['a: one.example']);
});

describe('a file that begins with text', () => {
  const OBJECT = build('one.example');
  const KEYSTORE = jks([{ alias: 'one', certificates: [OBJECT] }], 'changeit');
  const OTHER = der(0x30, der(0x05), der(0x04, Buffer.alloc(200)));
  const TEXT = 'sixteen letters ';

  /** The bytes of the text in each part, and `+` for those of the object: `5 +` if they are split, `5+` if not. */
  function split(text: string, object: Buffer): string {
    const parts = splitObjects(Buffer.concat([Buffer.from(text, 'latin1'), object]));
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(text.length + object.length);
    const [first, second] = parts.map(({ length }) => length);
    if (second === undefined) return `${text.length}+`;
    expect([first, second]).toEqual([text.length, object.length]);
    return `${text.length} +`;
  }

  it.each<[what: string, text: string, object: Buffer]>([
    ['five hyphens', '-----', OBJECT],
    ['five hyphens and binary data', '\x01-----', OBJECT],
    ['five hyphens, and is truncated', '-----', OBJECT.subarray(0, -1)],
    ['five hyphens, and has another format', '-----', OTHER],
    ['five hyphens, and is a keystore', '-----', KEYSTORE],
    ['white space after 15 bytes', TEXT, OBJECT],
    ['white space, and is a keystore', TEXT, KEYSTORE],
    ['hyphens and white space', `${TEXT}-- `, OBJECT],
    ['many words', `${TEXT}${'a '.repeat(200)}`, OBJECT],
    ['many zeros', `${'0'.repeat(200)} `, OBJECT],
    ['99 beginnings of objects', `${TEXT}${'0 '.repeat(99)}`, OBJECT],
    ['100 beginnings of objects and five hyphens', `${TEXT}${'0 '.repeat(100)}-----`, OBJECT],
  ])('is split before an object that follows %s', (_, text, object) => {
    expect(split(text, object)).toBe(`${text.length} +`);
  });

  it.each<[what: string, text: string, object: Buffer]>([
    ['four hyphens', '----', OBJECT],
    ['five hyphens and a letter', '-----a', OBJECT],
    ['five hyphens in two places', '---a--', OBJECT],
    ['text', `${TEXT}a`, OBJECT],
    ['white space after 14 bytes', TEXT.slice(1), OBJECT],
    ['white space, but is truncated', TEXT, OBJECT.subarray(0, -1)],
    ['white space, but has another format', TEXT, OTHER],
    ['binary data', `${TEXT}\x01 `, OBJECT],
    ['the last control character', `${TEXT}\x1f `, OBJECT],
    ['100 beginnings of objects', `${TEXT}${'0 '.repeat(100)}`, OBJECT],
  ])('is not split before an object that follows %s', (_, text, object) => {
    expect(split(text, object)).toBe(`${text.length}+`);
  });

  it('is one part without an object, and none if it is empty', () => {
    for (const text of [TEXT, 'é', '0', ' ']) expect(splitObjects(Buffer.from(text)).map(String)).toEqual([text]);
    expect(splitObjects(Buffer.alloc(0))).toEqual([]);
  });
});

describe('content that was built to be slow', () => {
  const BOUNDARY = Buffer.from('-----0\x81\x80', 'latin1');
  const count = (parts: Buffer[]) => splitObjects(Buffer.concat(parts)).length;

  it('is split in one pass', () => {
    const part = Buffer.concat([BOUNDARY, Buffer.alloc(128, 1)]);
    expect(count(Array.from({ length: 20_000 }, () => part))).toBe(40_000);
    expect(count([Buffer.alloc(2_000_000, '-----\n')])).toBe(1);
    expect(count([Buffer.alloc(2_000_000, '-----0\x80', 'latin1')])).toBe(2);
    expect(count([Buffer.alloc(2_000_000, ' '), BOUNDARY])).toBe(2);
  });
});

describe('what is left after a certificate in a field of a document is reported', () => {
  const merged = Buffer.concat([build('one.example'), Buffer.from('the end of another block')]);
  const block = pem(merged);
  it.each([
    ['base64 of PEM', { data: { 'tls.crt': Buffer.from(block).toString('base64') } }],
    ['base64 of DER', { data: { 'tls.crt': merged.toString('base64') } }],
    ['PEM', { stringData: { 'tls.crt': block } }],
    ['PEM in a field of any name', { metadata: { annotations: { note: block } } }],
    ['base64 of PEM in a field of any name', { spec: { bundle: `x ${Buffer.from(block).toString('base64')}` } }],
  ])('%s', async (_, fields) => {
    const document = { apiVersion: 'v1', kind: 'Secret', ...fields };
    const found = await readings(Buffer.from(JSON.stringify(document)));
    expect(found.map(({ certificate, notice }) => [certificate?.facts.common_name, notice?.code])).toEqual([
      ['one.example', 'file-bytes-unread'],
    ]);
  });
});
