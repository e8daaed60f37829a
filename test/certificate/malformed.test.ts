import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { decodeLocation } from '../../src/certificate/decode.ts';
import type { LocationReading } from '../../src/domain/index.ts';

let made: CreatedCertificate;

beforeAll(async () => {
  made = await createCertificate({
    subject: 'C=DE, O=Example, CN=shop.example',
    sans: ['shop.example', '::1'],
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
  });
});

/** Each reading is a certificate with a date, or a failure with a sentence. */
function expectWhole(locations: LocationReading[]): void {
  expect(locations.length).toBeGreaterThan(0);
  for (const { certificate, failure } of locations) {
    expect(certificate === null).toBe(failure !== null);
    if (certificate) expect(certificate.facts.valid_to).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
    if (failure) expect(failure.detail).toMatch(/\.$/);
  }
}

async function decodeContent(content: Uint8Array): Promise<LocationReading[]> {
  return decodeLocation({ location: 'a', observed: {}, content }, null);
}

async function decodeServed(served: Uint8Array[]): Promise<LocationReading[]> {
  return decodeLocation({ location: 'a', observed: {}, served }, null);
}

/** The bytes with some of them overwritten, and maybe truncated. */
function mutated(bytes: () => Uint8Array): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
  return fc.tuple(edits, fc.option(fc.nat())).map(([changes, cut]) => {
    const copy = Uint8Array.from(bytes());
    for (const [at, value] of changes) copy[at % copy.length] = value;
    return cut === null ? copy : copy.subarray(0, cut % copy.length);
  });
}

it('decodes any bytes to a certificate or a failure', async () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  await fc.assert(fc.asyncProperty(bytes, async (bytes) => expectWhole(await decodeContent(bytes))));
});

it('decodes damaged DER to a certificate or a failure', async () => {
  await fc.assert(
    fc.asyncProperty(
      mutated(() => made.der),
      async (bytes) => {
        expectWhole(await decodeContent(bytes));
        expectWhole(await decodeServed([bytes, made.der]));
      },
    ),
    { numRuns: 3000 },
  );
});

it('decodes damaged PEM to a certificate or a failure', async () => {
  const text = () => Buffer.from(made.certificate + made.certificate);
  await fc.assert(
    fc.asyncProperty(mutated(text), async (bytes) => expectWhole(await decodeContent(bytes))),
    { numRuns: 1000 },
  );
});

it('fails on a malformed leaf, and ignores malformed intermediates', async () => {
  expect((await decodeServed([Buffer.from('x'), made.der]))[0]?.failure?.code).toBe('certificate-malformed');
  expect((await decodeServed([]))[0]?.failure?.code).toBe('no-certificate');
  const [reading] = await decodeServed([made.der, Buffer.from('x'), made.der]);
  expect(reading?.certificate?.chain.map(({ common_name }) => common_name)).toEqual(['shop.example']);
});

it.each([
  ['BEGIN lines', '-----BEGIN CERTIFICATE-----\n'],
  ['incomplete BEGIN lines', '-----BEGIN '],
  ['BEGIN boundaries in one line', '-----BEGIN A-----'],
  ['blocks in one line', '-----BEGIN CMS-----!-----END CMS-----'],
  ['literals', `"${' '.repeat(999)}`],
  ['headers', 'a: b\n'],
  ['nested lengths', '\x30\x84\x00\x10\x00\x00'],
])('decodes six megabytes of %s', async (_, part) => {
  // In quadratic time, this would take minutes.
  const content = Buffer.from(part.repeat(Math.floor(6_000_000 / part.length)), 'latin1');
  expectWhole(await decodeContent(content));
});

it('rejects a certificate of indefinite length (X.690 section 10.1), and does not take it for a keystore', async () => {
  const [, length = 0] = made.der;
  const content = Buffer.from(made.der).subarray(2 + (length & 0x7f));
  const [location] = await decodeContent(Buffer.concat([Buffer.from([0x30, 0x80]), content, Buffer.alloc(2)]));
  expect(location?.failure).toMatchObject({
    code: 'certificate-malformed',
    detail: expect.stringContaining('a length that is not valid DER'),
  });
});
