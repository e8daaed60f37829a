/** A scan says so if the manifest has no rule, because nobody is notified then. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

const EXPIRING = 'version: 1\ncertificates: [{ name: shop, expires: 2026-12-01 }]\n';
const RULE =
  'webhooks: { chat: { url: "https://chat.example/hook" } }\nrules: [{ name: all, events: [EVENT], actions: [{ webhook: chat }] }]\n';
const NOTE = 'No rule sends notifications.';

async function scan(manifest: string, ...options: string[]): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-test-'));
  try {
    await writeFile(path.join(directory, 'certvigil.yaml'), manifest);
    let output = '';
    const stderr = (text: string) => {
      output += text;
    };
    const argv = ['scan', '--dry-run', '--now', '2026-11-27T05:00:00Z', ...options];
    expect(await main(argv, { ...createTestIo(directory), stdout: () => {}, stderr })).toBe(0);
    return output;
  } finally {
    await rm(directory, { recursive: true });
  }
}

it('notes alerts without any rule', async () => {
  expect(await scan(EXPIRING)).toContain(NOTE);
});

it.each<[situation: string, manifest: string, options: string[]]>([
  ['a rule matches no alert', EXPIRING + RULE.replace('EVENT', 'certificate.expired'), []],
  ['there are no alerts', EXPIRING.replace('2026', '2099'), []],
  ['only failures are wanted', EXPIRING, ['--quiet']],
  ['a program reads the output', EXPIRING, ['--format', 'json']],
])('notes nothing if %s', async (_, manifest, options) => {
  expect(await scan(manifest, ...options)).not.toContain(NOTE);
});
