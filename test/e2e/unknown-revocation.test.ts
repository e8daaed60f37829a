import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { computeExitCode } from '../../src/app/exit-code.ts';
import { runScan } from '../../src/app/scan.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { leaf, link, NOW, readCertificate } from '../helpers/paths.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { createRevocationExtensions, makeList, makeResponse, type RevocationUrls } from '../helpers/revocation.ts';
import { createTestIo } from '../manifest/io.ts';

// Scans of a certificate whose revocation cannot be determined.

const DAY = 86_400_000;

let directory: string;
let server: Receiver;
let answer: ReceiverResponse;
beforeEach(async () => {
  answer = 404;
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-revocation-'));
  server = await startReceiver(() => answer);
});
afterEach(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Chain {
  root: CreatedCertificate;
  shop: CreatedCertificate;
}

/** Writes a certificate with these sources, and a manifest. */
async function writeChain(urls: RevocationUrls, options = 'revocation: true', allow = '127.0.0.0/8'): Promise<Chain> {
  const root = await link({ subject: 'root' });
  const more = urls.lists || urls.responders ? createRevocationExtensions(urls) : [];
  const shop = await leaf({ issuer: root, more });
  writeFileSync(path.join(directory, 'shop.pem'), shop.certificate);
  writeFileSync(path.join(directory, 'root.pem'), root.certificate);
  writeFileSync(
    path.join(directory, 'certvigil.yaml'),
    `version: 1
certificates: [{ name: shop, file: shop.pem, ca_file: root.pem, ${options} }]
network: { allow: [${allow}] }
event_log: { store: file }
`,
  );
  return { root, shop };
}

/** Scans after so many days, and returns the exit code and the coverage line without its end. */
async function scan(days: number): Promise<string> {
  const io = { ...createTestIo(directory), now: () => NOW + days * DAY };
  const { manifest } = await loadManifest(null, io);
  if (manifest === null) throw new Error('not valid');
  const options = { log: { file: null, store: null }, now: null, dry_run: false, ignore_cooldown: false, only: [] };
  const result = await runScan(manifest, options, io);
  const { reasons, text } = result.report.coverage;
  const codes = reasons.map(({ code, entries }) => ` ${code} (${entries.join(', ')})`).join();
  return `${computeExitCode(result, 'never')}${codes}: ${text.replace(/, no rule sends alerts.*/, '')}`;
}

const UNKNOWN = '1 entry, 1 location: all read, the revocation of 1 certificate is unknown (shop)';
const KNOWN = '0: 1 entry, 1 location: all read';

it.each<[string, (origin: string) => RevocationUrls, ((chain: Chain) => ReceiverResponse) | null, string]>([
  ['its list does not exist', (origin) => ({ lists: [`${origin}/ca.crl`] }), null, '127.0.0.0/8'],
  [
    'its list, which revokes it, is not allowed',
    (origin) => ({ lists: [`${origin}/ca.crl`] }),
    ({ root, shop }) => {
      const revoked = [{ serial: readCertificate(shop).serial_bytes }];
      return { status: 200, body: makeList({ issuer: root, to: 24 * 90, revoked }) };
    },
    '',
  ],
  ['its responder fails', (origin) => ({ responders: [`${origin}/ocsp`] }), () => 503, '127.0.0.0/8'],
  [
    'its responder does not know it',
    (origin) => ({ responders: [`${origin}/ocsp`] }),
    ({ root, shop }) => ({
      status: 200,
      body: makeResponse({ issuer: root, about: shop, status: 'unknown', to: 24 * 90 }),
    }),
    '127.0.0.0/8',
  ],
  [
    'its list has expired',
    (origin) => ({ lists: [`${origin}/ca.crl`] }),
    ({ root }) => ({ status: 200, body: makeList({ issuer: root, from: -48, to: -24 }) }),
    '127.0.0.0/8',
  ],
  ['its only list is in a directory', () => ({ lists: ['ldap://ldap.example/cn=ca'] }), null, '127.0.0.0/8'],
])('is red from the third scan on if %s', async (_, createUrls, respond, allow) => {
  const chain = await writeChain(createUrls(server.origin), 'revocation: true', allow);
  answer = respond?.(chain) ?? 404;
  expect(await scan(0)).toBe(`0: ${UNKNOWN}`);
  expect(await scan(1)).toBe(`0: ${UNKNOWN}`);
  expect(await scan(2)).toBe(`1 revocation-unknown (shop): ${UNKNOWN}`);
  expect(await scan(30)).toBe(`1 revocation-unknown (shop): ${UNKNOWN}`);
});

it('counts again after a scan that could determine it', async () => {
  const { root } = await writeChain({ lists: [`${server.origin}/ca.crl`] });
  for (const days of [0, 1]) await scan(days);
  const now = NOW + 2 * DAY;
  answer = { status: 200, body: makeList({ issuer: root, now, to: 1 }) };
  expect(await scan(2)).toBe(KNOWN);
  answer = 404;
  for (const days of [3, 4]) expect(await scan(days)).toBe(`0: ${UNKNOWN}`);
  expect(await scan(5)).toMatch(/^1 revocation-unknown/);
});

it('is green while another source answers', async () => {
  const origin = server.origin;
  const { root, shop } = await writeChain({ lists: [`${origin}/ca.crl`], responders: [`${origin}/ocsp`] });
  answer = { status: 200, body: makeResponse({ issuer: root, about: shop, to: 24 * 90 }) };
  for (const days of [0, 1, 2, 3]) expect(await scan(days)).toBe(KNOWN);
});

it.each([
  ['the CA names no source', {}, 'revocation: true'],
  ['the check is off', { lists: ['http://127.0.0.1:9/ca.crl'] }, 'revocation: false'],
  ['the CA is private, and nothing requests the check', { lists: ['http://127.0.0.1:9/ca.crl'] }, 'labels: {}'],
])('is green if %s', async (_, urls, options) => {
  await writeChain(urls, options);
  for (const days of [0, 1, 2, 3]) expect(await scan(days)).toBe(KNOWN);
});

it('is green once the check is turned off', async () => {
  await writeChain({ lists: [`${server.origin}/ca.crl`] });
  for (const days of [0, 1]) await scan(days);
  expect(await scan(2)).toMatch(/^1 revocation-unknown/);
  const file = path.join(directory, 'certvigil.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('revocation: true', 'revocation: false'));
  expect(await scan(3)).toBe(KNOWN);
});
