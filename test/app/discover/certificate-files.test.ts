import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runDiscovery } from '../../../src/app/discover/index.ts';
import { proposeEntries } from '../../../src/app/discover/propose-entries.ts';
import { resolveWorkspace } from '../../../src/lib/files/workspace-boundary.ts';
import { matchFiles } from '../../../src/scan/sources/match-files.ts';
import { buildCertificate, CN, name, pem } from '../../helpers/certificates.ts';
import { createTestIo } from '../../manifest/io.ts';

const NO_MANIFEST = { manifest: null, log: null, now: 0 };

let top: string;
let root: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'certvigil-find-'));
  root = join(top, 'repo');
  mkdirSync(join(root, 'certs'), { recursive: true });
});
afterEach(() => rmSync(top, { recursive: true }));

const write = (path: string, text = pem(buildCertificate())) => writeFileSync(join(root, path), text);

async function kinds(): Promise<Record<string, string>> {
  const { search } = await runDiscovery(NO_MANIFEST, createTestIo(root));
  return Object.fromEntries(search.files.map(({ path, kind }) => [path, kind]));
}

it('classifies files by content, and ignores what is not a file', async () => {
  write('certs/own.pem');
  write('certs/note.pem', 'hello');
  write('certs/cut.pem', pem(buildCertificate()).slice(0, 200));
  writeFileSync(join(top, 'other.pem'), pem(buildCertificate()));
  symlinkSync('own.pem', join(root, 'certs/link.pem'));
  symlinkSync('../../other.pem', join(root, 'certs/out.pem'));
  symlinkSync('nowhere', join(root, 'certs/dangling.pem'));
  execFileSync('mkfifo', [join(root, 'certs/pipe.pem')]);
  expect(await kinds()).toEqual({
    'certs/own.pem': 'certificate',
    'certs/link.pem': 'copy',
    'certs/note.pem': 'other',
    'certs/cut.pem': 'damaged',
    'certs/out.pem': 'outside',
    'certs/dangling.pem': 'closed',
  });
});

/** A certificate with this common name and no other names. */
const certificate = (common: string, nth = 1) =>
  pem(
    buildCertificate({ serial: Buffer.from([nth]), subject: name([[CN, 12, common]]), issuer: name([[CN, 12, 'CA']]) }),
  );

/** A root: its own issuer. */
const selfSigned = (common: string) => {
  const own = name([[CN, 12, common]]);
  return pem(buildCertificate({ subject: own, issuer: own }));
};

