import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCrl } from '../../src/certificate/revocation/crl-summary.ts';
import { CN, der, name, oid } from '../helpers/certificates.ts';

const list = (...parts: Buffer[]) => der(0x30, ...parts);
const ALGORITHM = list(oid('1.2.840.10045.4.3.2'));
const FROM = der(0x17, '260101000000Z');
const TO = der(0x17, '260201000000Z');
const SIGNATURE = der(0x03, '\0s');
const CRL_NUMBER = '2.5.29.20';

const extension = (type: string, ...value: Buffer[]) => list(oid(type), der(0x04, ...value));
const sign = (...fields: Buffer[]) => list(list(...fields), ALGORITHM, SIGNATURE);
const build = (issuer: Buffer, ...extensions: Buffer[]) =>
  sign(ALGORITHM, issuer, FROM, TO, der(0xa0, list(...extensions)));
const CA = name([[CN, 12, 'CA']]);

describe('a revocation list as a document that expires', () => {
  it('has the facts of a certificate, as far as a list has them', () => {
    const bytes = build(CA, extension(CRL_NUMBER, der(0x02, '\x01\x02')));
    const fingerprint = createHash('sha256').update(bytes).digest('hex');
    expect(parseCrl(bytes, 'The file')).toEqual({
      kind: 'crl',
      der: bytes,
      fingerprint,
      facts: {
        common_name: 'CRL of CA',
        subject: null,
        issuer: 'CN=CA',
        serial_number: '0102',
        fingerprint_sha256: fingerprint,
        sans: [],
        key_algorithm: null,
        key_size: null,
        signature_algorithm: 'ecdsa-with-SHA256',
        valid_from: '2026-01-01T00:00:00Z',
        valid_to: '2026-02-01T00:00:00Z',
        lifetime_days: 31,
      },
    });
  });

  it('is followed by anything', () => {
    const bytes = build(CA);
    expect(parseCrl(Buffer.concat([bytes, Buffer.from('more')]), 'The file')).toEqual(parseCrl(bytes, 'The file'));
  });

  it.each<[what: string, issuer: Buffer, commonName: string]>([
    ['its common name', name([['2.5.4.10', 12, 'Example']], [[CN, 12, 'CA']]), 'CRL of CA'],
    ['its whole name without a common name', name([['2.5.4.10', 12, 'Example']]), 'CRL of O=Example'],
    ['nothing if its name is empty', name(), 'CRL'],
  ])('is named after the issuer: %s', (_, issuer, commonName) => {
    expect(parseCrl(build(issuer), 'The file')).toMatchObject({ facts: { common_name: commonName } });
  });

  it.each<[what: string, extensions: Buffer[], serial: string | null]>([
    ['no extension', [], null],
    ['another extension', [extension('2.5.29.21', der(0x02, '\x07'))], null],
    ['the number', [extension(CRL_NUMBER, der(0x02, '\x07'))], '07'],
    ['another type', [extension(CRL_NUMBER, der(0x04, '\x07'))], null],
    ['an empty number', [extension(CRL_NUMBER, der(0x02))], null],
    ['no value', [extension(CRL_NUMBER)], null],
    ['a malformed extension', [der(0x31)], null],
  ])('has its number as the serial number: %s', (_, extensions, serial) => {
    expect(parseCrl(build(CA, ...extensions), 'The file')).toMatchObject({ facts: { serial_number: serial } });
  });

  it('has no number without extensions', () => {
    expect(parseCrl(sign(ALGORITHM, CA, FROM, TO), 'The file')).toMatchObject({ facts: { serial_number: null } });
  });

  it.each<[what: string, bytes: Buffer, message: string]>([
    ['nothing', Buffer.alloc(0), 'an element is truncated'],
    ['another type', der(0x31), 'the list is missing'],
    ['no signature', list(list(ALGORITHM, CA, FROM, TO), ALGORITHM), 'the signature is missing'],
    [
      'a signature of another type',
      list(list(ALGORITHM, CA, FROM, TO), ALGORITHM, der(0x04, 's')),
      'the signature is missing',
    ],
    ['no signed part', list(der(0x31), ALGORITHM, SIGNATURE), 'the signed part is missing'],
    ['no issuer', sign(ALGORITHM), 'the issuer is missing'],
    ['no thisUpdate', sign(ALGORITHM, CA), 'a time of the validity is missing'],
    ['a malformed thisUpdate', sign(ALGORITHM, CA, der(0x17, 'x'), TO), 'a malformed time'],
    ['a malformed nextUpdate', sign(ALGORITHM, CA, FROM, der(0x17, 'x')), 'a malformed time'],
    [
      'another signature algorithm',
      list(list(ALGORITHM, CA, FROM, TO), der(0x31), SIGNATURE),
      'the signature algorithm is missing',
    ],
  ])('is malformed: %s', (_, bytes, message) => {
    expect(parseCrl(bytes, 'PEM block 2')).toEqual({
      code: 'container-malformed',
      detail: `PEM block 2 is a revocation list (CRL) that is malformed (${message}). Copy it again from its source, or export it again.`,
    });
  });

  it('is truncated without its end', () => {
    const bytes = build(name([[CN, 12, 'CA'.repeat(100)]]));
    for (const cut of [bytes.subarray(0, -1), bytes.subarray(0, 4), Buffer.from([0x30, 0x82, 1])])
      expect(parseCrl(cut, 'PEM block 2')).toEqual({
        code: 'container-truncated',
        detail: 'PEM block 2 is a revocation list (CRL) that is truncated. Copy it again from its source.',
      });
  });

  it('is not monitored without nextUpdate', () => {
    expect(parseCrl(sign(ALGORITHM, CA, FROM), 'PEM block 2')).toMatchObject({
      code: 'crl-without-next-update',
      detail: expect.stringMatching(/^PEM block 2 is a revocation list \(CRL\) without nextUpdate/),
    });
  });
});
