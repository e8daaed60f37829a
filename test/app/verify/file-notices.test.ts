import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { buildCertificate, CN, der, name } from '../../helpers/certificates.ts';
import { certificateBag, pkcs12, plainContent } from '../../helpers/keystores.ts';
import { createTestIo } from '../../manifest/io.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-notices-'));
  const bags = ['shop', 'mail'].map((one) => {
    return certificateBag(buildCertificate({ subject: name([[CN, 12, `${one}.example`]]), to: '280101000000Z' }), one);
  });
  for (const file of ['a.p12', 'b.p12']) writeFileSync(join(directory, file), pkcs12(plainContent(der(0x30, ...bags))));
  writeFileSync(
    join(directory, 'certvigil.yaml'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference in the manifest.
    'version: 1\ncertificates: [{ name: stores, file: "*.p12", password: "${STORE_PASSWORD}" }]\nevent_log: { store: file }\n',
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

async function run(...argv: string[]) {
  const output = { stdout: '', stderr: '' };
  const io = {
    ...createTestIo(directory),
    env: { STORE_PASSWORD: 'changeit' },
    stdout: (text: string) => {
      output.stdout += text;
    },
    stderr: (text: string) => {
      output.stderr += text;
    },
  };
  return { status: await main(argv, io), ...output };
}

it('a scan warns once about the keystores whose integrity cannot be verified, and does not fail', async () => {
  const { status, stderr } = await run('scan', '--dry-run');
  expect(status).toBe(0);
  expect(stderr.match(/warning\[keystore-unverified\]: .*/g)).toEqual([
    expect.stringMatching(/: a\.p12, b\.p12: The integrity of the keystore could not be verified: it has no MAC\. /),
  ]);
});

it('inspect warns once for each keystore', async () => {
  const argv = ['inspect', 'a.p12', 'b.p12', '--password-env', 'STORE_PASSWORD'];
  const { status, stdout } = await run(...argv);
  expect(status).toBe(0);
  expect(stdout.match(/^.*: keystore-unverified$/gm)).toEqual([
    '  a.p12: keystore-unverified',
    '  b.p12: keystore-unverified',
  ]);
  const json = JSON.parse((await run(...argv, '--format', 'json')).stdout);
  const notices = json.targets.flatMap(({ locations }: { locations: { notice?: unknown }[] }) =>
    locations.map((one) => one.notice),
  );
  expect(notices).toHaveLength(4);
  expect(notices).toMatchObject(Array(4).fill({ code: 'keystore-unverified' }));
});
