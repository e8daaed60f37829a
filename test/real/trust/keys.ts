/** Situations of strong and weak keys and signatures, and of tampered certificates. */

import { webcrypto } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { type CreatedCertificate, createKeys, type Keys } from '../../../src/app/demo/create-certificate.ts';
import type { ServedPair } from '../../helpers/tls-server.ts';
import { runProgram } from '../harness.ts';
import { type Fixtures, HOST, type Scenario } from './scenario.ts';

/** OpenSSL rejects these at its default security level. */
const WEAK = { server: { ciphers: 'ALL:@SECLEVEL=0' } };

/** An RSA key can be used for both. */
const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
const EITHER = { usages: digitalSignature | keyEncipherment };

async function rsaKeys(modulusLength: number): Promise<Keys> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]) };
  const pair = await webcrypto.subtle.generateKey({ ...algorithm, modulusLength }, true, ['sign', 'verify']);
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
  const { keyId } = await x509.SubjectKeyIdentifierExtension.create(pair.publicKey);
  return {
    pair,
    signing: { name: algorithm.name },
    privateKeyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    id: keyId,
  };
}

/** The same CA, signing with another hash or padding. */
const signingWith = (made: CreatedCertificate, signing: Keys['signing']): CreatedCertificate => ({
  ...made,
  keys: { ...made.keys, signing },
});

/** A leaf created by the openssl program, for algorithms that WebCrypto does not support. */
async function openssl(
  { directory }: Fixtures,
  issuer: CreatedCertificate,
  key: readonly string[],
  digest: string,
): Promise<ServedPair> {
  const own = mkdtempSync(join(directory, 'made-'));
  const at = (name: string) => join(own, name);
  writeFileSync(at('ca.pem'), issuer.certificate);
  writeFileSync(at('ca.key'), issuer.privateKeyPem);
  writeFileSync(
    at('more'),
    `subjectAltName=DNS:${HOST}\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n`,
  );
  await runProgram('openssl', ['genpkey', ...key, '-out', at('own.key')]);
  await runProgram('openssl', ['req', '-new', '-key', at('own.key'), '-subj', `/CN=${HOST}`, '-out', at('own.csr')]);
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-days', '150', digest, '-extfile', at('more')];
  const pem = await runProgram('openssl', ['x509', '-req', '-in', at('own.csr'), ...signed]);
  const text = await runProgram('openssl', ['pkey', '-in', at('own.key')]);
  return { certificate: pem.toString(), privateKeyPem: text.toString() };
}

const curve = (name: string) => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`];

export const KEYS: readonly Scenario[] = [
  {
    name: 'RSA with 2,048 bits',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) => tls([await leaf({ keys: await createKeys('rsa'), ...EITHER }), middle]),
  },
  {
    name: 'RSA with 1,024 bits',
    clients: 'Browsers and OpenSSL (in Debian) reject it.',
    alarm: true,
    ours: 'weak-key',
    set: async ({ leaf, middle, tls }) => tls([await leaf({ keys: await rsaKeys(1024), ...EITHER }), middle], WEAK),
  },
  {
    name: 'RSA with 512 bits',
    clients: 'Browsers and OpenSSL (in Debian) reject it.',
    alarm: true,
    ours: 'weak-key',
    set: async ({ leaf, middle, tls }) =>
      tls([await leaf({ keys: await rsaKeys(512), ...EITHER }), middle], {
        server: { ...WEAK.server, maxVersion: 'TLSv1.2' },
      }),
  },
  {
    name: 'A CA with an RSA key of 1,024 bits',
    clients: 'Browsers and OpenSSL (in Debian) reject it.',
    alarm: true,
    ours: 'weak-key',
    set: async ({ authority, leaf, root, tls }) => {
      const weak = await authority({ subject: 'Weak issuing', issuer: root, keys: await rsaKeys(1024) });
      return tls([await leaf({ issuer: weak }), weak], WEAK);
    },
  },
  {
    name: 'Curve P-384',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) => tls([await leaf({ keys: await createKeys('p384') }), middle]),
  },
  {
    name: 'Curve P-192',
    clients: 'Clients cannot connect: they do not offer this curve.',
    alarm: true,
    ours: 'weak-key',
    set: async (cast) => cast.tls([await openssl(cast, cast.middle, curve('P-192'), '-sha256'), cast.middle], WEAK),
  },
  {
    name: 'Ed25519',
    clients: 'Clients with OpenSSL or Go connect; browsers do not yet, and no public CA issues it.',
    alarm: null,
    ours: 'ok (key-unsupported)',
    set: async ({ leaf, middle, tls }) => tls([await leaf({ keys: await createKeys('ed25519') }), middle]),
  },
  {
    name: 'Signed with RSA-PSS',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, root, tls }) => {
      const keys = await createKeys('rsa');
      const imported = await webcrypto.subtle.importKey(
        'pkcs8',
        await webcrypto.subtle.exportKey('pkcs8', keys.pair.privateKey),
        { name: 'RSA-PSS', hash: 'SHA-256' },
        true,
        ['sign'],
      );
      const issuer = await authority({ subject: 'PSS issuing', issuer: root, keys });
      const signing = { name: 'RSA-PSS', saltLength: 32 };
      const signer = { ...issuer, keys: { ...keys, pair: { ...keys.pair, privateKey: imported }, signing } };
      return tls([await leaf({ issuer: signer }), issuer]);
    },
  },
  {
    name: 'Signed with SHA-1',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'weak-signature',
    set: async ({ leaf, middle, tls }) =>
      tls([await leaf({ issuer: signingWith(middle, { name: 'ECDSA', hash: 'SHA-1' }) }), middle], WEAK),
  },
  {
    name: 'The CA is signed with SHA-1',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'weak-signature',
    set: async ({ authority, leaf, root, tls }) => {
      const signer = signingWith(root, { name: 'ECDSA', hash: 'SHA-1' });
      const issuer = await authority({ subject: 'Old issuing', issuer: signer });
      return tls([await leaf({ issuer }), issuer], WEAK);
    },
  },
  {
    name: 'The root is signed with SHA-1',
    clients: 'Clients connect: the signature of a trust anchor is not checked.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, tls }) => {
      const keys = await createKeys();
      const old = await authority({
        subject: 'Old root',
        keys: { ...keys, signing: { name: 'ECDSA', hash: 'SHA-1' } },
      });
      const root = { ...old, keys };
      return tls([await leaf({ issuer: root })], { anchors: [root] });
    },
  },
  {
    name: 'Signed with MD5',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'weak-signature',
    set: async (cast) => {
      const issuer = await cast.authority({ subject: 'RSA issuing', issuer: cast.root, keys: await createKeys('rsa') });
      const key = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
      return cast.tls([await openssl(cast, issuer, key, '-md5'), issuer], WEAK);
    },
  },
  {
    name: 'Signed by another key of a CA with the same name',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'signature-invalid',
    set: async ({ authority, leaf, middle, root, tls }) => {
      const impostor = await authority({ subject: 'Test issuing', issuer: root });
      const signer = { ...impostor, keys: { ...impostor.keys, id: middle.keys.id } };
      return tls([await leaf({ issuer: signer }), middle]);
    },
  },
];
