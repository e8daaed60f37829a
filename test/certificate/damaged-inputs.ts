/** Files of each binary format for tests that damage them, and what is read from them. */

import { decodeServed } from '../../src/certificate/decode.ts';
import { listLocationsWithPasswords } from '../../src/certificate/decode-file.ts';
import { findRevokedEntry, readRevocationList } from '../../src/certificate/revocation/crl-entries.ts';
import { readOcspResponse } from '../../src/certificate/revocation/ocsp-response.ts';
import { readDetails } from '../../src/certificate/x509/details.ts';
import { parseCertificate } from '../../src/certificate/x509/parse.ts';
import { readPathFields } from '../../src/certificate/x509/path-fields.ts';
import { readPolicyFields } from '../../src/certificate/x509/policy-fields.ts';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';
import { certificateBag, jks, pkcs7, pkcs12WithPbmac1, plainContent } from '../helpers/keystores.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A certificate with each extension that is read. */
const CERTIFICATE = buildCertificate({
  subject: name([['2.5.4.10', 12, 'Org']], [[CN, 12, 'a.example']]),
  extensions: {
    '2.5.29.14': hex('040101'),
    '2.5.29.15': hex('03020780'),
    '2.5.29.17': der(0x30, der(0x82, 'a'), der(0x81, 'b@c'), der(0x86, 'd:e'), der(0x87, '\x7f\0\0\x01')),
    '2.5.29.18': hex('3003820161'),
    '2.5.29.19': hex('30060101ff020103'),
    '2.5.29.30': hex('3009a00730058203616263'),
    '2.5.29.31': hex('300b3009a007a0058603613a62'),
    '2.5.29.32': hex('300530030601 2a'),
    '2.5.29.35': hex('3003800101'),
    '2.5.29.37': hex('300a06082b06010505070301'),
    '1.3.6.1.5.5.7.1.1': hex('3011300f06082b060105050730028603613a62'),
    '1.3.6.1.5.5.7.1.24': hex('3003020105'),
    '2.16.840.1.113730.1.1': hex('03020640'),
  },
});

export const SMALL = buildCertificate({ subject: name([[CN, 12, 'b']]) });
export const OTHER = buildCertificate({ subject: name([[CN, 12, 'c']]) });
const TIME = der(0x17, '260101000000Z');
const ALGORITHM = der(0x30, oid('1.2.840.10045.4.3.2'));
const SIGNATURE = der(0x03, '\0signature');
const extension = (type: string, value: Buffer) => der(0x30, oid(type), der(0x04, value));

export const LIST = der(
  0x30,
  der(
    0x30,
    der(0x02, '\x01'),
    ALGORITHM,
    name([[CN, 12, 'CA']]),
    TIME,
    der(0x17, '260201000000Z'),
    der(
      0x30,
      der(0x30, der(0x02, '\x07'), TIME),
      der(0x30, der(0x02, '\x08'), TIME, der(0x30, extension('2.5.29.21', hex('0a0101')))),
    ),
    der(0xa0, der(0x30, extension('2.5.29.20', hex('020109')), extension('2.5.29.28', hex('30038101ff')))),
  ),
  ALGORITHM,
  SIGNATURE,
);

const RESPONSE = der(
  0x30,
  hex('0a0100'),
  der(
    0xa0,
    der(
      0x30,
      oid('1.3.6.1.5.5.7.48.1.1'),
      der(
        0x04,
        der(
          0x30,
          der(
            0x30,
            der(0xa1, name([[CN, 12, 'CA']])),
            der(0x18, '20260101000000Z'),
            der(
              0x30,
              der(
                0x30,
                der(
                  0x30,
                  der(0x30, oid('1.3.14.3.2.26'), der(0x05)),
                  der(0x04, 'n'),
                  der(0x04, 'k'),
                  der(0x02, '\x08'),
                ),
                der(0xa1, der(0x18, '20251231000000Z'), der(0xa0, hex('0a0101'))),
                der(0x18, '20260101000000Z'),
                der(0xa0, der(0x18, '20260201000000Z')),
              ),
            ),
          ),
          ALGORITHM,
          SIGNATURE,
          der(0xa0, der(0x30, SMALL)),
        ),
      ),
    ),
  ),
);

const attribute = (type: string, value: Buffer) => der(0x30, oid(type), der(0x31, value));
const KEY_BAG = der(
  0x30,
  oid('1.2.840.113549.1.12.10.1.1'),
  der(0xa0, der(0x30)),
  der(0x31, attribute('1.2.840.113549.1.9.21', der(0x04, 'id')), attribute('1.2.840.113549.1.9.20', der(0x1e, '\0k'))),
);
const TRUSTED_BAG = der(
  0x30,
  oid('1.2.840.113549.1.12.10.1.3'),
  der(0xa0, der(0x30, oid('1.2.840.113549.1.9.22.1'), der(0xa0, der(0x04, SMALL)))),
  der(
    0x31,
    attribute('1.2.840.113549.1.9.21', der(0x04, 'id')),
    attribute('2.16.840.1.113894.746875.1.1', oid('2.5.29.37.0')),
  ),
);
const CRL_BAG = der(
  0x30,
  oid('1.2.840.113549.1.12.10.1.4'),
  der(0xa0, der(0x30, oid('1.2.840.113549.1.9.23.1'), der(0xa0, der(0x04, LIST)))),
);
const NESTED_BAG = der(0x30, oid('1.2.840.113549.1.12.10.1.6'), der(0xa0, der(0x30, certificateBag(SMALL, 'nested'))));

