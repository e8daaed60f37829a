import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeLocation, decodeServed } from '../../src/certificate/decode.ts';

it('decodes a hard-coded date as a certificate that expires at the start of the day', async () => {
  const raw = { location: 'declared', observed: {}, declared: '2027-03-01' };
  expect(await decodeLocation(raw, null)).toEqual([
    {
      location: 'declared',
      observed: {},
      failure: null,
      certificate: {
        fingerprint: '2027-03-01',
        chain: [],
        facts: {
          common_name: null,
          subject: null,
          issuer: null,
          serial_number: null,
          fingerprint_sha256: null,
          sans: [],
          key_algorithm: null,
          key_size: null,
          signature_algorithm: null,
          valid_from: null,
          valid_to: '2027-03-01T00:00:00Z',
          lifetime_days: null,
        },
      },
    },
  ]);
});

it('ignores what a server sends after its certificate if it is unreadable', () => {
  const { raw } = new X509Certificate(readFileSync('test/fixtures/certificates/root.pem'));
  const location = { location: 'a', observed: {}, served: [raw] };
  expect(decodeLocation(location, null)[0]).not.toHaveProperty('chainDer');
  expect(decodeLocation(location, null, { keepDer: true })[0]).toHaveProperty('chainDer', [raw]);
  const decoded = decodeServed([raw, Buffer.from('x'), raw]);
  expect('chain' in decoded ? decoded.chain.map(({ common_name }) => common_name) : decoded).toHaveLength(1);
});

it('keeps the response that a server staples, or that it staples none, if trust is verified', () => {
  const { raw } = new X509Certificate(readFileSync('test/fixtures/certificates/root.pem'));
  const keep = (more: object, keepDer = true) => {
    const [reading] = decodeLocation({ location: 'a', observed: {}, served: [raw], ...more }, null, { keepDer });
    if (reading === undefined) throw new Error('not decoded');
    const { location: _, observed: __, certificate: ___, failure: ____, chainDer: _____, ...rest } = reading;
    return rest;
  };
  const response = Buffer.from('x');
  expect(keep({})).toEqual({});
  expect(keep({ stapled: null })).toEqual({ stapledResponse: null });
  expect(keep({ stapled: response })).toEqual({ stapledResponse: response });
  expect(keep({ stapled: response }, false)).toEqual({});
});

it('fails on a date that does not exist', async () => {
  const [reading] = await decodeLocation({ location: 'declared', observed: {}, declared: '2027-02-30' }, null);
  expect(reading?.failure?.code).toBe('date-invalid');
});

it('passes on the failure of a source', async () => {
  const failed = { location: 'a.pem', observed: {}, failure: { code: 'file-not-found', detail: 'x' } };
  expect(await decodeLocation(failed, null)).toEqual([{ ...failed, certificate: null }]);
});

it('keeps the certificates of a location whose trust is verified', async () => {
  const content = readFileSync('test/fixtures/certificates/root.pem');
  const read = async (more: object) => {
    const [reading] = await decodeLocation({ location: 'root.pem', observed: {}, content, ...more }, null);
    return reading?.chainDer?.length;
  };
  const trust = { host: null, anchors: null, aia: false, revocation: false };
  expect([await read({}), await read({ trust: undefined }), await read({ trust })]).toEqual([undefined, undefined, 1]);
});
