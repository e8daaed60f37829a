import { describe, expect, it } from 'vitest';
import { decodeServed } from '../../src/certificate/decode.ts';
import { tryParse } from '../../src/certificate/x509/parse.ts';
import { parseCached } from '../../src/certificate/x509/parse-cache.ts';
import { buildCertificate, CN, name } from '../helpers/certificates.ts';

/** More than are kept, of as many issuers, so that what is kept is let go of in between. */
const MANY = Array.from({ length: 600 }, (_, index) =>
  buildCertificate({
    serial: Buffer.from([1, index >> 8, index & 0xff]),
    subject: name([[CN, 12, `host-${index}.example`]]),
    issuer: name([[CN, 12, `Issuer ${index % 300}`]]),
  }),
);

describe('a certificate that many show', () => {
  it('is what it was when it was read first, however many others came between', () => {
    const first = MANY.map((der) => tryParse(der));
    for (const round of [1, 2]) {
      MANY.forEach((der, index) => {
        const again = parseCached(Buffer.from(der));
        expect(again, `round ${round}`).toEqual(first[index]);
      });
    }
    expect(first[7]).toMatchObject({ subject: 'CN=host-7.example', issuer: 'CN=Issuer 7' });
    expect(first[307]).toMatchObject({ subject: 'CN=host-307.example', issuer: 'CN=Issuer 7' });
  });

  it('is read once', () => {
    const der = buildCertificate();
    expect(parseCached(Buffer.from(der))).toBe(parseCached(Buffer.from(der)));
  });

  it('is told from one that differs in a single byte', () => {
    const [one, other] = [1, 2].map((serial) => buildCertificate({ serial: Buffer.from([serial]) }));
    const shown = [one, other].map((der) => decodeServed([der as Buffer]));
    expect(shown).toMatchObject([{ facts: { serial_number: '01' } }, { facts: { serial_number: '02' } }]);
  });

  it('is no certificate each time, where it is none', () => {
    const cut = buildCertificate().subarray(0, 100);
    for (const where of ['The first', 'The second'])
      expect(parseCached(cut, where)).toMatchObject({
        code: 'certificate-truncated',
        detail: expect.stringContaining(where),
      });
  });
});

describe('the times of a certificate', () => {
  it.each<[from: string, iso: string]>([
    ['500101000000Z', '1950-01-01T00:00:00Z'],
    ['491231235959Z', '2049-12-31T23:59:59Z'],
    ['000229120000Z', '2000-02-29T12:00:00Z'],
    ['270228235959Z', '2027-02-28T23:59:59Z'],
    ['270131000000Z', '2027-01-31T00:00:00Z'],
    ['20270301000000Z', '2027-03-01T00:00:00Z'],
  ])('%s is %s', (from, iso) => {
    expect(tryParse(buildCertificate({ from }))).toMatchObject({ facts: { valid_from: iso } });
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
  ])('%s is none', (to) => {
    expect(tryParse(buildCertificate({ to }))).toMatchObject({ code: 'certificate-malformed' });
    expect(tryParse(buildCertificate({ from: to }))).toMatchObject({ facts: { valid_from: null } });
  });
});
