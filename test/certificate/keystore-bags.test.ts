import { expect, it } from 'vitest';
import { type Bag, groupBags } from '../../src/certificate/formats/pkcs12/bags.ts';
import { parseCrl } from '../../src/certificate/revocation/crl-summary.ts';
import { type Parsed, parseCertificate } from '../../src/certificate/x509/parse.ts';
import { buildCertificate, CN, der, name } from '../helpers/certificates.ts';
import { LIST } from './damaged-inputs.ts';

function read(subject: string, issuer: string, serial = 1): Parsed {
  const names = { subject: name([[CN, 12, subject]]), issuer: name([[CN, 12, issuer]]) };
  // Signatures are invalid here: the key identifiers show who issued what.
  const extensions = { '2.5.29.14': der(0x04, subject), '2.5.29.35': der(0x30, der(0x80, issuer)) };
  const parsed = parseCertificate(buildCertificate({ ...names, extensions, serial: Buffer.from([serial]) }));
  if ('code' in parsed) throw new Error(parsed.detail);
  return parsed;
}

const LEAF = read('leaf', 'ca');
const CA = read('ca', 'root');
const ROOT = read('root', 'root');
const [SELF, RENEWED, CA2] = [read('self', 'self'), read('self', 'self', 2), read('ca', 'root')];
const CRL = parseCrl(LIST, 'The list');

const bag = (content: Bag['content'], more: Partial<Bag> = {}): Bag => ({
  ...{ content, name: null, keyId: null, trusted: false },
  ...more,
});
const key = (more: Partial<Bag>) => bag(null, more);

/** Copies of a certificate are listed once, as in a place. */
function list(bags: Bag[]): string[] {
  return groupBags(bags).map(({ name, contents, chained }) => {
    const names = contents.map((one) => (typeof one === 'object' && 'facts' in one ? one.facts.common_name : 'other'));
    return `${name}: ${[...new Set(names)].join(' ')}${chained ? ', chained' : ''}`;
  });
}

it.each<[what: string, bags: Bag[], slots: string[]]>([
  ['a certificate without a key', [bag(LEAF, { name: 'a', keyId: '1' })], ['a: leaf']],
  ['a key alone', [key({ keyId: '1', name: 'k' })], []],
  ['a certificate and its key', [key({ keyId: '1', name: 'k' }), bag(LEAF, { keyId: '1' })], ['k: leaf, chained']],
  ['both with names', [key({ keyId: '1', name: 'k' }), bag(LEAF, { keyId: '1', name: 'a' })], ['a: leaf, chained']],
  ['another key', [key({ keyId: '2', name: 'k' }), bag(LEAF, { keyId: '1', name: 'a' })], ['a: leaf']],
  ['a key without an identifier', [key({ name: 'k' }), bag(LEAF, { name: 'a' })], ['a: leaf']],
  ['a chain', [bag(CA), key({ keyId: '1' }), bag(LEAF, { keyId: '1' })], ['null: leaf ca, chained']],
  [
    'a chain with a trusted certificate',
    [bag(CA, { trusted: true, name: 't' }), key({ keyId: '1' }), bag(LEAF, { keyId: '1' })],
    ['null: leaf ca, chained', 't: ca'],
  ],
  [
    'a revocation list with the identifier of a key',
    [key({ keyId: '1', name: 'k' }), bag(CRL, { keyId: '1', name: 'l' })],
    ['l: CRL of CA'],
  ],
  [
    'a chain whose certificates have keys, as keytool writes them: also without their keys',
    [key({ keyId: '1' }), key({ keyId: '2' }), bag(LEAF, { keyId: '1' }), bag(CA, { keyId: '2', name: 'c' }), bag(CA2)],
    ['null: leaf ca, chained', 'c: ca, chained'],
  ],
  [
    'a chain whose certificates all have keys: each is an entry, and the issuer of others',
    [
      ...['1', '2', '3'].map((keyId) => key({ keyId })),
      bag(ROOT, { keyId: '3', name: 'r' }),
      bag(CA, { keyId: '2', name: 'c' }),
      bag(LEAF, { keyId: '1', name: 'a' }),
    ],
    ['r: root, chained', 'c: ca root, chained', 'a: leaf ca root, chained'],
  ],
  [
    'a chain of which one certificate has a key',
    [key({ keyId: '1' }), key({ keyId: '2' }), bag(LEAF, { keyId: '1' }), bag(CA, { keyId: '2' }), bag(ROOT)],
    ['null: leaf ca root, chained', 'null: ca root, chained'],
  ],
  [
    'a leaf that is stored a second time without a name, as openssl writes the file of its chain',
    [key({ keyId: '1' }), bag(LEAF, { keyId: '1', name: 'a' }), bag(read('leaf', 'ca')), bag(CA)],
    ['a: leaf ca, chained'],
  ],
  [
    'a leaf that is stored a second time under another name',
    [key({ keyId: '1' }), bag(LEAF, { keyId: '1', name: 'a' }), bag(read('leaf', 'ca'), { name: 'b' })],
    ['a: leaf, chained', 'b: leaf'],
  ],
  [
    'a root that was renewed with the same key, and both have keys',
    [
      ...['1', '2', '3'].map((keyId) => key({ keyId })),
      bag(SELF, { keyId: '1', name: 'old' }),
      bag(RENEWED, { keyId: '2', name: 'new' }),
      bag(read('leaf', 'self'), { keyId: '3', name: 'a' }),
    ],
    ['old: self, chained', 'new: self, chained', 'a: leaf self, chained'],
  ],
  [
    'two keys, each with a certificate of itself',
    [
      key({ keyId: '1' }),
      key({ keyId: '2' }),
      bag(SELF, { keyId: '1', name: 'a' }),
      bag(RENEWED, { keyId: '2', name: 'b' }),
    ],
    ['a: self, chained', 'b: self, chained'],
  ],
  ['certificates of one name', [bag(CA, { name: 'a' }), bag(LEAF, { name: 'a' })], ['a: ca leaf']],
])('the entries of a keystore become slots: %s', (_, bags, slots) => {
  expect(list(bags)).toEqual(slots);
});
