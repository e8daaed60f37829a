/** What `certvigil test` prints if nothing could be sent. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

const MANIFEST = `version: 1
certificates: [{ name: shop, expires: 2099-01-01 }]
webhooks: { chat: { preset: slack, url: "\${CHAT_URL}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`;

it('counts no requests if a variable is not set', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-test-'));
  try {
    await writeFile(path.join(directory, 'certvigil.yaml'), MANIFEST);
    let output = '';
    const write = (text: string) => {
      output += text;
    };
    const status = await main(['test', 'shop'], { ...createTestIo(directory), stdout: write, stderr: write });
    expect(status).toBe(3);
    expect(output).toMatch(
      /^FAILED {2}webhook:chat \(rule all, certificate\.expiry_warning, [^)]+\): webhook "chat": /m,
    );
    expect(output).toContain('[variable-unset]');
  } finally {
    await rm(directory, { recursive: true });
  }
});
