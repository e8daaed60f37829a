import { describe, expect, it } from 'vitest';
import { formatExtension } from '../../src/certificate/x509/extension-names.ts';
import { parsePathFields } from '../../src/certificate/x509/path-fields.ts';
import { readPolicyFields } from '../../src/certificate/x509/policy-fields.ts';
import type { PathFields } from '../../src/domain/index.ts';
import { buildCertificate, type CertificateFields, CN, der, name, oid } from '../helpers/certificates.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const list = (...parts: (Buffer | string)[]) => der(0x30, ...parts);

function readFields(fields: CertificateFields): PathFields {
  const found = parsePathFields(buildCertificate(fields));
  if (found === null) throw new Error('the certificate is malformed');
  return found;
}

const MALFORMED = 'malformed';

/** The field of a certificate with one extension, or `MALFORMED` if that is its defect. */
function readExtension<Field extends keyof PathFields>(type: string, value: Buffer, field: Field) {
  const fields = readFields({ extensions: { [type]: value } });
  if (fields.defects.length === 0) return fields[field];
  expect(fields.defects).toEqual([{ code: 'extension-malformed', what: formatExtension(type) }]);
  return MALFORMED;
}

it('a leaf for which its CA publishes no revocation information has no sources of it', () => {
  const extensions = {
    '2.5.29.31': list(list(der(0xa0, der(0xa0, der(0x86, 'a:b'))))),
    '1.3.6.1.5.5.7.1.1': list(list(oid('1.3.6.1.5.5.7.48.1'), der(0x86, 'c:d'))),
    '2.5.29.56': der(0x05),
  };
  const sources = { distributionPoints: [], ocsp_urls: [], defects: [] };
  expect(readFields({ extensions })).toMatchObject(sources);
  expect(readFields({ extensions: { ...extensions, '2.5.29.19': list(der(0x01, '\xff')) } }).ocsp_urls).toEqual([
    'c:d',
  ]);
});

const DIRECTORY = der(0xa4, name([[CN, 12, 'B']]));
const POINT = { urls: [] as string[], some_reasons: false, issuers: null as string[][] | null, relative: false };
const url = (text: string) => der(0xa0, der(0xa0, der(0x86, text)));

it.each<[what: string, value: Buffer, expected: unknown]>([
  ['no point', list(), []],
  ['a point without anything', list(list()), MALFORMED],
  ['a URL', list(list(url('a:b'))), [{ ...POINT, urls: ['a:b'] }]],
  ['a DNS name instead of a URL', list(list(der(0xa0, der(0xa0, der(0x82, 'a:b'))))), [POINT]],
  ['no name', list(list(der(0xa0))), MALFORMED],
  ['a name of another type', list(list(der(0xa0, der(5)))), MALFORMED],
  ['two names', list(list(der(0xa0, der(0xa0), der(0xa0)))), MALFORMED],
  ['a URL of another type', list(list(der(0xa0, der(0xa0, der(5))))), MALFORMED],
  ['a relative name', list(list(der(0xa0, der(0xa1, list(oid(CN), der(12, 'a')))))), [{ ...POINT, relative: true }]],
  ['a relative name of another type', list(list(der(0xa0, der(0xa1, der(5))))), MALFORMED],
  ['only reasons', list(list(der(0x81, '\x07\x80'))), MALFORMED],
  ['some reasons', list(list(url('a:b'), der(0x81, '\x07\x80'))), [{ ...POINT, urls: ['a:b'], some_reasons: true }]],
  ['empty reasons', list(list(url('a:b'), der(0x81))), MALFORMED],
  ['an issuer', list(list(der(0xa2, DIRECTORY))), [{ ...POINT, issuers: [['cn=b']] }]],
  ['no issuer', list(list(der(0xa2))), MALFORMED],
  [
    'two points',
    list(list(url('a:b'), der(0x81, '\0'), der(0xa2)), list(url('c:d'))),
    [
      { urls: ['a:b'], some_reasons: true, issuers: [], relative: false },
      { ...POINT, urls: ['c:d'] },
    ],
  ],
  ['reasons before the name', list(list(der(0x81, '\0'), url('a:b'))), MALFORMED],
  ['an unknown field', list(list(der(0x83))), MALFORMED],
  ['an unknown field beside a known one', list(list(url('a:b'), der(0x83))), MALFORMED],
  ['a point of another type', list(der(0x31)), MALFORMED],
  ['another type', der(0x31), MALFORMED],
])('the distribution points are read with %s', (_, value, expected) => {
  expect(readExtension('2.5.29.31', value, 'distributionPoints')).toEqual(expected);
});

