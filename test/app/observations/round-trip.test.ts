import { selectReading } from '../../../src/app/select-settings.ts';
import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import { readObservations } from '../../../src/app/observations/read-observations.ts';
import { runObserve } from '../../../src/app/observe/observe.ts';
import { createPolicyEvaluator } from '../../../src/app/policy-evaluator.ts';
import { readEntries } from '../../../src/app/read-entries.ts';
import type { Manifest, SourceReading } from '../../../src/domain/index.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { Io } from '../../../src/lib/io.ts';
import { loadManifest } from '../../../src/manifest/load.ts';
import { leaf, link, NOW, readCertificate } from '../../helpers/paths.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../../helpers/receiver.ts';
import { createRevocationExtensions, makeList, makeResponse } from '../../helpers/revocation.ts';
import { startTlsServer, type TestTlsServer } from '../../helpers/tls-server.ts';
import { createTestIo } from '../../manifest/io.ts';

// Real servers with everything that a scan fetches to evaluate a certificate: chain, stapled response, list, responder and issuer.

let directory: string;
let io: Io;
let publisher: Receiver;
const published = new Map<string, ReceiverResponse>();
const servers: TestTlsServer[] = [];
let root: CreatedCertificate;
let middle: CreatedCertificate;
let manifest: Manifest;

const at = (path: string) => `${publisher.origin}/${path}`;

async function serve(certificate: CreatedCertificate, options: Parameters<typeof startTlsServer>[1] = {}) {
  const server = await startTlsServer(certificate, options);
  servers.push(server);
  return server.location;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-observe-'));
  io = { ...createTestIo(directory), now: () => NOW };
  publisher = await startReceiver(({ path }) => {
    const found = [...published].find(([prefix]) => path.startsWith(`/${prefix}`));
    return found?.[1] ?? 404;
  });
  root = await link({ subject: 'root' });
  middle = await link({
    subject: 'middle',
    issuer: root,
    more: createRevocationExtensions({ lists: [at('root.crl')] }),
  });
  const create = (path: { lists?: string[]; responders?: string[] }) =>
    leaf({ issuer: middle, issuerUrl: at('middle.cer'), more: createRevocationExtensions(path) });
  const listed = await create({ lists: [at('middle.crl')] });
  const revoked = await create({ lists: [at('middle.crl')] });
  const unknown = await create({ lists: [at('missing.crl')] });
  const asked = await leaf({ issuer: middle, more: createRevocationExtensions({ responders: [at('ocsp')] }) });
  const stapled = await leaf({ issuer: middle, more: createRevocationExtensions({ responders: [at('nobody')] }) });
  const put = (path: string, body: Uint8Array) => published.set(path, { status: 200, body });
  put('root.crl', makeList({ issuer: root }));
  put(
    'middle.crl',
    makeList({ issuer: middle, revoked: [{ serial: readCertificate(revoked).serial_bytes, reason: 1 }] }),
  );
  put('middle.cer', middle.der);
  put('ocsp', makeResponse({ issuer: middle, about: asked }));
  const chain = [middle];
  const locations = {
    listed: await serve(listed, { chain }),
    incomplete: await serve(listed),
    revoked: await serve(revoked, { chain }),
    unknown: await serve(unknown, { chain }),
    asked: await serve(asked, { chain }),
    stapled: await serve(stapled, { chain, staple: () => makeResponse({ issuer: middle, about: stapled }) }),
  };
  const files = {
    'root.pem': root.certificate,
    'chain.pem': `${listed.certificate}${middle.certificate}`,
    'set.pem': `${listed.certificate}${revoked.certificate}`,
    'list.crl': makeList({ issuer: middle }),
    'text.pem': 'not a certificate',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const entries = Object.entries(locations).map(
    ([name, location]) =>
      `  - { name: ${name}, endpoint: "${location}", server_name: www.example.com, ca_file: root.pem, revocation: true, aia: true }\n`,
  );
  const text = `version: 1
certificates:
${entries.join('')}  - { name: unanchored, endpoint: "${locations.listed}", server_name: other.example.com }
  - { name: expected, endpoint: "${locations.listed}", trust: none, expect: { names: [shop.example.com] } }
  - { name: own, endpoint: "${locations.listed}", trust: system }
  - { name: refused, endpoint: "127.0.0.1:9" }
  - { name: date, expires: 2027-03-01 }
  - { name: files, file: ["*.pem", "*.crl", gone.pem], ca_file: root.pem }
network: { allow: ["127.0.0.0/8"] }
policies: [{ name: keys, min_key_size: 2048, weak_key_forbidden: true, shared_key_forbidden: true }]
`;
  writeFileSync(join(directory, 'certvigil.yaml'), text);
  const loaded = await loadManifest('certvigil.yaml', io);
  if (loaded.manifest === null) throw new Error(JSON.stringify(loaded.diagnostics));
  manifest = loaded.manifest;
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await publisher.close();
  rmSync(directory, { recursive: true, force: true });
});

