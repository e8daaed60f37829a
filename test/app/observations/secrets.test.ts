import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runObserve } from '../../../src/app/observe/observe.ts';
import { loadManifest } from '../../../src/manifest/load.ts';
import { listEncodings } from '../../e2e/environment.ts';
import { link } from '../../helpers/paths.ts';
import { type Receiver, startReceiver } from '../../helpers/receiver.ts';
import { createTestIo } from '../../manifest/io.ts';

// A server repeats the header that it received in the name of a certificate, in its path and in its errors.

const SECRET = 'kWv7-t0ken-of-the-files';

describe('a secret that a server repeats', () => {
  let directory: string;
  let server: Receiver;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'certvigil-observe-'));
    const echoed = (await link({ subject: `CN=${SECRET}` })).certificate;
    const hidden = (await link({ subject: `CN=plain,2.5.4.13=${SECRET}` })).certificate;
    const plain = (await link({ subject: 'CN=plain' })).certificate;
    const bodies: Record<string, string> = { '/echo': echoed, '/hidden': hidden, '/plain': plain };
    server = await startReceiver(({ path }) => ({ status: 200, body: bodies[path] ?? 'nothing' }));
  });
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is not in the file of the probe in any encoding, and other certificates are', async () => {
    const env = { FILES_TOKEN: SECRET };
    const io = { ...createTestIo(directory), env, now: Date.now, listSecrets: () => [SECRET] };
    const entries = ['echo', 'hidden', 'plain', 'missing'].map(
      (name) =>
        `  - { name: ${name}, url: "${server.origin}/${name}", headers: { authorization: "Bearer $\{FILES_TOKEN}" } }\n`,
    );
    const text = `version: 1\ncertificates:\n${entries.join('')}network: { allow: ["127.0.0.0/8"] }\n`;
    writeFileSync(join(directory, 'certvigil.yaml'), text);
    const { manifest } = await loadManifest('certvigil.yaml', io);
    if (manifest === null) throw new Error('the manifest has errors');
    const output = join(directory, 'out.jsonl');
    await runObserve(manifest, { probe: null, shard: null, only: [], output, now: null }, io);
    const written = readFileSync(output, 'utf8');
    for (const form of listEncodings(SECRET)) expect(written).not.toContain(form);
    const lines = written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const found = lines
      .filter(({ kind }) => kind === 'location')
      .map(({ entry, failure, chain }) => [entry, failure?.code ?? chain.length]);
    expect(found).toEqual([
      ['echo', 'observation-secret'],
      ['hidden', 'observation-secret'],
      ['plain', 1],
      ['missing', 'no-certificate'],
    ]);
  });
});
