import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/app/check-manifest.ts';
import { createTestIo } from '../manifest/io.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function found(text: string): Promise<string[]> {
  await writeFile(path.join(directory, 'certvigil.yaml'), text);
  const { diagnostics } = await checkManifest(null, createTestIo(directory));
  return diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

describe('checkManifest', () => {
  it('also checks templates and files of a manifest with errors', async () => {
    const text = `version: 1
colour: red
certificates:
  - { name: shop, file: shop.pem, expiry_scan_thresholds: [never] }
  - { name: off, file: off.pem, enabled: false }
  - { file: nameless.pem }
webhooks:
  chat:
    url: "https://chat.example/{{ data"
    headers: { X-Name: "{% if" }
    body_template: |
      {"text": "{{ data.common_name | }}"}
  chat2: { url: "https://chat.example", content_type: text/plain, body_template: "'{{ data.sans | tojson }}'" }
  broken: text
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }, { webhook: chat2 }] }
`;
    expect(await found(text)).toEqual([
      '2:1 unknown-key',
      '4:25 glob-no-match',
      '4:60 bad-threshold',
      '6:5 missing-key',
      '9:39 template-syntax',
      '10:30 template-syntax',
      '12:39 template-syntax',
      '14:3 unused-webhook',
      '14:11 wrong-type',
    ]);
  });

  it('does not look for files that a probe reads', async () => {
    const text = `version: 1
defaults: { probe: office }
certificates:
  - { name: there, file: there.pem }
  - { name: here, file: here.pem, probe: none }
issues: {}
`;
    expect(await found(text)).toEqual(['5:25 glob-no-match']);
  });

  it('reports an unquoted glob only as needing quotes', async () => {
    const text = 'version: 1\ncertificates:\n  - name: shop\n    file: [*.pem, "there/*.pem"]\n';
    expect(await found(text)).toEqual(['4:12 needs-quotes', '4:19 glob-no-match']);
  });
});
