import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAriCertificateId } from '../../src/certificate/ari-certificate-id.ts';
import { decodeServed } from '../../src/certificate/decode.ts';
import { buildCertificate, der } from '../helpers/certificates.ts';

/** The example of RFC 9773 section 4.1. */
const EXAMPLE = {
  authority_key_id: '69885b6b87464041e1b37b847ba0ae2cde01c8d4',
  serial_number: '87654321',
  id: 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE',
};

describe('the ARI certificate identifier', () => {
  it('matches the example of RFC 9773, with the leading zero of the serial number', () => {
    expect(formatAriCertificateId(EXAMPLE.authority_key_id, EXAMPLE.serial_number)).toBe(EXAMPLE.id);
  });

  it.each([
    ['01', 'AQ'],
    ['7f', 'fw'],
    ['80', 'AIA'],
    ['00', 'AA'],
    ['0123456789abcdef0123', 'ASNFZ4mrze8BIw'],
  ])('encodes the serial number %s as %s', (serial, encoded) => {
    expect(formatAriCertificateId('00ff', serial)).toBe(`AP8.${encoded}`);
  });

  it.each([
    ['no key identifier', undefined, '01'],
    ['an empty key identifier', '', '01'],
    ['no serial number', 'ff', null],
    ['a malformed serial number', 'ff', '0az'],
    ['a negative serial number', 'ff', '-01'],
  ])('is null for %s', (_, key, serial) => {
    expect(formatAriCertificateId(key, serial)).toBeNull();
  });

  it('has the bytes of any key identifier and serial number', () => {
    const serials = fc.uint8Array({ minLength: 1, maxLength: 20 }).filter(isPositiveInDer);
    const keys = fc.uint8Array({ minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(serials, keys, (serial, key) => {
        const extensions = { '2.5.29.35': der(0x30, der(0x80, key)) };
        const certificate = decodeServed([buildCertificate({ serial, extensions })]);
        if ('code' in certificate) throw new Error(certificate.detail);
        const { authority_key_id, facts } = certificate;
        const [first, second] = formatAriCertificateId(authority_key_id, facts.serial_number)?.split('.') ?? [];
        expect(Buffer.from(first ?? '', 'base64url')).toEqual(Buffer.from(key));
        expect(Buffer.from(second ?? '', 'base64url')).toEqual(Buffer.from(serial));
      }),
    );
  });
});

/** Whether it is the shortest encoding of a positive INTEGER (X.690 section 8.3.2). */
function isPositiveInDer([first = 0, second]: Uint8Array): boolean {
  return first < 0x80 && (first !== 0 || second === undefined || second >= 0x80);
}
