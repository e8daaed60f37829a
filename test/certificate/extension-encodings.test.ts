import { describe, expect, it } from 'vitest';
import { formatExtension } from '../../src/certificate/x509/extension-names.ts';
import { parsePathFields } from '../../src/certificate/x509/path-fields.ts';
import { buildCertificate, der, oid } from '../helpers/certificates.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

function read(type: string, encoding: string) {
  return parsePathFields(buildCertificate({ extensions: { [type]: hex(encoding) } }));
}

const text = (value: string) => Buffer.from(value, 'latin1').toString('hex');

/** An alternative name with a tag. */
function san(tag: number, octets: string): string {
  return der(0x30, der(tag, Buffer.from(octets, 'hex'))).toString('hex');
}

it('name constraints have their permitted and excluded names', () => {
  const network = '30 0a 87 08 0a000000 ff000000';
  const constraints = read('2.5.29.30', `30 17 a0 0c ${network} a1 07 30 05 82 03 ${text('a.b')}`)?.constraints;
  expect(constraints).toEqual({
    permitted: [{ kind: 'ip', text: '', bytes: hex('0a000000 ff000000'), parts: [] }],
    excluded: [{ kind: 'dns', text: 'a.b', bytes: null, parts: [] }],
    bounded: false,
  });
});

describe('the encoding of an extension', () => {
  it.each<[what: string, type: string, encoding: string, isValid: boolean]>([
    ['no policies', '2.5.29.32', '30 00', true],
    ['a policy', '2.5.29.32', '30 05 30 03 06 01 2a', true],
    ['a policy with qualifiers', '2.5.29.32', '30 07 30 05 06 01 2a 30 00', true],
    ['a policy without an identifier', '2.5.29.32', '30 02 30 00', false],
    ['a policy of another type', '2.5.29.32', '30 05 30 03 02 01 2a', false],
    ['policies of another type', '2.5.29.32', '04 00', false],
    ['a mapping', '2.5.29.33', '30 08 30 06 06 01 2a 06 01 2b', true],
    ['a mapping of one policy', '2.5.29.33', '30 05 30 03 06 01 2a', false],
    ['a mapping of three policies', '2.5.29.33', '30 0b 30 09 06 01 2a 06 01 2b 06 01 2c', false],
    ['no policy constraint', '2.5.29.36', '30 00', true],
    ['a requirement of explicit policies', '2.5.29.36', '30 03 80 01 00', true],
    ['a prohibition of mappings', '2.5.29.36', '30 03 81 01 00', true],
    ['another policy constraint', '2.5.29.36', '30 03 82 01 00', false],
    ['an empty policy constraint', '2.5.29.36', '30 02 80 00', false],
    ['a number of certificates', '2.5.29.54', '02 01 00', true],
    ['an empty number of certificates', '2.5.29.54', '02 00', false],
    ['a number of another type', '2.5.29.54', '04 01 00', false],
    ['a name of the issuer', '2.5.29.18', '30 03 82 01 61', true],
    ['a name of the issuer outside of a list', '2.5.29.18', '82 01 61', false],
    ['a key identifier', '2.5.29.14', '04 01 01', true],
    ['a key identifier of another type', '2.5.29.14', '02 01 01', false],
    ['the serial number of an issuer', '2.5.29.35', '30 04 82 02 00 80', true],
    ['a negative serial number of an issuer', '2.5.29.35', '30 04 82 02 ff 7f', true],
    ['a serial number with a redundant zero', '2.5.29.35', '30 04 82 02 00 7f', false],
    ['a negative serial number with a redundant octet', '2.5.29.35', '30 04 82 02 ff 80', false],
    ['a serial number of one octet', '2.5.29.35', '30 03 82 01 00', true],
    ['a serial number that begins with another octet', '2.5.29.35', '30 04 82 02 01 00', true],
    ['a path length of 127', '2.5.29.19', '30 06 01 01 ff 02 01 7f', true],
    ['a path length of 128', '2.5.29.19', '30 07 01 01 ff 02 02 00 80', true],
    ['a negative path length', '2.5.29.19', '30 06 01 01 ff 02 01 80', false],
    ['a path length with a redundant zero', '2.5.29.19', '30 07 01 01 ff 02 02 00 7f', false],
    ['an EDI party', '2.5.29.17', san(0xa5, 'a1030c0161'), true],
    ['an EDI party with an assigner', '2.5.29.17', san(0xa5, 'a0030c0161a1030c0161'), true],
    ['an EDI party without a name', '2.5.29.17', san(0xa5, 'a0030c0161'), false],
    ['an IPv4 address', '2.5.29.17', san(0x87, 'c0000201'), true],
    ['an IPv6 address', '2.5.29.17', san(0x87, '00'.repeat(16)), true],
    ['an address of 5 octets', '2.5.29.17', san(0x87, 'c000020101'), false],
    ['an address of 8 octets', '2.5.29.17', san(0x87, '00'.repeat(8)), false],
    ['a DNS name', '2.5.29.17', san(0x82, text('a')), true],
    ['an empty DNS name', '2.5.29.17', san(0x82, ''), false],
    ['a DNS name in Latin-1', '2.5.29.17', san(0x82, text('b\u{fc}cher')), false],
    ['a DNS name with the first character beyond ASCII', '2.5.29.17', san(0x82, '80'), false],
    ['a DNS name with the last character of ASCII', '2.5.29.17', san(0x82, '7f'), true],
    ['an empty mail address', '2.5.29.17', san(0x81, ''), true],
    ['a URI', '2.5.29.17', san(0x86, text('https://a.example/')), true],
    ['a URI without a host', '2.5.29.17', san(0x86, text('urn:x')), true],
    ['a URI with an invalid host', '2.5.29.17', san(0x86, text('https://[/')), false],
    ['a URI with an escaped host', '2.5.29.17', san(0x86, text('https://a%7Bb/')), true],
    ['a URI with a large port', '2.5.29.17', san(0x86, text('https://a:99999/')), true],
    ['a URI with a port of letters', '2.5.29.17', san(0x86, text('https://a:b/')), false],
    ['a URI with a brace in its host', '2.5.29.17', san(0x86, text('https://a{b/')), false],
    ['a URI with a broken escape', '2.5.29.17', san(0x86, text('https://a/%zz')), false],
    ['a URI beyond ASCII', '2.5.29.17', san(0x86, text('https://a/\u{fc}')), false],
    ['a DNS name that looks like a URI', '2.5.29.17', san(0x82, text('https://[/')), true],
    ['a URI with another one inside', '2.5.29.17', san(0x86, text('urn:https://[/')), true],
    ['a network', '2.5.29.30', '30 0e a0 0c 30 0a 87 08 0a000000 ff000000', true],
    ['a network with a broken mask', '2.5.29.30', '30 0e a0 0c 30 0a 87 08 0a000000 ff00ff00', false],
    ['basic constraints with a flag of BER', '2.5.29.19', '30 03 01 01 01', false],
  ])('with %s in %s: %s is valid: %s', (_, type, encoding, isValid) => {
    const expected = isValid ? [] : [{ code: 'extension-malformed', what: formatExtension(type) }];
    expect(read(type, encoding)?.defects).toEqual(expected);
  });

  it.each([
    ['30 00', false, null],
    ['30 03 01 01 ff', true, null],
    ['30 03 01 01 00', false, null],
    ['30 06 01 01 ff 02 01 03', true, 3],
    ['30 07 01 01 ff 02 02 01 00', true, 256],
    ['30 03 02 01 00', false, 0],
  ])('of basic constraints %s means a CA: %s, with a path length of %s', (encoding, ca, path_length) => {
    expect(read('2.5.29.19', encoding)?.basic_constraints).toEqual({ ca, path_length });
  });
});

