import { describe, expect, it } from 'vitest';
import { decodeServed } from '../../src/certificate/decode.ts';
import { type ParseCache, parseCached, parseCertificate } from '../../src/certificate/x509/parse.ts';
import { buildCertificate, CN, name } from '../helpers/certificates.ts';

/** More certificates and issuers than the cache holds, so that entries are evicted in between. */
const MANY = Array.from({ length: 600 }, (_, index) =>
  buildCertificate({
    serial: Buffer.from([1, index >> 8, index & 0xff]),
    subject: name([[CN, 12, `host-${index}.example`]]),
    issuer: name([[CN, 12, `Issuer ${index % 300}`]]),
  }),
);

const createCache = (): ParseCache => new Map();

describe('the parse cache', () => {
  it('returns the same result as parsing, however many other certificates come in between', () => {
    const first = MANY.map((der) => parseCertificate(der));
    const cache = createCache();
    for (const round of [1, 2]) {
      MANY.forEach((der, index) => {
        const again = parseCached(Buffer.from(der), 'It', cache);
        expect(again, `round ${round}`).toEqual(first[index]);
      });
    }
    expect(first[7]).toMatchObject({ subject: 'CN=host-7.example', issuer: 'CN=Issuer 7' });
    expect(first[307]).toMatchObject({ subject: 'CN=host-307.example', issuer: 'CN=Issuer 7' });
  });

  it('parses a certificate once', () => {
    const der = buildCertificate();
    const cache = createCache();
    const [first, second] = [1, 2].map(() => parseCached(Buffer.from(der), 'It', cache));
    expect(first).toBe(second);
  });

  it('keeps up to 256 certificates, and then begins again', () => {
    const cache = createCache();
    const sizes = MANY.slice(0, 258).map((der) => {
      parseCached(der, 'It', cache);
      return cache.size;
    });
    expect(sizes).toEqual([...Array.from({ length: 256 }, (_, index) => index + 1), 1, 2]);
  });

  it('keeps certificates of up to 8,192 bytes', () => {
    const pad = (length: number) => buildCertificate({ extensions: { '1.2.3': Buffer.alloc(length) } });
    const rest = pad(8000).length - 8000;
    const cache = createCache();
    for (const length of [8193, 8192]) {
      const der = pad(length - rest);
      expect(der).toHaveLength(length);
      parseCached(der, 'It', cache);
    }
    expect([...cache.keys()].map(({ length }) => length)).toEqual([8192]);
  });

  it('distinguishes certificates that differ in a single byte', () => {
    const cache = createCache();
    const decoded = [1, 2].map((serial) => decodeServed([buildCertificate({ serial: Buffer.from([serial]) })], cache));
    expect(decoded).toMatchObject([{ facts: { serial_number: '01' } }, { facts: { serial_number: '02' } }]);
  });

  it('does not cache failures', () => {
    const cut = buildCertificate().subarray(0, 100);
    const cache = createCache();
    for (const where of ['The first', 'The second'])
      expect(parseCached(cut, where, cache)).toMatchObject({
        code: 'certificate-truncated',
        detail: expect.stringContaining(where),
      });
  });
});

describe('the validity of a certificate', () => {
  it.each<[from: string, iso: string]>([
    ['500101000000Z', '1950-01-01T00:00:00Z'],
    ['491231235959Z', '2049-12-31T23:59:59Z'],
    ['000229120000Z', '2000-02-29T12:00:00Z'],
    ['270228235959Z', '2027-02-28T23:59:59Z'],
    ['270131000000Z', '2027-01-31T00:00:00Z'],
    ['20270301000000Z', '2027-03-01T00:00:00Z'],
  ])('reads %s as %s', (from, iso) => {
    expect(parseCertificate(buildCertificate({ from }))).toMatchObject({ facts: { valid_from: iso } });
  });

  it.each([
    '270229000000Z',
    '271301000000Z',
    '270001000000Z',
    '270100000000Z',
    '270101240000Z',
    '270101006000Z',
    '270101000060Z',
    '27O101000000Z',
    '2701010000 0Z',
  ])('rejects %s', (to) => {
    expect(parseCertificate(buildCertificate({ to }))).toMatchObject({ code: 'certificate-malformed' });
    expect(parseCertificate(buildCertificate({ from: to }))).toMatchObject({ facts: { valid_from: null } });
  });
});