const KEY = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----\n`;

async function find() {
  const { search } = await runDiscovery(NO_MANIFEST, createTestIo(root));
  return Object.fromEntries(search.files.map((file) => [file.path, file]));
}

it('finds certificates in files of any name, with the line where they begin', async () => {
  const text = certificate('shop.corp.internal');
  write('config.yaml', `tls:\n  cert: |\n${text.replace(/^/gm, '    ')}`);
  write('settings.json', JSON.stringify({ a: 1, cert: text }, null, 2));
  write('secret.yaml', `data:\n  a: b\n  tls.crt: ${Buffer.from(text).toString('base64')}\n`);
  const der = buildCertificate({ subject: name([[CN, 12, 'der.corp.internal']]) });
  write('metadata.php', `<?php\n$idp = [\n  'X509Certificate' => '${der.toString('base64')}',\n];\n`);
  writeFileSync(join(root, 'data.bin'), der);
  write('code.go', 'const header = "-----BEGIN CERTIFICATE-----"\n');
  write('notes.txt', 'MII is how base64 of DER begins\n');
  const found = await find();
  expect(Object.values(found).map(({ path, kind, line }) => [path, kind, line])).toEqual([
    ['config.yaml', 'certificate', 3],
    ['data.bin', 'certificate', 1],
    ['metadata.php', 'certificate', 3],
    ['secret.yaml', 'certificate', 3],
    ['settings.json', 'certificate', 3],
  ]);
});

it('recognizes certificates of tests by path, by subject, and by a key beside tests', async () => {
  for (const directory of ['certs.example', 'server', 'plain']) mkdirSync(join(root, directory));
  write('certs.example/shop.pem', certificate('shop.corp.internal'));
  write('certs/local.pem', certificate('localhost'));
  write('certs/snake.pem', selfSigned('Snake Oil CA'));
  write('certs/client.pem', certificate('Test client'));
  write('certs/real.pem', certificate('test.corp.internal'));
  write('server/cert.pem', selfSigned('server.corp.internal'));
  write('server/key.pem', KEY);
  write('server/server_test.go', 'package server\n');
  write('plain/cert.pem', selfSigned('plain.corp.internal'));
  write('plain/key.pem', KEY);
  write('root_test.go', 'package main\n');
  const found = await find();
  const fixtures = Object.values(found).filter(({ fixture }) => fixture !== null);
  expect(fixtures.map(({ path, fixture }) => [path, fixture])).toEqual([
    ['certs.example/shop.pem', 'the path is one of tests or examples'],
    ['certs/local.pem', 'the subject is one of tests or examples'],
    ['certs/snake.pem', 'the subject is one of tests or examples'],
    ['server/cert.pem', 'its private key is in the repository, beside tests'],
  ]);
});

it('tells CA bundles from the chain of a server', async () => {
  write('certs/fullchain.pem', certificate('shop.corp.internal') + selfSigned('Corporate Root'));
  write('certs/roots.pem', selfSigned('Root 1') + selfSigned('Root 2'));
  write('certs/private-ca.pem', selfSigned('Corporate Root'));
  write('certs/public.pem', rootCertificates[0]);
  write('certs/many.pem', Array.from({ length: 21 }, (_, nth) => certificate(`host ${nth}`, nth + 1)).join(''));
  const found = await kinds();
  expect(found).toEqual({
    'certs/fullchain.pem': 'certificate',
    'certs/many.pem': 'bundle',
    'certs/private-ca.pem': 'certificate',
    'certs/public.pem': 'bundle',
    'certs/roots.pem': 'bundle',
  });
});

it('skips vendored directories, and what a build tool writes to target', async () => {
  for (const directory of ['vendor', 'app/target', 'target', 'third_party/x'])
    mkdirSync(join(root, directory), { recursive: true });
  for (const path of ['vendor/a.pem', 'app/target/a.pem', 'target/a.pem', 'third_party/x/a.pem']) write(path);
  write('app/Cargo.toml', '');
  expect(Object.keys(await kinds())).toEqual(['target/a.pem']);
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  expect(Object.keys(await kinds())).toEqual(['target/a.pem']);
});

// Root can read every file.
it.skipIf(process.getuid?.() === 0)('does not claim that an unreadable file has no certificate', async () => {
  write('certs/own.pem');
  chmodSync(join(root, 'certs/own.pem'), 0);
  expect(await kinds()).toEqual({ 'certs/own.pem': 'closed' });
});

it('proposes patterns that match exactly one file, whatever its name', async () => {
  const names = ['a*.pem', 'ab.pem', '[x].pem', 'x.pem', '{a,b}.pem', 'q?.pem', '(1) !"#.pem', 'b\\*.pem'];
  for (const [index, name] of names.entries()) write(name, pem(buildCertificate({ serial: Buffer.from([index + 1]) })));
  const { search } = await runDiscovery(NO_MANIFEST, createTestIo(root));
  const { entries } = proposeEntries(search, []);
  const found: string[][] = [];
  for (const { source } of entries) {
    const patterns = source.kind === 'file' ? source.patterns : [];
    const matches = await matchFiles({ patterns, exclude: [] }, root, resolveWorkspace(root, {}));
    found.push(matches.flatMap(({ paths }) => paths));
  }
  expect(found.flat().sort()).toEqual(names.sort());
  expect(found.every((paths) => paths.length === 1)).toBe(true);
});

it('proposes the registered domains of zones, not the zones below them or reserved ones', async () => {
  mkdirSync(join(root, 'zones'));
  for (const zone of ['example.dev', 'team.example.dev', 'example.com', 'example.internal'])
    write(`zones/${zone}.zone`, `$ORIGIN ${zone}.\n@ IN SOA ns hostmaster 1 1d 2h 4w 1h\n`);
  const { discovery } = await runDiscovery(NO_MANIFEST, createTestIo(root));
  expect(discovery.findings.map(({ kind, value }) => [kind, value])).toEqual([['domain', 'example.dev']]);
});
