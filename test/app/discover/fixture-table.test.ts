/** The specification of test certificates: a path, a certificate and what is beside it, and what they become. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CertificateOptions, createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { runDiscovery } from '../../../src/app/discover/index.ts';
import { createTestIo } from '../../manifest/io.ts';

const NOW = Date.parse('2026-11-15');

/** The certificates of the table, by name. */
type Certificates = Record<string, string>;
let certificates: Certificates;

beforeAll(async () => {
  const period = { notBefore: new Date('2026-10-01'), notAfter: new Date('2026-12-30') };
  const abandoned = { notBefore: new Date('2025-01-01'), notAfter: new Date('2026-08-01') };
  const recent = { notBefore: new Date('2025-10-01'), notAfter: new Date('2026-09-01') };
  const create = (options: Partial<CertificateOptions>) => createCertificate({ ...period, ...options });
  const ca = await create({ commonName: 'Corporate CA', ca: true });
  const intermediate = await create({ commonName: 'Issuing CA', ca: true, issuer: ca });
  const mkcert = await create({ subject: 'CN=ubuntu,O=mkcert development CA', ca: true });
  const shop = { commonName: 'shop.example.dev', sans: ['shop.example.dev'] };
  const internal = { commonName: 'shop.corp.internal', sans: ['shop.corp.internal'] };
  const local = { commonName: 'localhost', sans: ['localhost', '127.0.0.1', 'db'] };
  const created = {
    CA: create({ commonName: 'Corporate CA', ca: true, keys: ca.keys }),
    'intermediate CA': intermediate,
    'public name, CA elsewhere': create({ ...shop, issuer: ca }),
    'public name, intermediate': create({ ...shop, issuer: intermediate }),
    'wildcard name, CA elsewhere': create({ sans: ['*.example.dev'], issuer: ca }),
    'public address, CA elsewhere': create({ sans: ['192.31.196.1'], issuer: ca }),
    'public name, self-signed': create(shop),
    'private name, CA elsewhere': create({ ...internal, issuer: ca }),
    'private name, self-signed': create(internal),
    'private address, self-signed': create({ sans: ['10.0.0.7'] }),
    'no name, CA elsewhere': create({ commonName: 'gateway', issuer: ca }),
    'no name, self-signed': create({ commonName: 'gateway' }),
    'localhost, CA elsewhere': create({ ...local, issuer: ca }),
    'localhost, self-signed': create(local),
    'reserved name': create({ sans: ['shop.example', 'shop.test'] }),
    'localhost and private name': create({ sans: ['localhost', 'shop.corp.internal'] }),
    'Test client, CA elsewhere': create({ commonName: 'Test client', issuer: ca }),
    'Test client, self-signed': create({ commonName: 'Test client' }),
    'Test client, mkcert': create({ commonName: 'Test client', issuer: mkcert }),
    'public name, CA elsewhere, expired for months': create({ ...shop, ...abandoned, issuer: ca }),
    'public name, CA elsewhere, expired for weeks': create({ ...shop, ...recent, issuer: ca }),
  };
  certificates = Object.fromEntries(
    await Promise.all(Object.entries(created).map(async ([name, one]) => [name, (await one).certificate] as const)),
  );
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-table-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** The files beside the certificate, by path: the name of a certificate in the table, or any content. */
type Beside = Readonly<Record<string, string>>;

async function classify(file: string, content: string, beside: Beside = {}): Promise<string | undefined> {
  for (const [name, text] of Object.entries({ ...beside, [file]: content })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), certificates[text] ?? text);
  }
  const { discovery } = await runDiscovery({ manifest: null, log: null, now: NOW }, createTestIo(root));
  return discovery.findings.find((one) => one.file === file)?.kind;
}

