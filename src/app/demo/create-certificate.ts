/** Creates certificates for the demo, the tests and the benchmark. */

import 'reflect-metadata';
import { hash, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

type SigningAlgorithm = webcrypto.Algorithm | webcrypto.EcdsaParams;
type KeyAlgorithm = webcrypto.Algorithm | webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams;

export type KeyKind = 'ec' | 'p384' | 'rsa' | 'ed25519';

/** A key pair. Certificates can share it, because a key pair takes longer to create than a certificate. */
export interface Keys {
  pair: webcrypto.CryptoKeyPair;
  signing: SigningAlgorithm;
  privateKeyPem: string;
  /** The key identifier in hex. */
  id: string;
}

export interface CreatedCertificate {
  /** PEM. */
  certificate: string;
  der: Uint8Array;
  privateKeyPem: string;
  /** SHA-256 in lower-case hex. */
  fingerprint: string;
  /** RFC 4514. */
  subject: string;
  keys: Keys;
}

export interface CertificateOptions {
  /** Default: an empty subject. */
  commonName?: string;
  /** A distinguished name (RFC 4514); overrides `commonName`. */
  subject?: string;
  /** DNS names and IP addresses. */
  sans?: readonly string[];
  notBefore: Date;
  notAfter: Date;
  /** Default: self-signed. */
  issuer?: CreatedCertificate;
  ca?: boolean;
  /** Replaces the default extensions. */
  extensions?: readonly x509.Extension[];
  keys?: Keys;
  /** Hex. Default: random. */
  serial?: string;
}

const ALGORITHMS: Record<KeyKind, { generate: KeyAlgorithm; signing: SigningAlgorithm }> = {
  ec: curve('P-256', 'SHA-256'),
  p384: curve('P-384', 'SHA-384'),
  rsa: {
    generate: {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      publicExponent: new Uint8Array([1, 0, 1]),
      modulusLength: 2048,
    },
    signing: { name: 'RSASSA-PKCS1-v1_5' },
  },
  ed25519: { generate: { name: 'Ed25519' }, signing: { name: 'Ed25519' } },
};

function curve(namedCurve: string, hash: string): { generate: KeyAlgorithm; signing: SigningAlgorithm } {
  return { generate: { name: 'ECDSA', namedCurve }, signing: { name: 'ECDSA', hash } };
}

export async function createKeys(kind: KeyKind = 'ec'): Promise<Keys> {
  const { generate, signing } = ALGORITHMS[kind];
  const pair = (await webcrypto.subtle.generateKey(generate, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
  const { keyId } = await x509.SubjectKeyIdentifierExtension.create(pair.publicKey);
  return { pair, signing, privateKeyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), id: keyId };
}

/** Creates a certificate, signed by `issuer` or self-signed. */
export async function createCertificate(options: CertificateOptions): Promise<CreatedCertificate> {
  const keys = options.keys ?? (await createKeys());
  const subject = options.subject ?? (options.commonName === undefined ? '' : `CN=${escaped(options.commonName)}`);
  const signer = options.issuer?.keys ?? keys;
  const made = await x509.X509CertificateGenerator.create({
    ...(options.serial === undefined ? {} : { serialNumber: options.serial }),
    subject,
    issuer: options.issuer?.subject ?? subject,
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    publicKey: keys.pair.publicKey,
    signingKey: signer.pair.privateKey,
    signingAlgorithm: signer.signing,
    extensions: options.extensions === undefined ? buildExtensions(options, keys, signer) : [...options.extensions],
  });
  const der = new Uint8Array(made.rawData);
  return {
    certificate: `${made.toString('pem')}\n`,
    der,
    privateKeyPem: keys.privateKeyPem,
    fingerprint: hash('sha256', der, 'hex'),
    subject,
    keys,
  };
}

function escaped(value: string): string {
  return value.replace(/["+,;<>\\#=]/g, '\\$&');
}

const CA_USAGES = x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;

function buildExtensions(options: CertificateOptions, keys: Keys, signer: Keys): x509.Extension[] {
  const names = (options.sans ?? []).map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  return [
    new x509.BasicConstraintsExtension(options.ca ?? false, undefined, true),
    ...(options.ca ? [new x509.KeyUsagesExtension(CA_USAGES, true)] : []),
    new x509.SubjectKeyIdentifierExtension(keys.id),
    new x509.AuthorityKeyIdentifierExtension(signer.id),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names])]),
  ];
}
