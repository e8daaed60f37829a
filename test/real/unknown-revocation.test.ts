import 'reflect-metadata';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runScan } from '../../src/app/scan.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';

// OpenSSL creates a CA, its certificates and its lists, and says what it can determine from them. The scan must determine the same.

const OPENSSL = 'openssl';
let directory: string;
let server: Receiver;
let answer: ReceiverResponse;
const openssl = (...args: string[]) =>
  execFileSync(OPENSSL, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-openssl-'));
  server = await startReceiver(() => answer);
  for (const name of ['ca', 'other']) createAuthority(name);
  issue('shop', `crlDistributionPoints = URI:${server.origin}/ca.crl`);
  issue('silent', 'basicConstraints = CA:FALSE');
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Creates a self-signed CA with an empty database. Both CAs have the same name, but not the same key. */
function createAuthority(name: string): void {
  writeFileSync(
    path.join(directory, `${name}.cnf`),
    `[ca]\ndefault_ca = own\n[own]\ndatabase = ${name}.txt\ndefault_md = sha256\ndefault_crl_days = 7\n`,
  );
  writeFileSync(path.join(directory, `${name}.txt`), '');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl(
    'req',
    '-x509',
    ...key,
    '-out',
    `${name}.pem`,
    '-days',
    '30',
    '-subj',
    '/CN=Example CA',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  );
}

function issue(name: string, extension: string): void {
  writeFileSync(path.join(directory, `${name}.cnf`), `${extension}\nsubjectAltName = DNS:${name}.example.com\n`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  openssl('req', ...key, '-out', `${name}.csr`, '-subj', `/CN=${name}.example.com`);
  const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', '20', '-extfile', `${name}.cnf`];
  openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...issuer);
}

/** Creates a list. `revoked`: the names of certificates in it. */
function createList(authority: string, revoked: readonly string[], more: readonly string[] = []): Buffer {
  writeFileSync(path.join(directory, `${authority}.txt`), '');
  const common = ['ca', '-config', `${authority}.cnf`, '-keyfile', `${authority}.key`, '-cert', `${authority}.pem`];
  for (const name of revoked) openssl(...common, '-revoke', `${name}.pem`);
  openssl(...common, '-gencrl', '-out', 'list.pem', ...more);
  openssl('crl', '-in', 'list.pem', '-outform', 'der', '-out', 'list.crl');
  return readFileSync(path.join(directory, 'list.crl'));
}

/** `X509_V_ERR_CERT_REVOKED` */
const CERT_REVOKED = '23';

/** Returns what OpenSSL can determine. It must not block this process, which serves the list. */
async function askOpenSsl(name: string): Promise<string> {
  const args = ['verify', '-CAfile', 'ca.pem', '-crl_check', '-crl_download', `${name}.pem`];
  return new Promise((resolve) => {
    execFile(OPENSSL, args, { cwd: directory, timeout: 20_000 }, (error, _, stderr) => {
      // It goes on after an error, such as an expired list, so the first one counts.
      const [, first] = /^error (\d+) at/m.exec(stderr) ?? [];
      resolve(error === null ? 'good' : first === CERT_REVOKED ? 'revoked' : 'unknown');
    });
  });
}

async function scan(name: string): Promise<{ status: string; text: string }> {
  writeFileSync(
    path.join(directory, 'certvigil.yaml'),
    `version: 1\ncertificates: [{ name: ${name}, file: ${name}.pem, ca_file: ca.pem, revocation: true }]\nnetwork: { allow: [127.0.0.0/8] }\n`,
  );
  const io = { ...createTestIo(directory), now: () => Date.now() };
  const { manifest } = await loadManifest(null, io);
  if (manifest === null) throw new Error('not valid');
  const log = path.join(mkdtempSync(path.join(directory, 'log-')), 'log.json');
  const options = { log: { file: log, store: null }, now: null, dry_run: false, ignore_cooldown: false, only: [] };
  const { report } = await runScan(manifest, options, io);
  return { status: report.certificates[0]?.revocation?.status ?? 'not checked', text: report.coverage.text };
}

const PAST = ['-crl_lastupdate', '20250101000000Z', '-crl_nextupdate', '20250201000000Z'];

it.each<[string, () => ReceiverResponse]>([
  ['does not contain it', () => ({ status: 200, body: createList('ca', []) })],
  ['contains it', () => ({ status: 200, body: createList('ca', ['shop']) })],
  ['contains another certificate', () => ({ status: 200, body: createList('ca', ['silent']) })],
  ['has expired', () => ({ status: 200, body: createList('ca', [], PAST) })],
  ['has expired, and contains it', () => ({ status: 200, body: createList('ca', ['shop'], PAST) })],
  ['has another signer', () => ({ status: 200, body: createList('other', []) })],
  ['does not exist', () => 404],
  ['is a web page', () => ({ status: 200, body: '<!doctype html>' })],
])('a scan determines the same as OpenSSL if the list %s', async (_, create) => {
  answer = create();
  const expected = await askOpenSsl('shop');
  const { status, text } = await scan('shop');
  expect(status).toBe(expected);
  expect(text.includes('the revocation of 1 certificate is unknown (shop)')).toBe(expected === 'unknown');
});

it('a certificate without a source is unknown to OpenSSL, but not checked by a scan', async () => {
  answer = 404;
  expect(await askOpenSsl('silent')).toBe('unknown');
  expect(await scan('silent')).toEqual({ status: 'not checked', text: expect.not.stringContaining('revocation') });
});