const KEY = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----\n`;
const CODE: Beside = { 'test/server_test.go': 'package server\n' };
const LOCAL_CA: Beside = { 'tests/ca.pem': 'CA' };

type Row = readonly [file: string, certificate: string, beside?: Beside];

/** One test for each row. */
function expectKind(kind: 'certificate' | 'fixture', rows: readonly Row[]): void {
  for (const [file, certificate, beside = {}] of rows) {
    const others = Object.entries(beside).map(([name, text]) =>
      /^\w.* CA$|^CA$/.test(text) ? `${name} (${text})` : name,
    );
    it(`${file}, ${certificate}${others.length === 0 ? '' : `, beside ${others.join(' and ')}`}: ${kind}`, async () => {
      expect(await classify(file, certificate, beside)).toBe(kind);
    });
  }
}

describe('a certificate of an environment is monitored', () => {
  expectKind('certificate', [
    ['deploy/demo/tls.pem', 'public name, CA elsewhere'],
    ['deploy/demo/tls.pem', 'private name, CA elsewhere'],
    ['deploy/demo/tls.pem', 'no name, CA elsewhere'],
    ['deploy/demo/tls.pem', 'public name, self-signed'],
    ['deploy/demo/tls.pem', 'private name, self-signed'],
    ['deploy/demo/tls.pem', 'no name, self-signed'],
    ['deploy/demo/tls.pem', 'private name, CA elsewhere', { 'deploy/demo/ca.pem': 'CA' }],
    ['deploy/test/tls.pem', 'private name, self-signed'],
    ['deploy/test/tls.pem', 'private name, self-signed', { 'deploy/test/smoke_test.py': '' }],
    ['environments/test/tls.pem', 'no name, self-signed'],
    ['overlays/e2e/tls.pem', 'private address, self-signed'],
    ['test/tls.pem', 'private name, self-signed', { 'prod/tls.pem': 'no name, self-signed' }],
    ['certs/shop-test.pem', 'private name, self-signed'],
    ['certs/demo.pem', 'public name, CA elsewhere, expired for months'],
    ['deploy/prod/tls.pem', 'private name, self-signed', { 'deploy/prod/key.pem': KEY, 'deploy/test/x.yaml': '' }],
    ['certs/shop.pem', 'private name, self-signed', { 'certs/key.pem': KEY, 'certs/a-test.pem': 'CA' }],
  ]);
});

describe('a certificate that says that it belongs to tests is a fixture anywhere', () => {
  expectKind('fixture', [
    ['deploy/prod/tls.pem', 'localhost, CA elsewhere'],
    ['deploy/demo/tls.pem', 'localhost, self-signed'],
    ['deploy/test/tls.pem', 'reserved name'],
    ['certs/client.pem', 'Test client, self-signed'],
    ['certs/client.pem', 'Test client, mkcert'],
    ['certs/client.pem', 'Test client, CA elsewhere', { 'ca/ca.pem': 'CA' }],
  ]);
});

describe('a certificate that contradicts itself is monitored', () => {
  expectKind('certificate', [
    ['certs/tls.pem', 'localhost and private name'],
    ['certs/client.pem', 'Test client, CA elsewhere'],
  ]);
});

describe('a certificate in a directory of tests is a fixture', () => {
  expectKind('fixture', [
    ['testdata/tls.pem', 'private name, CA elsewhere'],
    ['testdata/tls.pem', 'no name, CA elsewhere'],
    ['tests/tls.pem', 'public name, self-signed'],
    ['tests/tls.pem', 'public name, CA elsewhere', LOCAL_CA],
    ['tests/tls.pem', 'public name, intermediate', { ...LOCAL_CA, 'tests/chain.pem': 'intermediate CA' }],
    ['src/__tests__/tls.pem', 'private name, self-signed'],
    ['spec/fixtures/tls.pem', 'private name, self-signed'],
    ['certs.example/tls.pem', 'public name, self-signed'],
    ['src/test/resources/tls.pem', 'private name, CA elsewhere'],
    ['test/certs/tls.pem', 'private name, CA elsewhere', CODE],
    ['testdata/tls.pem', 'public name, CA elsewhere, expired for months'],
    ['pkg/tls/tls.pem', 'private name, self-signed', { 'pkg/tls/key.pem': KEY, 'pkg/tls/tls_test.go': '' }],
  ]);
});

describe('a certificate for a public name from a CA that is not in the repository is monitored', () => {
  expectKind('certificate', [
    ['testdata/tls.pem', 'public name, CA elsewhere'],
    ['testdata/tls.pem', 'wildcard name, CA elsewhere'],
    ['testdata/tls.pem', 'public address, CA elsewhere'],
    ['testdata/tls.pem', 'public name, CA elsewhere, expired for weeks'],
    ['tests/tls.pem', 'public name, intermediate', { 'tests/chain.pem': 'intermediate CA' }],
    ['test/certs/tls.pem', 'public name, CA elsewhere', CODE],
  ]);
});

describe('a certificate beside tests and its key is monitored if a server can use it', () => {
  expectKind('certificate', [
    ['pkg/tls/tls.pem', 'private name, CA elsewhere', { 'pkg/tls/key.pem': KEY, 'pkg/tls/tls_test.go': '' }],
    ['pkg/tls/tls.pem', 'public name, self-signed', { 'pkg/tls/key.pem': KEY, 'pkg/tls/tls_test.go': '' }],
  ]);
});
