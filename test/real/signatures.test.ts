/** Verifies signatures of each kind that openssl creates, and the same certificates with a damaged signature. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsePathFields } from '../../src/certificate/x509/path-fields.ts';
import type { Trust } from '../../src/domain/index.ts';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../src/trust/validate-path.ts';
import { type Clients, type Results, startClients } from './clients/clients.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const HOST = 'www.example.com';

/** Options of openssl that create the key of a CA, and options of its own signature if the default hash does not do. */
const AUTHORITIES = {
  RSA: ['-newkey', 'rsa:2048'],
  'RSA-PSS': ['-newkey', 'rsa-pss'],
  'P-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-521': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  brainpoolP256r1: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'],
  secp256k1: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  SM2: ['-newkey', 'sm2', '-sm3'],
  DSA: ['-newkey', 'dsa:parameters.pem', '-sha256'],
  Ed25519: ['-newkey', 'ed25519'],
  Ed448: ['-newkey', 'ed448'],
  'ML-DSA': ['-newkey', 'mldsa65'],
  'SLH-DSA': ['-newkey', 'slh-dsa-sha2-128f'],
} as const;
type Authority = keyof typeof AUTHORITIES;

const PSS = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'];
const ALL: readonly (keyof Results)[] = ['openssl', 'gnutls', 'go'];
const NO_GO: readonly (keyof Results)[] = ['openssl', 'gnutls'];
const OPENSSL: readonly (keyof Results)[] = ['openssl'];

/** The CA, the options of the signature, our reason or notices, and the clients that accept the certificate. */
type Row = [by: Authority, hash: string, ours: string, accepting: readonly (keyof Results)[], options?: string[]];

const ROWS: readonly Row[] = [
  ...(['RSA', 'P-256', 'P-521'] as const).flatMap((by): Row[] => [
    [by, 'sha1', 'weak-signature', []],
    [by, 'sha224', 'signature-unusual', NO_GO],
    [by, 'sha256', '', ALL],
    [by, 'sha384', '', ALL],
    [by, 'sha512', '', ALL],
    [by, 'sha3-224', 'signature-unusual', NO_GO],
    [by, 'sha3-256', 'signature-unusual', NO_GO],
    [by, 'sha3-384', 'signature-unusual', NO_GO],
    [by, 'sha3-512', 'signature-unusual', NO_GO],
  ]),
  ['RSA', 'md5', 'weak-signature', []],
  ['RSA', 'ripemd160', 'weak-signature', []],
  ['RSA', 'sha512-224', 'signature-unsupported', []],
  ['RSA', 'sha512-256', 'signature-unsupported', []],
  ['RSA', 'sha1', 'weak-signature', [], PSS],
  ['RSA', 'sha224', 'pss-parameters', OPENSSL, PSS],
  ['RSA', 'sha256', '', ALL, PSS],
  ['RSA', 'sha384', '', ALL, PSS],
  ['RSA', 'sha512', '', ALL, PSS],
  ['RSA', 'sha512-224', 'pss-parameters', OPENSSL, PSS],
  ['RSA', 'sha512-256', 'pss-parameters', OPENSSL, PSS],
  ['RSA-PSS', 'sha256', 'key-unsupported', NO_GO],
  ['RSA-PSS', 'sha512', 'key-unsupported', NO_GO],
  ['RSA-PSS', 'sha512-256', 'pss-parameters', OPENSSL],
  ['brainpoolP256r1', 'sha256', 'key-unsupported', OPENSSL],
  ['brainpoolP256r1', 'sha3-256', 'signature-unusual, key-unsupported', OPENSSL],
  ['secp256k1', 'sha512', 'key-unsupported', OPENSSL],
  ['SM2', 'sm3', 'key-unsupported', OPENSSL],
  ['DSA', 'sha1', 'weak-signature', []],
  ['DSA', 'sha224', 'signature-unusual, key-unsupported', NO_GO],
  ['DSA', 'sha256', 'key-unsupported', NO_GO],
  ['DSA', 'sha384', 'signature-unsupported', ['gnutls']],
  ['DSA', 'sha512', 'signature-unsupported', ['gnutls']],
  ['DSA', 'sha3-256', 'signature-unsupported', ['gnutls']],
  ['Ed25519', '', 'key-unsupported', ALL],
  ['Ed448', '', 'key-unsupported', NO_GO],
  ['ML-DSA', '', 'key-unsupported', OPENSSL],
  ['SLH-DSA', '', 'key-unsupported', OPENSSL],
];

