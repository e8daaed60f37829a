import { describe, expect, it } from 'vitest';
import { hasStrictTimeFormat } from '../../src/certificate/asn1/time.ts';
import { readDetails } from '../../src/certificate/x509/details.ts';
import { parseCertificate } from '../../src/certificate/x509/parse.ts';
import { parsePathFields, readPathFields } from '../../src/certificate/x509/path-fields.ts';
import { readPolicyFields } from '../../src/certificate/x509/policy-fields.ts';
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

  it('have a strict format only as UTCTime or GeneralizedTime', () => {
    const isStrict = (tag: number, text: string) =>
      hasStrictTimeFormat(Buffer.from(text), { tag, at: 0, start: 0, end: text.length });
    expect([isStrict(0x17, '270101000000Z'), isStrict(0x18, '20270101000000Z')]).toEqual([true, true]);
    expect([isStrict(0x17, '20270101000000Z'), isStrict(0x18, '270101000000Z')]).toEqual([false, false]);
    expect([isStrict(0x0c, '270101000000Z'), isStrict(0x17, '270101000000Z ')]).toEqual([false, false]);
    expect(isStrict(0x17, ' 270101000000Z')).toBe(false);
  });

  it.each(['270230000000X', '260262000000Z', '260230000000Z', '261301000000Z', '260101240000Z', '260101000060Z'])(
    'are not strict if notBefore is %s',
    (from) => {
      expect(readFields({ from })).toMatchObject({ has_strict_times: false, valid_from: null });
    },
  );
});

it('a certificate without extensions has none of their fields', () => {
  expect(readFields({})).toMatchObject({
    ...{ names: [], constraints: null, authority_id: null, netscape_server: null, basic_constraints: null },
    ...{
      key_usages: null,
      extended_key_usages: null,
      issuer_urls: [],
      ocsp_urls: [],
      distributionPoints: [],
      ocsp_nocheck: false,
    },
    ...{ restricts_policies: false, critical: [], defects: [], subject_key_id: null, authority_key_id: null },
  });
});

it('compares names without their empty parts, as OpenSSL does', () => {
  const whole = name([[CN, 12, 'a']], [[O, 12, 'b']]);
  const sparse = name([], [[CN, 12, 'a']], [], [[O, 12, 'b']], []);
  const fields = readFields({ subject: sparse, issuer: whole });
  expect(fields?.subject).toEqual(['cn=a', 'o=b']);
  expect(fields?.subject).toEqual(fields?.issuer);
});

// Found by fuzzing: policies and `inspect` ended the command.
it('a malformed name of an extension hides no other field, and is a defect', () => {
  const extensions = { '2.5.29.15': der(0x03, '\x07\x80'), '1.2.3.4': der(0x05) };
  const made = buildCertificate({ extensions });
  const bytes = Buffer.from(made.toString('latin1').replace('\x06\x03\x2a\x03\x04', '\x06\x03\x2a\x03\x84'), 'latin1');
  expect(bytes.equals(made)).toBe(false);
  const parsed = parseCertificate(bytes);
  if ('code' in parsed) throw new Error(parsed.detail);
  expect(readDetails(parsed).key_usages).toEqual(['digitalSignature']);
  expect(readPolicyFields(bytes)?.key_usages).toEqual(['digitalSignature']);
  expect(readPathFields(parsed)).toMatchObject({
    key_usages: ['digitalSignature'],
    defects: [{ code: 'extension-malformed', what: '#2a0384' }],
  });
  const usual = parseCertificate(made);
  expect('code' in usual ? null : readPathFields(usual)?.defects).toEqual([]);
});

describe('the TLS features', () => {
  // The feature 0x11 is status_request_v2.
  it.each<[what: string, features: string, mustStaple: boolean]>([
    ['status_request', '3003020105', true],
    ['status_request and another one', '3006020111020105', true],
    ['only another one', '3003020111', false],
    ['none', '3000', false],
    ['a value of another type', '3003040105', false],
    ['no list', '020105', false],
  ])('require stapling with %s: %s is %s', (_, features, mustStaple) => {
    const extensions = { '1.3.6.1.5.5.7.1.24': Buffer.from(features, 'hex') };
    expect(readPolicyFields(buildCertificate({ extensions }))?.must_staple).toBe(mustStaple);
  });
});
