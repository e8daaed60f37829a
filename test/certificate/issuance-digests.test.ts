import { hash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computeIssuanceDigests } from '../../src/certificate/x509/issuance-digests.ts';
import { buildCertificate, der } from '../helpers/certificates.ts';

const sha256 = (bytes: Uint8Array) => hash('sha256', bytes, 'hex');

const SCTS = '1.3.6.1.4.1.11129.2.4.2';
const POISON = '1.3.6.1.4.1.11129.2.4.3';
const KEY_ID = '2.5.29.14';
const NAMES = '2.5.29.17';
const NULL = der(0x05);

/** The size of the header of an element, and of the element with it (X.690 section 8.1.3). */
function readSizes([, first = 0, ...rest]: Uint8Array): { header: number; size: number } {
  if (first < 0x80) return { header: 2, size: 2 + first };
  const octets = rest.slice(0, first - 0x80);
  return { header: 2 + octets.length, size: 2 + octets.length + octets.reduce((sum, octet) => sum * 256 + octet, 0) };
}

/** Cuts the TBSCertificate, which is the first element in a certificate. */
function cutTbs(certificate: Buffer): Buffer {
  const tbs = certificate.subarray(readSizes(certificate).header);
  return tbs.subarray(0, readSizes(tbs).size);
}

// Around each length at which the encoding of a length changes.
const LENGTHS = [...Array.from({ length: 140 }, (_, index) => index), 240, 250, 251, 252, 253, 254, 255, 256, 65_530];

describe('the digest of an issuance', () => {
  it('is that of the certificate without timestamps and poison, however long its other extensions are', () => {
    for (const length of LENGTHS) {
      const own = { [KEY_ID]: der(0x04, Buffer.alloc(length, 1)) };
      const logged = buildCertificate({ extensions: own });
      const expected = computeIssuanceDigests(logged)?.tbs_sha256;
      expect(expected).toBe(sha256(cutTbs(logged)));
      const final = buildCertificate({ extensions: { [SCTS]: der(0x04, Buffer.alloc(200)), ...own } });
      const poisoned = buildCertificate({ extensions: { ...own, [POISON]: NULL }, critical: { [POISON]: 0xff } });
      for (const one of [final, poisoned]) expect(computeIssuanceDigests(one)?.tbs_sha256).toBe(expected);
    }
  });

  it('differs if another extension differs', () => {
    const lists: Record<string, Buffer>[] = [
      {},
      { [KEY_ID]: NULL },
      { [NAMES]: NULL },
      { [KEY_ID]: NULL, [NAMES]: NULL },
    ];
    const digests = lists.map((extensions) => computeIssuanceDigests(buildCertificate({ extensions }))?.tbs_sha256);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('of a key is that of its SubjectPublicKeyInfo', () => {
    const { raw, publicKey } = new X509Certificate(readFileSync('test/fixtures/certificates/root.pem'));
    const key = publicKey.export({ type: 'spki', format: 'der' });
    expect(computeIssuanceDigests(raw)?.key_sha256).toBe(sha256(key));
  });

  it('does not exist for bytes that are no certificate', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('certificate'), buildCertificate().subarray(0, 90)])
      expect(computeIssuanceDigests(bytes)).toBeNull();
  });
});
