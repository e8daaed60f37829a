/** Draws files: parts in formats that we read, each dressed in another way, and damages of the whole. */

import fc from 'fast-check';

/** Files of test/fixtures/certificates, and what is made from them (see files.ts). */
export const PEM_PARTS = ['shop.pem', 'root.pem', 'other.pem', 'live/fullchain.pem', 'key.pem', 'list.pem'] as const;
/** Blocks of PEM with several items, or with a keystore. */
export const PEM_CONTAINERS = ['chain.p7b', 'keystore.pem'] as const;
export const DER_PARTS = ['shop.der', 'root.der', 'list.crl'] as const;
const PKCS7_PARTS = [
  'chain.p7c',
  'signed-indefinite.p7s',
  'encrypted.p7m',
  'with-list.p7b',
  'shop.mobileprovision',
] as const;
export const PKCS12_PARTS = [
  ...['modern.p12', 'rc2-40.p12', 'rc2-128.p12', 'triple-des.p12', 'rc4-40.p12', 'md5-des.p12', 'camellia.p12'],
  ...['strange-seal.p12', 'pbmac1.p12', 'plain.p12', 'unsealed.p12', 'empty-password.p12', 'one-round.p12'],
  ...['nameless.p12', 'java.pkcs12'],
] as const;
export const JAVA_PARTS = ['java.jks', 'java.jceks'] as const;
/** The documents of documents.ts. */
export const DOCUMENT_PARTS = ['secret.yaml', 'list.json', 'kubeconfig.yaml', 'metadata.xml', 'keys.json'] as const;

/** How the text of a part is written. A binary part is only in base64 or as it is. */
const DRESSES = [
  ...[
    'plain',
    'crlf',
    'cr',
    'bom',
    'comments',
    'attributes',
    'indented',
    'one line',
    'short lines',
    'no last line break',
  ],
  ...['spaces at the ends', 'empty lines', 'tabs', 'quoted', 'headers', 'json string'],
  ...['trusted label', 'old label', 'cms label'],
  ...['utf-16', 'utf-16be', 'utf-16 without mark', 'base64', 'base64 in a line'],
] as const;

const DOCUMENT_DRESSES = [
  'crlf',
  'bom',
  'utf-16',
  'utf-16be',
  'utf-16 without mark',
  'base64',
  'base64 in a line',
] as const;

export interface Part {
  file: string;
  dress: string;
}

/** `at` counts bytes, from the start again after the end. */
export interface Damage {
  kind: 'cut' | 'flip' | 'insert' | 'remove' | 'repeat';
  at: number;
  /** The bits to flip, the byte to insert, or the number of bytes to remove or to repeat. */
  by: number;
}

export interface FileCase {
  parts: Part[];
  damages: Damage[];
  password: string | null;
}

const drawFile = (files: readonly string[]) => fc.constantFrom(...files);
const text: fc.Arbitrary<Part> = fc.record({
  file: fc.oneof({ weight: 5, arbitrary: drawFile(PEM_PARTS) }, { weight: 1, arbitrary: drawFile(PEM_CONTAINERS) }),
  dress: fc.oneof(
    { weight: 1, arbitrary: fc.constant('plain') },
    { weight: 2, arbitrary: fc.constantFrom(...DRESSES) },
  ),
});
const binary: fc.Arbitrary<Part> = fc.record({
  file: fc.oneof(
    { weight: 3, arbitrary: drawFile(DER_PARTS) },
    { weight: 2, arbitrary: drawFile(PKCS7_PARTS) },
    { weight: 4, arbitrary: drawFile(PKCS12_PARTS) },
    { weight: 1, arbitrary: drawFile(JAVA_PARTS) },
  ),
  dress: fc.oneof(
    { weight: 5, arbitrary: fc.constant('plain') },
    { weight: 2, arbitrary: fc.constantFrom('base64', 'base64 in a line', 'zeros at the end') },
  ),
});
const document: fc.Arbitrary<Part> = fc.record({
  file: drawFile(DOCUMENT_PARTS),
  dress: fc.oneof(
    { weight: 2, arbitrary: fc.constant('plain') },
    { weight: 1, arbitrary: fc.constantFrom(...DOCUMENT_DRESSES) },
  ),
});
const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom<Damage['kind']>('cut', 'flip', 'insert', 'remove', 'repeat'),
  at: fc.nat({ max: 4000 }),
  by: fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constantFrom(1, 4, 0x20, 0x80, 0x0a, 0x2d, 0x30)),
});

export const cases: fc.Arbitrary<FileCase> = fc.record({
  parts: fc.oneof(
    { weight: 3, arbitrary: fc.array(text, { minLength: 1, maxLength: 3 }) },
    { weight: 3, arbitrary: fc.array(binary, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.tuple(document) },
    { weight: 1, arbitrary: fc.array(fc.oneof(text, binary), { minLength: 2, maxLength: 3 }) },
  ),
  damages: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Damage[]>([]) },
    { weight: 3, arbitrary: fc.array(damage, { minLength: 1, maxLength: 2 }) },
  ),
  password: fc.oneof(
    { weight: 8, arbitrary: fc.constant('changeit') },
    { weight: 1, arbitrary: fc.constantFrom('wrong', '', null) },
  ),
});
