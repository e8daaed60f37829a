/** What `certvigil test` prints if nothing could be sent. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { formatAfterDestination } from '../../src/notify/failures.ts';
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
      /^FAILED {2}webhook:chat \(rule all, certificate\.expiry_warning, [^)]+\): \$\{CHAT_URL\} /m,
    );
    expect(output).toContain('[variable-unset]');
  } finally {
    await rm(directory, { recursive: true });
  }
});

describe('a failure after the destination', () => {
  it.each([
    [
      'webhook:slack',
      'webhook "slack" at 127.0.0.1:9 (3 attempts): refused',
      ' at 127.0.0.1:9 (3 attempts): refused [x]',
    ],
    ['email:ops', 'email "ops": no such receiver', ': no such receiver [x]'],
    ['webhook:slack', 'webhook "slack2": refused', ': webhook "slack2": refused [x]'],
    ['issue', 'issues of acme/shop: not found', ': issues of acme/shop: not found [x]'],
  ])('of %s does not name the receiver again: %s', (destination, detail, text) => {
    expect(formatAfterDestination({ code: 'x', detail }, destination)).toBe(text);
  });
});
