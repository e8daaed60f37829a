import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { ERROR_TEXTS } from '../../src/generated/error-texts.ts';
import { createTestIo } from '../manifest/io.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
afterAll(() => rmSync(directory, { recursive: true }));

const MANIFEST = `version: 1
include: [more.yaml]
certificates: [{ name: shop, expires: 2031-01-01 }, { name: wiki, expires: 2031-01-01 }]
webhooks: { chat: { url: "https://chat.example/" } }
email: { ops: { host: smtp.example.com, from: certs@example.com, to: ops@example.com } }
rules:
  - { name: all certificates, events: [certificate.*], actions: [{ webhook: chat }] }
  - { name: $(touch hacked), events: [certificate.*], actions: [{ email: ops }] }
`;
writeFileSync(path.join(directory, 'certvigil.yaml'), MANIFEST);
writeFileSync(path.join(directory, 'more.yaml'), 'certificates: [{ name: mail, expires: 2031-01-01 }]\n');
writeFileSync(path.join(directory, 'other.yaml'), 'version: 1\ncertificates: [{ name: other, expires: 2031-01-01 }]\n');
writeFileSync(path.join(directory, 'broken.yaml'), 'version: 1\ncertificates: [{ name: shop\n');
writeFileSync(path.join(directory, 'invalid.yaml'), 'version: 1\ncertificates: [{ name: shop }]\n');

async function complete(...words: string[]): Promise<string[]> {
  const written: string[] = [];
  const io = {
    ...createTestIo(directory),
    env: { HOME: directory },
    stdout: (text: string) => void written.push(text),
    stderr: (text: string) => expect.unreachable(`standard error: ${text}`),
  };
  expect(await main(['__complete', ...words], io)).toBe(0);
  return written.join('').split('\n').slice(0, -1);
}

describe('the completion offers', () => {
  it.each<[string, string[]]>([
    ['certificates', ['shop', 'wiki', 'mail']],
    ['names', ['shop', 'wiki', 'mail', 'chat', 'ops']],
    ['rules', ['all certificates', '$(touch hacked)']],
    ['webhooks', ['chat']],
    ['emails', ['ops']],
  ])('%s of the manifest in the current directory', async (kind, names) => {
    expect((await complete(kind, 'scan', '')).toSorted()).toEqual(names.toSorted());
  });

  it('every error code', async () => {
    expect(await complete('codes', 'explain', '')).toEqual(Object.keys(ERROR_TEXTS));
  });

  it.each([
    ['--manifest', 'other.yaml'],
    ['--manifest=other.yaml'],
    ['--manifest', '=', 'other.yaml'],
    ['-m', 'other.yaml'],
    ['-m', '~/other.yaml'],
    ['-m', 'broken.yaml', '-m', 'other.yaml'],
  ])('the names of the manifest that the command line selects: %j', async (...words) => {
    expect(await complete('certificates', 'scan', ...words)).toEqual(['other']);
  });

  it.each([['broken.yaml'], ['invalid.yaml'], ['missing.yaml'], ['.']])(
    'nothing, and no message, if the manifest is %s',
    async (file) => {
      expect(await complete('certificates', 'scan', '-m', file)).toEqual([]);
    },
  );

  it('nothing for a kind that this version does not know', async () => {
    expect(await complete('certificate', 'scan')).toEqual([]);
    expect(await complete()).toEqual([]);
  });
});
