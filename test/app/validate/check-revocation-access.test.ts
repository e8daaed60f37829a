import 'reflect-metadata';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkManifestAndPolicies } from '../../../src/app/check-policies.ts';
import { leaf, link } from '../../helpers/paths.ts';
import { createRevocationExtensions, type RevocationUrls } from '../../helpers/revocation.ts';
import { createTestIo } from '../../manifest/io.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

interface Scene {
  urls?: RevocationUrls;
  entry?: string;
  network?: string;
}

/** Returns the positions and messages of the warnings for a certificate with these sources. */
async function check({ urls = {}, entry = 'file: certs/*.pem, revocation: true', network = '{}' }: Scene) {
  const root = await link({
    subject: 'root',
    more: createRevocationExtensions({ lists: ['http://10.0.0.9/root.crl'] }),
  });
  const middle = await link({ subject: 'middle', issuer: root, more: createRevocationExtensions(urls) });
  const shop = await leaf({ issuer: middle });
  mkdirSync(path.join(directory, 'certs'));
  writeFileSync(path.join(directory, 'certs/shop.pem'), shop.certificate + middle.certificate);
  writeFileSync(path.join(directory, 'ca.pem'), root.certificate + middle.certificate);
  writeFileSync(path.join(directory, 'root.pem'), root.certificate);
  const text = `version: 1\nnetwork: ${network}\ncertificates:\n  - { name: shop, ${entry}, ca_file: root.pem }\nissues: {}\n`;
  writeFileSync(
    path.join(directory, 'certvigil.yaml'),
    entry.includes('ca_file') ? text.replace(', ca_file: root.pem', '') : text,
  );
  const { diagnostics } = await checkManifestAndPolicies(null, createTestIo(directory));
  return diagnostics
    .filter(({ code }) => code === 'revocation-not-allowed')
    .map(({ line, severity, message }) => `${severity} ${line} ${/ask "(.*?)"/.exec(message)?.[1]}`);
}

const LIST = 'http://10.20.30.40/ca.crl';

it.each<[string, Scene, string]>([
  ['a private address', { urls: { lists: [LIST] } }, '10.20.30.40'],
  ['a private IPv6 address', { urls: { responders: ['http://[fd00::1]/ocsp'] } }, '[fd00::1]'],
  ['a private name', { urls: { lists: ['http://crl.corp.internal/ca.crl'] } }, 'crl.corp.internal'],
  ['a name without a domain', { urls: { lists: ['http://pki/ca.crl'] } }, 'pki'],
  [
    'an address that another network allows',
    { urls: { lists: [LIST] }, network: '{ allow: [10.99.0.0/16] }' },
    '10.20.30.40',
  ],
  [
    'a denied address',
    { urls: { lists: ['http://198.51.100.1/ca.crl'] }, network: '{ deny: [198.51.100.0/24] }' },
    '198.51.100.1',
  ],
  [
    'an address in the CA file of a server',
    { urls: { lists: [LIST] }, entry: 'endpoint: shop.example.com, ca_file: ca.pem, revocation: true' },
    '10.20.30.40',
  ],
])('warns about revocation information at %s', async (_, scene, host) => {
  expect(await check(scene)).toEqual([`warning 4 ${host}`]);
});

it.each<[string, Scene]>([
  ['is public', { urls: { lists: ['http://crl.ca.org/ca.crl'] } }],
  ['is allowed', { urls: { lists: [LIST] }, network: '{ allow: [10.20.0.0/16] }' }],
  [
    'has a private name, and some network is allowed',
    { urls: { lists: ['http://crl.corp.internal/ca.crl'] }, network: '{ allow: [10.0.0.0/8] }' },
  ],
  ['has a public alternative', { urls: { lists: [LIST], responders: ['http://ocsp.ca.org'] } }],
  ['is in a directory', { urls: { lists: ['ldap://10.20.30.40/cn=ca'] } }],
  ['does not exist', {}],
  ['is not requested', { urls: { lists: [LIST] }, entry: 'file: certs/*.pem' }],
  ['is read by a probe', { urls: { lists: [LIST] }, entry: 'file: certs/*.pem, revocation: true, probe: office' }],
  ['is of a disabled entry', { urls: { lists: [LIST] }, entry: 'file: certs/*.pem, revocation: true, enabled: false' }],
])('does not warn if it %s', async (_, scene) => {
  expect(await check(scene)).toEqual([]);
});
