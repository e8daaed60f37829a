import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { EVENT_NAMES } from '../../src/domain/index.ts';
import { PRESET_NAMES, PRESETS } from '../../src/presets/index.ts';
import { createTestIo } from '../manifest/io.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certvigil-preset-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function run(...argv: string[]) {
  const output = { stdout: '', stderr: '' };
  const io = {
    ...createTestIo(directory),
    now: () => Date.parse('2026-05-18T12:00:00Z'),
    stdout: (text: string) => {
      output.stdout += text;
    },
    stderr: (text: string) => {
      output.stderr += text;
    },
  };
  return { status: await main(argv, io), ...output };
}

describe.each(PRESET_NAMES)('render --preset %s', (preset) => {
  it('prints the request without a manifest', async () => {
    const { status, stdout, stderr } = await run('render', '--preset', preset);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`# webhook:${preset} (rule example)\n${PRESETS[preset].method} `);
    expect(stdout).toContain('shop');
  });

  it.each(EVENT_NAMES)('renders %s', async (event) => {
    const { status, stdout } = await run('render', '--preset', preset, '--event', event, '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).deliveries).toMatchObject([{ destination: `webhook:${preset}`, error: null }]);
  });

  it('prints a webhook with --template that is valid and renders the same request', async () => {
    const { status, stdout: template } = await run('render', '--preset', preset, '--template');
    expect(status).toBe(0);
    const head = `version: 1
certificates: [{ name: shop, expires: 2026-06-01, owner: me, renewal_instructions: https://wiki.example/renew }]
rules: [{ name: all, events: ["*"], actions: [{ webhook: ${preset} }] }]
`;
    // The short form omits the fields of the preset, except those that every user sets.
    const url = /^ {4}url: .*\n/m.exec(template)?.[0] ?? '';
    const secrets = /^ {4}secrets:\n(?: {6}.*\n)+/m.exec(template)?.[0] ?? '';
    await writeFile(
      path.join(directory, 'short.yaml'),
      `${head}webhooks:\n  ${preset}:\n    preset: ${preset}\n${url}${secrets}`,
    );
    await writeFile(path.join(directory, 'pasted.yaml'), head + template);
    const [short, pasted] = [
      await run('render', 'shop', '-m', 'short.yaml'),
      await run('render', 'shop', '-m', 'pasted.yaml'),
    ];
    expect(pasted.stderr).toBe('');
    expect(pasted.status).toBe(0);
    expect(withoutIds(pasted.stdout)).toBe(withoutIds(short.stdout));
    expect(short.stdout).toContain('shop');
  });
});

/** Every run has its own scan id. */
function withoutIds(text: string): string {
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'SCAN');
}

describe('render --preset', () => {
  it.each<[string[], string]>([
    [['--preset', 'slcak'], 'invalid value "slcak" for --preset'],
    [['--preset', 'slack', 'shop'], '--preset cannot be combined with a name'],
    [['--preset', 'slack', '-m', 'certvigil.yaml'], '--preset cannot be combined with a name'],
    [['--template', 'shop'], '--template requires --preset'],
    [['--preset', 'slack', '--event', 'certificate.*'], 'unknown event "certificate.*" for --event'],
    [['--preset', 'slack', '--days-remaining', '80'], 'nothing is sent at 80 days from expiry'],
  ])('rejects %j', async (args, message) => {
    const { status, stdout, stderr } = await run('render', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