const NO_ID = { key: null, issuer: null, serial: null };

it.each<[what: string, value: Buffer, expected: unknown]>([
  ['nothing', list(), NO_ID],
  ['a key', list(der(0x80, 'k')), { ...NO_ID, key: '6b' }],
  ['an empty key', list(der(0x80)), { ...NO_ID, key: '' }],
  ['a serial number', list(der(0x82, '\0\xff')), { ...NO_ID, serial: 'ff' }],
  ['an empty serial number', list(der(0x82)), MALFORMED],
  ['an issuer', list(der(0xa1, DIRECTORY)), { ...NO_ID, issuer: ['cn=b'] }],
  ['an issuer after another name', list(der(0xa1, der(0x82, 'x'), DIRECTORY)), { ...NO_ID, issuer: ['cn=b'] }],
  ['only another name', list(der(0xa1, der(0x82, 'x'))), NO_ID],
  [
    'all fields',
    list(der(0x80, 'k'), der(0xa1, DIRECTORY), der(0x82, '\x07')),
    { key: '6b', issuer: ['cn=b'], serial: '07' },
  ],
  ['a key of another type', list(der(4, 'k')), MALFORMED],
  ['a constructed key', list(der(0xa0, 'k')), MALFORMED],
  ['a key after the serial number', list(der(0x82, '\x07'), der(0x80, 'k')), MALFORMED],
  ['two keys', list(der(0x80, 'k'), der(0x80, 'k')), MALFORMED],
  ['another type', der(0x31), MALFORMED],
])('the authority key identifier is read with %s', (_, value, expected) => {
  expect(readExtension('2.5.29.35', value, 'authority_id')).toEqual(expected);
});

const access = (method: string, location: Buffer) => list(oid(method), location);
const [OCSP, ISSUERS] = ['1.3.6.1.5.5.7.48.1', '1.3.6.1.5.5.7.48.2'];

it.each<[what: string, value: Buffer, issuers: string[], ocsp: string[]]>([
  ['nothing', list(), [], []],
  ['an issuer', list(access(ISSUERS, der(0x86, 'a:b'))), ['a:b'], []],
  ['a responder', list(access(OCSP, der(0x86, 'a:b'))), [], ['a:b']],
  ['both', list(access(OCSP, der(0x86, 'a:b')), access(ISSUERS, der(0x86, 'c:d'))), ['c:d'], ['a:b']],
  ['another method', list(access('1.2.3', der(0x86, 'a:b'))), [], []],
  ['a name instead of a URL', list(access(OCSP, der(0x82, 'a:b')), access(OCSP, der(0x86, 'c:d'))), [], ['c:d']],
  ['a method without a location', list(list(oid(OCSP))), [], []],
])('the access information is read with %s', (_, value, issuers, ocsp) => {
  const { issuer_urls, ocsp_urls } = readFields({ extensions: { '1.3.6.1.5.5.7.1.1': value } });
  expect([issuer_urls, ocsp_urls]).toEqual([issuers, ocsp]);
});