const PROFILE = `<plist><dict><key>Name</key><string>P</string><key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date>
<key>DeveloperCertificates</key><array><data>${SMALL.toString('base64')}</data><data>MAA=</data></array></dict></plist>`;

export type Fields = Record<string, unknown>;

export async function readLocations(bytes: Buffer, password: string | null): Promise<Fields> {
  const passwords = password === null ? null : { values: [password], unset: null };
  const found = await listLocationsWithPasswords('a', { bytes, cache: null }, passwords);
  return Object.fromEntries(
    found.map(({ location, format, slot, items, failure, notice }) => {
      const names = items.map(({ facts }) => facts.common_name).join(' < ');
      const suffix = notice === undefined ? '' : ` (${notice.code}: ${notice.detail})`;
      // Each damaged byte changes the fingerprint.
      const stable = location.replace(/#[0-9a-f]{12}$/, '#(fingerprint)');
      const what = failure === null ? names : `${failure.code}: ${failure.detail}`;
      return [stable, `${format} ${slot}: ${what}${suffix}`];
    }),
  );
}

function readCertificate(bytes: Buffer): Fields {
  const served = decodeServed([bytes]);
  const parsed = parseCertificate(bytes);
  if ('code' in served || 'code' in parsed) return { ...served };
  return {
    ...served.facts,
    ...readDetails(parsed),
    ...readPathFields(parsed),
    ...readPolicyFields(bytes, ['key_sha256', 'key_ids', 'key_weaknesses']),
  };
}

function readList(bytes: Buffer): Fields {
  const list = readRevocationList(bytes);
  if (list === null) return { list };
  const entries = Object.fromEntries(
    [7, 8, 9].map((serial) => [serial, findRevokedEntry(list, Buffer.from([serial]))]),
  );
  return { ...list, ...list.signed, entries: undefined, ...entries };
}

export const INPUTS: [name: string, bytes: Buffer, read: (bytes: Buffer) => Fields | Promise<Fields>][] = [
  ['certificate', CERTIFICATE, readCertificate],
  ['revocation-list', LIST, readList],
  ['ocsp-response', RESPONSE, (bytes) => ({ ...readOcspResponse(bytes) })],
  ['crl-file', LIST, (bytes) => readLocations(bytes, null)],
  ['pkcs7', pkcs7([SMALL, OTHER]), (bytes) => readLocations(bytes, null)],
  ['profile', pkcs7([SMALL], Buffer.from(PROFILE)), (bytes) => readLocations(bytes, null)],
  [
    'pkcs12',
    pkcs12WithPbmac1([plainContent(der(0x30, KEY_BAG, TRUSTED_BAG)), plainContent(der(0x30, CRL_BAG, NESTED_BAG))], {
      rounds: 1,
    }),
    (bytes) => readLocations(bytes, 'changeit'),
  ],
  [
    'jks',
    jks(
      [
        { alias: 'k', certificates: [SMALL, OTHER], key: Buffer.alloc(3) },
        { alias: 'c', certificates: [SMALL] },
      ],
      'changeit',
    ),
    (bytes) => readLocations(bytes, 'changeit'),
  ],
  ['pem', Buffer.from(`# a\n${pem(SMALL)}\n${pem(LIST, 'X509 CRL')}`), (bytes) => readLocations(bytes, null)],
];

const MAX_LENGTH = 120;

/** What the damage changed: the values of failures, and otherwise the names of fields. */
export function describeChange(before: Fields, after: Fields, maxLength = MAX_LENGTH): string {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => !isEqual(before[key], after[key]));
  const describe = (key: string) => {
    const value = after[key];
    if (!(key in after)) return `${key} is absent`;
    const isStable = value === null || value === false || value === 'malformed' || /: /.test(String(value));
    return isStable ? `${key}: ${String(value)}` : key;
  };
  const text = changed.length === 0 ? 'no change' : changed.map(describe).join(', ');
  return text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
}

function isEqual(one: unknown, other: unknown): boolean {
  return serialize(one) === serialize(other);
}

export function serialize(value: unknown): string {
  return (
    JSON.stringify(value, (_, one) => {
      if (one?.type === 'Buffer') return Buffer.from(one.data).toString('hex');
      return one instanceof Map ? [...one] : one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one;
    }) ?? 'undefined'
  );
}