it('a key of an unknown algorithm has neither a curve nor a size', () => {
  const key = der(0x30, der(0x30, oid('1.2.3.4')), der(0x03, Buffer.alloc(66, 4)));
  const fields = parsePathFields(buildCertificate({ key }));
  expect(fields).toMatchObject({ key_algorithm: '1.2.3.4', key_size: null, curve: null, defects: [] });
});

it.each([
  ['2.5.29.14', 'subjectKeyIdentifier'],
  ['2.5.29.15', 'keyUsage'],
  ['2.5.29.17', 'subjectAltName'],
  ['2.5.29.18', 'issuerAltName'],
  ['2.5.29.19', 'basicConstraints'],
  ['2.5.29.30', 'nameConstraints'],
  ['2.5.29.31', 'cRLDistributionPoints'],
  ['2.5.29.32', 'certificatePolicies'],
  ['2.5.29.33', 'policyMappings'],
  ['2.5.29.35', 'authorityKeyIdentifier'],
  ['2.5.29.36', 'policyConstraints'],
  ['2.5.29.37', 'extKeyUsage'],
  ['2.5.29.46', 'freshestCRL'],
  ['2.5.29.54', 'inhibitAnyPolicy'],
  ['1.3.6.1.5.5.7.1.1', 'authorityInfoAccess'],
  ['1.3.6.1.5.5.7.1.11', 'subjectInfoAccess'],
  ['1.3.6.1.5.5.7.1.24', 'TLS features'],
  ['2.16.840.1.113730.1.1', 'Netscape certificate type'],
])('the extension %s is named %s', (type, name) => {
  expect(formatExtension(type)).toBe(`${name} (${type})`);
});

it('an unknown extension is named by its identifier', () => {
  expect(formatExtension('1.2.3.4')).toBe('1.2.3.4');
});