const EXTENSIONS = [
  `subjectAltName=DNS:${HOST}`,
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=serverAuth',
];

/** PEM and DER. */
interface Encoded {
  certificate: string;
  der: Buffer;
}

function decode(pem: string): Encoded {
  return { certificate: pem, der: Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64') };
}

describeReal('signatures', { programs: ['openssl', 'certtool', 'go'] }, (openssl, certtool, go) => {
  const directory = makeDirectory();
  const run = (...args: string[]) => runProgram(openssl, args, { cwd: directory });
  // Tomorrow, because openssl issues certificates that are valid from now on.
  const now = (Math.floor(Date.now() / 1000) + 86_400) * 1000;
  let clients: Clients;
  beforeAll(async () => {
    clients = await startClients({ openssl, certtool, go }, directory);
    await run('dsaparam', '-out', 'parameters.pem', '2048');
    writeFileSync(join(directory, 'extensions'), EXTENSIONS.join('\n'));
    await run(
      'req',
      '-new',
      ...AUTHORITIES['P-256'],
      '-nodes',
      '-subj',
      '/CN=leaf',
      '-keyout',
      'key',
      '-out',
      'request',
    );
    const usage = ['-addext', 'basicConstraints=critical,CA:true', '-addext', 'keyUsage=critical,keyCertSign'];
    for (const [name, args] of Object.entries(AUTHORITIES)) {
      const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
      await run('req', '-x509', '-nodes', '-days', '100', '-subj', '/CN=authority', ...args, ...usage, ...files);
    }
  }, 300_000);
  afterAll(async () => {
    await clients?.close();
    await removeDirectory(directory);
  });

  async function issue([by, hash, , , options = []]: Row): Promise<{ leaf: Encoded; ca: Encoded }> {
    const issuer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-days', '50', '-extfile', 'extensions'];
    const signature = [...(hash === '' ? [] : [`-${hash}`]), ...options];
    const leaf = await run('x509', '-req', '-in', 'request', ...issuer, ...signature);
    return { leaf: decode(leaf.toString()), ca: decode(readFileSync(join(directory, `${by}.pem`), 'utf8')) };
  }

  function validate(leaf: Buffer, ca: Encoded): Trust | null {
    const [end, anchor] = [parsePathFields(leaf), parsePathFields(ca.der)];
    if (end === null || anchor === null) return null;
    const presented = { sent: [end] as const, anchors: indexAnchors([anchor]), host: HOST, now };
    return validateChain(presented, createSignatureVerifier());
  }

  it.each(ROWS)('with %s and %s are "%s", and accepted by %j', async (...row) => {
    const [, , ours, accepting] = row;
    const { leaf, ca } = await issue(row);
    const trust = validate(leaf.der, ca);
    expect(trust?.reason ?? trust?.notes.map(({ code }) => code).join(', ')).toBe(ours);
    const results = await clients.verify({ sent: [leaf], anchors: [ca], host: HOST, now });
    const accepted = Object.entries(results).flatMap(([client, result]) => (result === 'ok' ? [client] : []));
    expect(accepted, JSON.stringify(results)).toEqual(accepting);
  });

  it.each(ROWS)('with %s and %s are not trusted if a bit of them is changed', async (...row) => {
    const { leaf, ca } = await issue(row);
    const isUnsupported = row[2] === 'signature-unsupported';
    for (const distance of [1, 9, 17, 30]) {
      const damaged = Buffer.from(leaf.der);
      damaged[damaged.length - distance] = (damaged.at(-distance) as number) ^ 1;
      expect(validate(damaged, ca)?.reasons[0]).toBe(isUnsupported ? 'signature-unsupported' : 'signature-invalid');
    }
  });
});