it.each<[type: string, field: keyof PathFields, value: string, expected: unknown]>([
  ['2.16.840.1.113730.1.1', 'netscape_server', '03 02 06 40', true],
  ['2.16.840.1.113730.1.1', 'netscape_server', '03 02 00 ff', true],
  ['2.16.840.1.113730.1.1', 'netscape_server', '03 02 00 bf', false],
  ['2.16.840.1.113730.1.1', 'netscape_server', '03 01 00', false],
  ['2.16.840.1.113730.1.1', 'netscape_server', '03 00', MALFORMED],
  ['2.16.840.1.113730.1.1', 'netscape_server', '04 02 06 40', MALFORMED],
  ['2.5.29.15', 'key_usages', '03 00', MALFORMED],
  ['2.5.29.15', 'key_usages', '03 01 01', MALFORMED],
  ['2.5.29.15', 'key_usages', '03 02 08 80', MALFORMED],
  ['2.5.29.15', 'key_usages', '03 02 07 ff', ['digitalSignature']],
  ['2.5.29.15', 'key_usages', '03 03 07 80 80', ['digitalSignature', 'decipherOnly']],
  ['2.5.29.15', 'key_usages', '03 01 00', []],
  ['2.5.29.15', 'key_usages', '04 02 07 80', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 06 01 01 ff 02 01 05', { ca: true, path_length: 5 }],
  ['2.5.29.19', 'basic_constraints', '30 06 02 01 05 01 01 ff', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 02 05 00', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 05 01 01 ff 05 00', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 02 01 00', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 04 01 02 ff ff', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 06 01 01 ff 02 01 ff', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 07 01 01 ff 02 02 00 05', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '30 07 01 01 ff 02 02 00 80', { ca: true, path_length: 128 }],
  ['2.5.29.19', 'basic_constraints', '30 05 01 01 ff 02 00', MALFORMED],
  ['2.5.29.19', 'basic_constraints', '31 00', MALFORMED],
  ['2.5.29.37', 'extended_key_usages', '30 00', []],
  ['2.5.29.37', 'extended_key_usages', '30 02 05 00', MALFORMED],
  ['2.5.29.37', 'extended_key_usages', '30 05 06 03 2a 80 01', MALFORMED],
])('the extension %s has the %s of %s: %j', (type, field, value, expected) => {
  expect(readExtension(type, hex(value), field)).toEqual(expected);
});

describe('the base of a name constraint', () => {
  const dns = (text: string) => der(0x82, text);
  const ip = (octets: string) => der(0x87, hex(octets));

  it.each<[what: string, base: Buffer, isValid: boolean]>([
    ['a DNS name', dns('a.example'), true],
    ['no DNS name', dns(''), true],
    ['a DNS name with a leading dot', dns('.example'), true],
    ['a DNS name with a trailing dot', dns('example.'), false],
    ['a DNS name in Latin-1', dns('b\xfccher'), false],
    ['a mail address with a trailing dot', der(0x81, 'a.example.'), true],
    ['a mail address in Latin-1', der(0x81, 'b\xfccher'), false],
    ['an IPv4 network', ip('c0000200 ffffff00'), true],
    ['an IPv6 network', ip(`${'00'.repeat(16)} ${'ff'.repeat(4)}${'00'.repeat(12)}`), true],
    ['all addresses', ip('00000000 00000000'), true],
    ['one address', ip('c0000201 ffffffff'), true],
    ['an address without a mask', ip('c0000201'), false],
    ['an address with part of a mask', ip('c0000201 ffffff'), false],
    ['an IPv6 address without a mask', ip('00'.repeat(16)), false],
    ['an IPv6 network with a broken mask', ip(`${'00'.repeat(16)} ${'00'.repeat(12)}${'ff'.repeat(4)}`), false],
    ['a mask that ends within an octet', ip('c0000200 fffff000'), true],
    ['a mask that begins within an octet', ip('c0000200 0fffffff'), false],
    ['a mask with a gap between octets', ip('c0000200 ff0f0000'), false],
    ['a directory name', der(0xa4, name([[CN, 12, 'x']])), true],
    ['a directory name of another type', der(0xa4, der(0x31)), false],
    ['another kind of name', der(0x88, '\x2a'), true],
  ])('is valid with %s: %s', (what, base, isValid) => {
    const found = readExtension('2.5.29.30', list(der(0xa0, list(base))), 'constraints');
    expect(found === MALFORMED ? false : found !== null, what).toBe(isValid);
  });

  const none = { permitted: [], excluded: [], bounded: false };
  const A = { kind: 'dns', text: 'a', bytes: null, parts: [] };

  it.each<[what: string, value: Buffer, expected: unknown]>([
    ['of a permitted name', list(der(0xa0, list(dns('a')))), { ...none, permitted: [A] }],
    ['of an excluded name', list(der(0xa1, list(dns('a')))), { ...none, excluded: [A] }],
    ['with a minimum', list(der(0xa0, list(dns('a'), der(0x80, '\0')))), { ...none, permitted: [A], bounded: true }],
    ['of no kind', list(), MALFORMED],
    ['of an unknown kind', list(der(0xa2, list(dns('a')))), MALFORMED],
    ['that is absent', list(der(0xa0, list())), MALFORMED],
    ['outside of a subtree', list(der(0xa0, dns('a'))), MALFORMED],
    ['before other data', Buffer.concat([list(der(0xa0, list(dns('a')))), hex('0500')]), MALFORMED],
    ['in another type', der(0x31), MALFORMED],
  ])('is read %s', (_, value, expected) => {
    expect(readExtension('2.5.29.30', value, 'constraints')).toEqual(expected);
  });
});

const NAMELESS = { text: '', bytes: null, parts: [] };
const [UPN, MAILBOX] = ['1.3.6.1.4.1.311.20.2.3', '1.3.6.1.5.5.7.8.9'];
const other = (type: string, value: Buffer) => der(0xa0, oid(type), der(0xa0, value));
const mailbox = (text: string) => other(MAILBOX, der(12, text));

it.each<[what: string, value: Buffer, expected: unknown]>([
  ['a DNS name', list(der(0x82, 'a')), [{ kind: 'dns', text: 'a', bytes: null, parts: [] }]],
  ['a mail address', list(der(0x81, 'a@b')), [{ kind: 'email', text: 'a@b', bytes: null, parts: [] }]],
  ['a URI', list(der(0x86, 'a:b')), [{ kind: 'uri', text: 'a:b', bytes: null, parts: [] }]],
  ['a relative reference', list(der(0x86, '/?x')), [{ kind: 'uri', text: '/?x', bytes: null, parts: [] }]],
  ['a directory name', list(DIRECTORY), [{ kind: 'directory', text: '', bytes: null, parts: ['cn=b'] }]],
  ['a directory name of another type', list(der(0xa4, der(0x31))), MALFORMED],
  ['a user principal name', list(other(UPN, der(12, '\xc3\xa9@b'))), [{ ...NAMELESS, kind: 'other', text: UPN }]],
  ['a GUID', list(other('1.2.3', der(4, '\xff'))), [{ ...NAMELESS, kind: 'other', text: '1.2.3' }]],
  ['an internationalized mail address', list(mailbox('\xc3\xa9@b')), [{ ...NAMELESS, kind: 'smtp-utf8', text: 'é@b' }]],
  [
    'an internationalized domain',
    list(mailbox('a@b\xc3\xbccher.example')),
    [{ ...NAMELESS, kind: 'smtp-utf8', text: 'a@xn--bcher-kva.example' }],
  ],
  ['a mailbox of a URL', list(mailbox('a@b/c')), [{ ...NAMELESS, kind: 'smtp-utf8', text: 'a@b/c' }]],
  ['a mailbox of another type', list(other(MAILBOX, der(22, 'a@b'))), [{ ...NAMELESS, kind: 'other', text: MAILBOX }]],
  ['a registered identifier', list(der(0x88, '\x2a\x86\x48')), [{ ...NAMELESS, kind: 'registered', text: '1.2.840' }]],
  ['an X.400 address', list(der(0xa3, 'x')), [{ ...NAMELESS, kind: 'x400' }]],
  ['a party', list(der(0xa5, der(0xa0, der(12)), der(0xa1, der(12)))), [{ ...NAMELESS, kind: 'edi-party' }]],
  ['a party without a name', list(der(0xa5, der(0xa0, der(12)))), MALFORMED],
  ['a party of no type', list(der(0xa5)), MALFORMED],
  ['another name without a type', list(der(0xa0)), MALFORMED],
  ['another name without a value', list(der(0xa0, oid('1.2.3'))), MALFORMED],
  ['another name with an untagged value', list(der(0xa0, oid('1.2.3'), der(12))), MALFORMED],
  ['another name with an empty value', list(der(0xa0, oid('1.2.3'), der(0xa0))), MALFORMED],
  ['another name with two values', list(der(0xa0, oid('1.2.3'), der(0xa0, der(12), der(12)))), MALFORMED],
  ['another name with another field', list(der(0xa0, oid('1.2.3'), der(0xa0, der(12)), der(5))), MALFORMED],
  ['an empty identifier', list(der(0x88)), MALFORMED],
  ['a truncated identifier', list(der(0x88, '\x2a\x83')), MALFORMED],
  ['an identifier with a padded arc', list(der(0x88, '\x2a\x80\x01')), MALFORMED],
  ['a name of an unknown tag', list(der(0x89, 'x')), MALFORMED],
  ['a constructed DNS name', list(der(0xa2, der(22, 'a'))), MALFORMED],
  ['two directory names in one', list(der(0xa4, name(), name())), MALFORMED],
  ['nothing', list(), []],
  ['other data after them', Buffer.concat([list(der(0x82, 'a')), hex('0500')]), MALFORMED],
  ['another type', der(0x31), MALFORMED],
])('the alternative names are read with %s', (_, value, expected) => {
  expect(readExtension('2.5.29.17', value, 'names')).toEqual(expected);
});

it.each([
  ['Example  Org', 'o=example org'],
  ['  Example Org  ', 'o=example org'],
  ['Example\tOrg', 'o=example\\09org'],
  ['=  Example', 'o==example'],
  ['a, b', 'o=a\\, b'],
  ['a ,b', 'o=a \\,b'],
  ['a + b', 'o=a \\+ b'],
  ['\u{c4}', 'o=\u{e4}'],
])('the name %j is compared as %j', (text, part) => {
  expect(readFields({ subject: name([['2.5.4.10', 12, Buffer.from(text)]]) }).subject).toEqual([part]);
});

it('the parts of one name are compared without the spaces between them', () => {
  const subject = name([
    ['2.5.4.10', 12, 'b  '],
    [CN, 12, '  a '],
  ]);
  expect(readFields({ subject }).subject).toEqual(['cn=a+o=b']);
});

it('a certificate without names is called so', () => {
  expect(readFields({ subject: name(), issuer: name() })).toMatchObject({
    name: '(no name)',
    issuer_name: '(no name)',
  });
  const subject = name([['2.5.4.10', 12, 'Org']]);
  expect(readFields({ subject, issuer: subject })).toMatchObject({ name: 'O=Org', issuer_name: 'O=Org' });
});

describe('the defects of a certificate', () => {
  const policies = { '2.5.29.32': list() };
  const critical = (type: string, flag = 0xff): CertificateFields => ({
    extensions: { [type]: hex('0400') },
    critical: { [type]: flag },
  });

  it.each<[what: string, fields: CertificateFields, expected: [code: string, what: string][]]>([
    [
      'an extension twice',
      {
        extensions: [
          ['1.2.3', list()],
          ['1.2.4', list()],
          ['1.2.3', list()],
        ],
      },
      [['extension-repeated', '1.2.3']],
    ],
    [
      'an extension three times',
      {
        extensions: [
          ['1.2.3', list()],
          ['1.2.3', list()],
          ['1.2.3', list()],
        ],
      },
      [['extension-repeated', '1.2.3']],
    ],
    ['an unknown critical extension', critical('1.2.3'), [['extension-unknown', '1.2.3']]],
    ['an unknown extension that is not critical', critical('1.2.3', 0), []],
    [
      'a flag of BER',
      critical('1.2.3', 1),
      [
        ['extension-malformed', '1.2.3'],
        ['extension-unknown', '1.2.3'],
      ],
    ],
    [
      'a critical subject key identifier',
      critical('2.5.29.14'),
      [['extension-critical', 'subjectKeyIdentifier (2.5.29.14)']],
    ],
    ['critical policies', { extensions: policies, critical: { '2.5.29.32': 0xff } }, []],
    ['version 1 without extensions', { version1: true }, []],
    ['version 2 without extensions', { version: 1 }, []],
    ['version 1 with extensions', { version1: true, extensions: policies }, [['version-invalid', '1']]],
    ['version 2 with extensions', { version: 1, extensions: policies }, [['version-invalid', '2']]],
    ['version 3 with extensions', { extensions: policies }, []],
    ['version 4', { version: 3 }, [['version-invalid', '4']]],
  ])('are found with %s', (_, fields, expected) => {
    expect(readFields(fields).defects.map(({ code, what }) => [code, what])).toEqual(expected);
  });
});

it.each([
  ['2.5.29.33', 0xff, true],
  ['2.5.29.36', 0xff, true],
  ['2.5.29.33', 0, false],
  ['2.5.29.54', 0xff, false],
])('the extension %s with the critical flag %i restricts policies: %s', (type, flag, restricts) => {
  const fields = { extensions: { '2.5.29.32': list(), [type]: list() }, critical: { [type]: flag, '2.5.29.32': 0xff } };
  expect(readFields(fields).restricts_policies).toBe(restricts);
});

const PSS = '1.2.840.113549.1.1.10';
const field = (tag: number, ...parts: Buffer[]) => der(tag, ...parts);
const hash = (type: string) => list(oid(type));
const [SHA256, SHA384] = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2'];

it.each<[what: string, parameters: Buffer[], expected: unknown, policy: string | null]>([
  ['no parameters', [], { hash: 'sha1', mask: 'sha1', salt: 20 }, 'sha1'],
  ['empty parameters', [list()], { hash: 'sha1', mask: 'sha1', salt: 20 }, 'sha1'],
  ['a hash', [list(field(0xa0, hash(SHA256)))], { hash: 'sha256', mask: 'sha1', salt: 20 }, 'sha256'],
  [
    'a mask',
    [list(field(0xa1, list(oid('1.2.840.113549.1.1.8'), hash(SHA384))))],
    { hash: 'sha1', mask: 'sha384', salt: 20 },
    'sha1',
  ],
  ['a salt', [list(field(0xa2, hex('020120')))], { hash: 'sha1', mask: 'sha1', salt: 32 }, 'sha1'],
  [
    'all of them',
    [
      list(
        field(0xa0, hash(SHA256)),
        field(0xa1, list(oid('1.2.840.113549.1.1.8'), hash(SHA384))),
        field(0xa2, hex('020140')),
      ),
    ],
    { hash: 'sha256', mask: 'sha384', salt: 64 },
    'sha256',
  ],
  ['an unknown hash', [list(field(0xa0, hash('1.2.3')))], { hash: '1.2.3', mask: 'sha1', salt: 20 }, null],
  ['parameters of another type', [hex('0500')], null, null],
])('a signature of RSA-PSS is read with %s', (_, parameters, expected, policy) => {
  const bytes = buildCertificate({ signature: PSS, parameters });
  expect(parsePathFields(bytes)?.pss).toEqual(expected);
  expect(readPolicyFields(bytes)?.pss_hash).toBe(policy);
});

it('other signatures have no parameters of RSA-PSS', () => {
  expect(readFields({ parameters: [list()] }).pss).toBeNull();
});

describe('the signed timestamps', () => {
  const item = (length: number) => Buffer.concat([Buffer.from([length >> 8, length & 0xff]), Buffer.alloc(length)]);
  const wrap = (content: Buffer) => Buffer.concat([Buffer.from([content.length >> 8, content.length & 0xff]), content]);

  it.each<[what: string, value: Buffer, count: number]>([
    ['none', wrap(Buffer.alloc(0)), 0],
    ['one', wrap(item(47)), 1],
    ['three', wrap(Buffer.concat([item(47), item(300), item(118)])), 3],
    ['one that is too short', wrap(Buffer.concat([item(47), item(46)])), 0],
    ['one that is truncated', wrap(Buffer.concat([item(47), item(60).subarray(0, 61)])), 0],
    ['one octet after them', wrap(Buffer.concat([item(47), Buffer.alloc(1)])), 0],
    ['a length that is too short', wrap(Buffer.concat([item(47), item(47)])).subarray(0, 51), 0],
    ['a list that is longer than its length', Buffer.concat([wrap(item(47)), item(47)]), 0],
    ['no length', Buffer.alloc(1), 0],
    ['nothing', Buffer.alloc(0), 0],
  ])('are counted with %s', (_, value, count) => {
    const extensions = { '1.3.6.1.4.1.11129.2.4.2': der(0x04, value) };
    expect(readPolicyFields(buildCertificate({ extensions }))?.timestamps).toBe(count);
  });
});

it('a certificate without extensions has no policy fields, and anything else has none at all', () => {
  expect(readPolicyFields(buildCertificate())).toEqual({
    ...{ key_usages: null, extended_key_usages: null, must_staple: false, timestamps: 0, is_ca: false, pss_hash: null },
  });
  expect(readPolicyFields(Buffer.from('x'))).toBeNull();
});

it.each([
  ['1.2.840.113549.1.1.1', 1024],
  ['1.2.840.113549.1.1.10', 1024],
  ['1.2.3.4', null],
])('a key with the algorithm %s and an RSA modulus has %s bits', (algorithm, size) => {
  const modulus = der(0x02, Buffer.from('c0'.padEnd(256, '0'), 'hex'));
  const key = list(list(oid(algorithm)), der(0x03, Buffer.from([0]), list(modulus, hex('020103'))));
  expect(readFields({ key }).key_size).toBe(size);
});
