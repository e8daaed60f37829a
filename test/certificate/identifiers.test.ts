import { expect, it } from 'vitest';
import { readElement } from '../../src/certificate/asn1/der.ts';
import { readHashAlgorithm } from '../../src/certificate/x509/algorithms.ts';
import { readDetails } from '../../src/certificate/x509/details.ts';
import { formatExtension } from '../../src/certificate/x509/extension-names.ts';
import { type ParsedCertificate, parseCertificate } from '../../src/certificate/x509/parse.ts';
import { buildCertificate, type CertificateFields, der, name, oid } from '../helpers/certificates.ts';

function parse(fields: CertificateFields): ParsedCertificate {
  const parsed = parseCertificate(buildCertificate(fields));
  if ('code' in parsed) throw new Error(parsed.detail);
  return parsed;
}

/** The identifiers below a node, among them the known ones. */
const range = (node: string, last: number) => Array.from({ length: last }, (_, at) => `${node}.${at + 1}`);

const ALGORITHMS = [
  ...[
    ...range('1.2.840.113549.1.1', 17),
    ...range('1.2.840.113549.2', 6),
    ...range('1.3.14.3.2', 30),
    '1.3.36.3.3.1.2',
  ],
  ...[...range('1.2.840.10040.4', 4), '1.2.840.10045.2.1', '1.2.840.10045.4.1', ...range('1.2.840.10045.4.3', 5)],
  ...[...range('2.16.840.1.101.3.4.2', 12), ...range('2.16.840.1.101.3.4.3', 33), '1.2.156.10197.1.501', '2.5.8.1.1'],
  ...['1.3.101.110', '1.3.101.111', '1.3.101.112', '1.3.101.113', '1.3.101.114'],
];

const SUBJECTS = [
  ...[...range('2.5.4', 100), '0.9.2342.19200300.100.1.1', '0.9.2342.19200300.100.1.25', '1.2.840.113549.1.9.1'],
  ...range('1.3.6.1.4.1.311.60.2.1', 4),
];

const EXTENSIONS = [
  ...[...range('2.5.29', 60), ...range('1.3.6.1.5.5.7.1', 25), '2.16.840.1.113730.1.1', '1.3.6.1.4.1.11129.2.4.2'],
];

const PURPOSES = [
  ...range('1.3.6.1.5.5.7.3', 40),
  '2.5.29.37.0',
  ...range('1.3.6.1.4.1.311.10.3', 12),
  '1.3.6.1.4.1.311.20.2.2',
];

it('each object identifier has its name', async () => {
  const empty = der(0x03, Buffer.alloc(9));
  const formatKey = (dotted: string) => {
    const { key_algorithm, key_size } = parse({ key: der(0x30, der(0x30, oid(dotted)), empty) }).facts;
    return key_size === null ? key_algorithm : `${key_algorithm} of ${key_size} bits`;
  };
  const formatHash = (dotted: string) => {
    const bytes = der(0x30, oid(dotted));
    return readHashAlgorithm(bytes, readElement(bytes, 0, bytes.length));
  };
  const formatters: [what: string, dotted: string[], format: (dotted: string) => string | null][] = [
    ['signature', ALGORITHMS, (dotted) => parse({ signature: dotted }).facts.signature_algorithm],
    ['key', ALGORITHMS, formatKey],
    ['hash', ALGORITHMS, formatHash],
    [
      'subject',
      SUBJECTS,
      (dotted) => (parse({ subject: name([[dotted, 12, 'x']]) }).facts.subject ?? '').replace('=x', ''),
    ],
    ['extension', EXTENSIONS, formatExtension],
    [
      'purpose',
      PURPOSES,
      (dotted) =>
        readDetails(parse({ extensions: { '2.5.29.37': der(0x30, oid(dotted)) } })).extended_key_usages.join(),
    ],
  ];
  const lines = formatters.flatMap(([what, all, format]) =>
    all.flatMap((dotted) => {
      const text = format(dotted);
      // Unknown ones are dotted, in a name with the hex of their value.
      return text === dotted || text?.startsWith(`${dotted}=#`) ? [] : [`${what} ${dotted}: ${text}\n`];
    }),
  );
  await expect(lines.join('')).toMatchFileSnapshot('../golden/certificate/identifiers.txt');
});

it('each bit of the key usage has its name', () => {
  const usages = (...content: number[]) =>
    readDetails(parse({ extensions: { '2.5.29.15': der(0x03, Buffer.from(content)) } })).key_usages;
  expect(usages(7, 0xff, 0x80)).toEqual([
    ...['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement'],
    ...['keyCertSign', 'cRLSign', 'encipherOnly', 'decipherOnly'],
  ]);
  expect(usages(0, 0x55)).toEqual(['nonRepudiation', 'dataEncipherment', 'keyCertSign', 'encipherOnly']);
  expect(usages(0)).toEqual([]);
});
