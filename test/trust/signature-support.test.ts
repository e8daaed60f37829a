import { expect, it } from 'vitest';
import {
  findSignatureSupport,
  isOnlyInNewerOpenssl,
  OPENSSL_3_0,
  OPENSSL_3_5,
  type SignatureSupport,
} from '../../src/trust/signature-support.ts';

/** Each kind of signature with its support in OpenSSL 3.0 and 3.5; test/real/signatures.test.ts compares them with OpenSSL itself. */
const KINDS: readonly [algorithm: string, old: SignatureSupport, current: SignatureSupport][] = [
  ['md4WithRSAEncryption', 'unsupported', 'unsupported'],
  ['md5WithRSAEncryption', 'supported', 'supported'],
  ['md5WithRSA', 'supported', 'supported'],
  ['sha1WithRSA', 'supported', 'supported'],
  ['ripemd160WithRSA', 'supported', 'supported'],
  ['sha224WithRSAEncryption', 'supported', 'supported'],
  ['sha384WithRSAEncryption', 'supported', 'supported'],
  ['sha512-224WithRSAEncryption', 'unsupported', 'unsupported'],
  ['sha512-256WithRSAEncryption', 'unsupported', 'unsupported'],
  ['RSA-SHA3-256', 'supported', 'supported'],
  ['rsassaPss', 'unsupported', 'unsupported'],
  ['ecdsa-with-SHA1', 'supported', 'supported'],
  ['ecdsa-with-SHA224', 'supported', 'supported'],
  ['ecdsa-with-SHA512', 'supported', 'supported'],
  ['ecdsa_with_SHA3-224', 'later', 'supported'],
  ['ecdsa_with_SHA3-512', 'later', 'supported'],
  ['dsaWithSHA1', 'supported', 'supported'],
  ['dsa_with_SHA256', 'supported', 'supported'],
  ['dsa_with_SHA384', 'unsupported', 'unsupported'],
  ['2.16.840.1.101.3.4.3.6', 'unsupported', 'unsupported'],
  ['ED25519', 'supported', 'supported'],
  ['ED448', 'supported', 'supported'],
  ['SM2-with-SM3', 'supported', 'supported'],
  ['ML-DSA-44', 'later', 'supported'],
  ['SLH-DSA-SHAKE-256f', 'later', 'supported'],
  ['MLDSA44-RSA2048-PSS-SHA256', 'unsupported', 'unsupported'],
  ['1.2.3.4', 'unsupported', 'unsupported'],
];

it.each(KINDS)('a signature with %s is %s in OpenSSL 3.0 and %s in 3.5', (signature_algorithm, old, current) => {
  const find = (version: number) => findSignatureSupport({ signature_algorithm, pss: null }, version);
  expect([find(OPENSSL_3_0), find(OPENSSL_3_5 - 1), find(OPENSSL_3_5)]).toEqual([old, old, current]);
  expect(isOnlyInNewerOpenssl(signature_algorithm, OPENSSL_3_0)).toBe(old === 'later');
});

it.each<[hash: string, mask: string, expected: SignatureSupport]>([
  ['sha256', 'sha256', 'supported'],
  ['sha256', 'sha1', 'supported'],
  ['2.16.840.1.101.3.4.2.6', '2.16.840.1.101.3.4.2.6', 'supported'],
  ['1.2.3.4', 'sha256', 'unsupported'],
  ['sha256', '1.2.3.4', 'unsupported'],
])('a signature with RSA-PSS, %s and the mask %s is %s', (hash, mask, expected) => {
  const pss = { hash, mask, salt: 32 };
  expect(findSignatureSupport({ signature_algorithm: 'rsassaPss', pss }, OPENSSL_3_0)).toBe(expected);
});
