import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../src/trust/revocation/verify-signature.ts';

const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed25519: generateKeyPairSync('ed25519'),
  ed448: generateKeyPairSync('ed448'),
  'ml-dsa-44': generateKeyPairSync('ml-dsa-44'),
  'ml-dsa-65': generateKeyPairSync('ml-dsa-65'),
  'ml-dsa-87': generateKeyPairSync('ml-dsa-87'),
};
type Kind = keyof typeof pairs;

const bytes = Buffer.from('what is signed');
const exportKey = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });

const ALGORITHMS: [algorithm: string, kind: Kind, hash: string | null][] = [
  ['sha224WithRSAEncryption', 'rsa', 'sha224'],
  ['sha256WithRSAEncryption', 'rsa', 'sha256'],
  ['sha384WithRSAEncryption', 'rsa', 'sha384'],
  ['sha512WithRSAEncryption', 'rsa', 'sha512'],
  ['RSA-SHA3-256', 'rsa', 'sha3-256'],
  ['ecdsa-with-SHA224', 'ec', 'sha224'],
  ['ecdsa-with-SHA256', 'ec', 'sha256'],
  ['ecdsa-with-SHA384', 'ec', 'sha384'],
  ['ecdsa-with-SHA512', 'ec', 'sha512'],
  ['ecdsa_with_SHA3-384', 'ec', 'sha3-384'],
  ['ED25519', 'ed25519', null],
  ['ED448', 'ed448', null],
  ['ML-DSA-44', 'ml-dsa-44', null],
  ['ML-DSA-65', 'ml-dsa-65', null],
  ['ML-DSA-87', 'ml-dsa-87', null],
];

describe('a signature', () => {
  it.each(ALGORITHMS)('of %s is valid for its key and no other', (algorithm, kind, hash) => {
    const { privateKey, publicKey } = pairs[kind];
    const signed = { bytes, algorithm, hash: null, signature: sign(hash, bytes, privateKey) };
    expect(verifySignature(signed, exportKey(publicKey))).toBe('valid');
    expect(verifySignature({ ...signed, bytes: Buffer.from('another text') }, exportKey(publicKey))).toBe('invalid');
    const other = pairs[kind === 'rsa' ? 'ec' : 'rsa'].publicKey;
    expect(verifySignature(signed, exportKey(other))).toBe('invalid');
  });

  it.each([
    ['sha256', 'valid'],
    ['sha384', 'valid'],
    ['sha512', 'valid'],
    ['sha1', 'unsupported'],
    ['sha224', 'unsupported'],
  ])('of RSASSA-PSS with %s is %s', (hash, expected) => {
    const { privateKey, publicKey } = pairs.rsa;
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const signature = sign(hash, bytes, { key: privateKey, ...padding });
    const signed = { bytes, algorithm: 'rsassaPss', hash, signature };
    expect(verifySignature(signed, exportKey(publicKey))).toBe(expected);
    expect(verifySignature({ ...signed, hash: null }, exportKey(publicKey))).toBe('unsupported');
  });

  it('of a key for RSASSA-PSS is valid', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const signed = { bytes, algorithm: 'rsassaPss', hash: 'sha256', signature: sign('sha256', bytes, privateKey) };
    expect(verifySignature(signed, exportKey(publicKey))).toBe('valid');
    expect(verifySignature({ ...signed, algorithm: 'sha256WithRSAEncryption' }, exportKey(publicKey))).toBe('invalid');
  });

  it.each(['sha1WithRSAEncryption', 'md5WithRSAEncryption', 'ecdsa-with-SHA1', '1.2.3.4', 'constructor'])(
    'of %s is not supported',
    (algorithm) => {
      const signed = { bytes, algorithm, hash: null, signature: sign('sha1', bytes, pairs.rsa.privateKey) };
      expect(verifySignature(signed, exportKey(pairs.rsa.publicKey))).toBe('unsupported');
    },
  );

  it('is not supported if the key is malformed', () => {
    const signed = { bytes, algorithm: 'ED25519', hash: null, signature: sign(null, bytes, pairs.ed25519.privateKey) };
    expect(verifySignature(signed, Buffer.from('no key'))).toBe('unsupported');
  });
});
