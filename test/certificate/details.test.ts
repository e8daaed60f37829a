import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CertificateDetails, readDetails } from '../../src/certificate/x509/details.ts';
import { parseCertificate } from '../../src/certificate/x509/parse.ts';
import { buildCertificate, der, oid } from '../helpers/certificates.ts';

const uri = (url: string) => der(0x86, url);
const access = (method: string, url: string) => der(0x30, oid(method), uri(url));

/** Null if it is not a certificate. */
function parseDetails(der: Buffer): CertificateDetails | null {
  const parsed = parseCertificate(der);
  return 'code' in parsed ? null : readDetails(parsed);
}

describe('the details of a certificate', () => {
  it('are those of node:crypto', () => {
    const native = new X509Certificate(readFileSync('test/fixtures/certificates/root.pem'));
    const spki = native.publicKey.export({ type: 'spki', format: 'der' });
    expect(parseDetails(native.raw)).toMatchObject({
      version: 3,
      serial_bytes: native.serialNumber.toLowerCase(),
      fingerprint_sha1: native.fingerprint.replaceAll(':', '').toLowerCase(),
      spki_sha256: createHash('sha256').update(spki).digest('base64'),
      basic_constraints: { ca: true, path_length: null },
    });
  });

  it('include usages, constraints, identifiers and URLs', () => {
    const certificate = buildCertificate({
      serial: Buffer.from('0080', 'hex'),
      extensions: {
        '2.5.29.19': der(0x30, der(0x01, '\xff'), der(0x02, '\x02')),
        '2.5.29.15': der(0x03, Buffer.from([7, 0xa0, 0x80])),
        '2.5.29.37': der(0x30, oid('1.3.6.1.5.5.7.3.1'), oid('1.2.3')),
        '2.5.29.14': der(0x04, 'ab'),
        '2.5.29.35': der(0x30, der(0x80, 'cd'), der(0x82, '\x01')),
        '1.3.6.1.5.5.7.1.1': der(
          0x30,
          access('1.3.6.1.5.5.7.48.1', 'http://ocsp.example'),
          access('1.3.6.1.5.5.7.48.2', 'http://ca.example/ca.crt'),
        ),
        '2.5.29.31': der(0x30, der(0x30, der(0xa0, der(0xa0, uri('http://a.example/1'), uri('ldap://a.example'))))),
      },
    });
    expect(parseDetails(certificate)).toMatchObject({
      serial_bytes: '0080',
      basic_constraints: { ca: true, path_length: 2 },
      key_usages: ['digitalSignature', 'keyEncipherment', 'decipherOnly'],
      extended_key_usages: ['serverAuth', '1.2.3'],
      subject_key_id: '6162',
      authority_key_id: '6364',
      ocsp_urls: ['http://ocsp.example'],
      issuer_urls: ['http://ca.example/ca.crt'],
      crl_urls: ['http://a.example/1', 'ldap://a.example'],
    });
  });

  it('are empty if the extensions are absent or malformed', () => {
    const nothing = {
      basic_constraints: null,
      key_usages: [],
      extended_key_usages: [],
      subject_key_id: null,
      authority_key_id: null,
      issuer_urls: [],
      ocsp_urls: [],
      crl_urls: [],
    };
    expect(parseDetails(buildCertificate({ version1: true }))).toMatchObject({ version: 1, ...nothing });
    const malformed = [
      '2.5.29.19',
      '2.5.29.15',
      '2.5.29.37',
      '2.5.29.14',
      '2.5.29.35',
      '1.3.6.1.5.5.7.1.1',
      '2.5.29.31',
    ];
    const extensions = Object.fromEntries(malformed.map((type) => [type, Buffer.from('3082ffff', 'hex')]));
    expect(parseDetails(buildCertificate({ extensions }))).toMatchObject({ version: 3, ...nothing });
  });

  it('are null for anything but a certificate', () => {
    expect(parseDetails(Buffer.from('x'))).toBeNull();
    expect(parseDetails(readFileSync('test/fixtures/certificates/list.crl'))).toBeNull();
  });
});