async function createOptions() {
  const policies = createPolicyEvaluator(manifest.policies);
  return { now: NOW, isComplete: true, policies, cache: null, onProgress: undefined, listKnownLocations: () => [] };
}

async function observe(shard: { index: number; count: number } | null, output: string): Promise<void> {
  await runObserve(manifest, { probe: null, shard, only: [], output: join(directory, output), now: null }, io);
}

async function readFiles(...paths: string[]) {
  const request = { paths, log: createEmptyLog(), clock: NOW };
  return readObservations(manifest.entries, manifest, request, await createOptions(), io);
}

/** The same readings as of a machine that named its trust store to another one. */
function moveStore(readings: readonly SourceReading[]): SourceReading[] {
  const moved: SourceReading[] = structuredClone([...readings]);
  const stores = moved.flatMap(({ locations }) => locations.flatMap(({ trust }) => trust?.store ?? []));
  for (const store of stores)
    if (store.kind === 'system') store.description = 'system store (the machine that observed it)';
  return moved;
}

describe('the files of a probe', () => {
  it('give a scan the same readings as the sources', async () => {
    await observe(null, 'all.jsonl');
    const direct = await readEntries(manifest.entries, selectReading(manifest), await createOptions(), io);
    const { readings, problems, unobserved } = await readFiles('all.jsonl');
    expect(problems).toEqual([]);
    expect([...unobserved]).toEqual([]);
    expect(readings).toEqual(moveStore(direct.readings));
    const [listed] = readings.flatMap(({ locations }) => locations.flatMap(({ certificate }) => certificate ?? []));
    expect(listed?.policyFields).toMatchObject({
      key_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      key_weaknesses: [],
    });
    const statuses = readings.flatMap(({ locations }) =>
      locations.flatMap(({ revocation }) => revocation?.status ?? []),
    );
    expect(statuses.sort()).toEqual(['good', 'good', 'good', 'good', 'revoked', 'unknown']);
    expect(readings.flatMap(({ locations }) => locations.flatMap(({ trust }) => trust?.reason ?? []))).toContain(
      'unknown-issuer',
    );
  });

  it('give a scan the same readings in three shards', async () => {
    const files = [1, 2, 3].map((index) => `shard-${index}.jsonl`);
    for (const [at, file] of files.entries()) await observe({ index: at + 1, count: 3 }, file);
    const direct = await readEntries(manifest.entries, selectReading(manifest), await createOptions(), io);
    const { readings, unobserved } = await readFiles(...files);
    expect([...unobserved]).toEqual([]);
    expect(readings).toEqual(moveStore(direct.readings));
    const [entry] = (await readFiles(...files.slice(1))).unobserved;
    expect(entry?.[1].detail).toContain('(shard 1/3)');
  });

  it('contain no revocation list, and nothing but text', async () => {
    await observe(null, 'all.jsonl');
    const text = readFileSync(join(directory, 'all.jsonl'), 'utf8');
    expect(text).not.toContain(makeList({ issuer: root }).toString('base64').slice(0, 60));
    expect(
      text
        .split('\n')
        .map((line) => line.slice(0, 20))
        .at(-2),
    ).toBe('{"kind":"trailer","l');
  });
});
