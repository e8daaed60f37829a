import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAndDecode } from '../../../src/app/verify/decode-sources.ts';
import type { Source } from '../../../src/domain/index.ts';
import { createUrlTarget } from '../../../src/domain/sources/url.ts';
import type { Io } from '../../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { buildCertificate, pem } from '../../helpers/certificates.ts';
import { jks } from '../../helpers/keystores.ts';
import { startReceiver } from '../../helpers/receiver.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'certvigil-decoding-'));
  writeFileSync(join(root, 'a.pem'), pem(buildCertificate()));
  writeFileSync(join(root, 'a.jks'), jks([{ alias: 'x', certificates: [buildCertificate()] }], 'changeit'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const files = (...patterns: string[]): Source => {
  const trust = { trust: 'none', ca_file: null, aia: false, revocation: false, purpose: null } as const;
  return { kind: 'file', patterns, exclude: [], skip_empty: null, ...trust };
};
const env = { PASSWORD: 'changeit' };
const io = { env, now: () => 0, sleep: async () => {}, stderr: () => {} } as Partial<Io> as Io;

function decode(entries: { name: string; source: Source; passwords?: string[] }[]) {
  const readable = entries.map((entry) => ({ passwords: [], variables: {}, ...entry }));
  const network = { deny: [], allow: ['127.0.0.0/8'], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
  return readAndDecode(readable, io, { root, timeout_seconds: 20, concurrency: 3, network });
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: references to variables of a manifest.
it('opens a keystore with the passwords of its entry, and reports one that is not set at the keystore alone', async () => {
  const summarize = async (...passwords: string[]) =>
    (await decode([{ name: 'file', source: files('a.*'), passwords }]))
      .flatMap(({ locations }) => locations.flatMap(({ readings }) => readings))
      .map(({ location, failure }) => `${location}: ${failure?.code ?? 'read'}`);
  expect(await summarize('${PASSWORD}')).toEqual(['a.jks#x: read', 'a.pem: read']);
  expect(await summarize('${MISSING}')).toEqual(['a.jks: variable-unset', 'a.pem: read']);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: references to variables of a manifest.

it('returns the sources in the order of the entries, whichever is read first', async () => {
  let resolve = () => {};
  const isOtherRead = new Promise<void>((done) => {
    resolve = done;
  });
  const server = await startReceiver(({ path }) => {
    if (path === '/b') return { after: isOtherRead };
    resolve();
    return { status: 200, body: pem(buildCertificate()) };
  });
  const targets = ['/b', '/a'].map((path) => createUrlTarget(`${server.origin}${path}`));
  const url = { kind: 'url', targets, headers: {}, ssl_verification: true, ca_file: null } as const;
  const found = await decode([
    { name: 'url', source: url },
    { name: 'file', source: files('*.pem', '*.jks') },
    { name: 'date', source: { kind: 'expires', date: '2027-03-01', what: null } },
  ]);
  await server.close();
  expect(
    found.map(({ entry, source, locations }) => [entry, source.replace(server.origin, ''), locations.length]),
  ).toEqual([
    ['url', '/b', 1],
    ['url', '/a', 1],
    ['file', '*.pem', 1],
    ['file', '*.jks', 1],
    ['date', 'declared', 1],
  ]);
});
