import { describe, expect, it } from 'vitest';
import { parsePathFields } from '../../src/certificate/x509/path-fields.ts';
import { buildCertificate, type CertificateFields, CN, der, name } from '../helpers/certificates.ts';

const O = '2.5.4.10';

function readFields(odd: CertificateFields) {
  return parsePathFields(buildCertificate(odd));
}

describe('the times of a certificate', () => {
  it.each(['270101000000Z', '20270101000000Z', '20500101000000Z'])('are strict for %s', (time) => {
    expect(readFields({ to: time })?.has_strict_times).toBe(true);
    expect(readFields({ from: time })?.has_strict_times).toBe(true);
  });

  // OpenSSL reports an error in the field for each of them.
  it.each<[tag: number, text: string]>([
    [0x17, '2701010000Z'],
    [0x17, '270101000000+0000'],
    [0x17, '270101020000+0200'],
    [0x18, '20270101000000.5Z'],
    [0x18, '20270101000000,5Z'],
    [0x18, '20270101000000.0Z'],
    [0x18, '202701010000Z'],
    [0x18, '20270101020000+0200'],
  ])('are not strict for tag %i and the text %s, and the expiry is read', (tag, text) => {
    const time = der(tag, text);
    expect(readFields({ to: time })).toMatchObject({
      has_strict_times: false,
      valid_to: Date.parse('2027-01-01T00:00:00Z'),
    });
    expect(readFields({ from: time })?.has_strict_times).toBe(false);
  });

  it('are not strict if notBefore is malformed', () => {
    expect(readFields({ from: '270230000000Z'.replace('Z', 'X') })).toMatchObject({
      has_strict_times: false,
      valid_from: null,
    });
  });
});

it('compares names without their empty parts, as OpenSSL does', () => {
  const whole = name([[CN, 12, 'a']], [[O, 12, 'b']]);
  const sparse = name([], [[CN, 12, 'a']], [], [[O, 12, 'b']], []);
  const fields = readFields({ subject: sparse, issuer: whole });
  expect(fields?.subject).toEqual(['cn=a', 'o=b']);
  expect(fields?.subject).toEqual(fields?.issuer);
});
