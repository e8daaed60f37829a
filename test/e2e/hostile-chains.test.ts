import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { type CreatedCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import type { Report } from '../../src/generated/report.ts';
import { type ConstraintBase, leaf, link, NOW, nextKeys } from '../helpers/paths.ts';
import { startTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli } from './certvigil.ts';

// Chains built to exhaust a client, each on a real server: each is evaluated within moments, and reported.

interface Shown {
  sent: [CreatedCertificate, ...CreatedCertificate[]];
  reason: string;
}

async function loop(): Promise<Shown> {
  const [a, b] = [await nextKeys(), await nextKeys()];
  const first = await link({ subject: 'a', keys: a });
  const second = await link({ subject: 'b', keys: b });
  const ab = await link({ subject: 'a', keys: a, issuer: second });
  const ba = await link({ subject: 'b', keys: b, issuer: first });
  return { sent: [await leaf({ issuer: ab }), ab, ba], reason: 'unknown-issuer' };
}

/** Nearly sixty certificates of eight CAs that sign each other. */
async function mesh(): Promise<Shown> {
  const pairs = await Promise.all(Array.from({ length: 8 }, () => createKeys()));
  const entities = pairs.map((keys, index) => ({ keys, subject: `mesh ${index}` }));
  const selves = await Promise.all(entities.map((entity) => link(entity)));
  const crossed = entities.flatMap((entity) =>
    selves.filter(({ keys }) => keys !== entity.keys).map((issuer) => link({ ...entity, issuer })),
  );
  const end = await leaf({ issuer: selves[0] as CreatedCertificate });
  return { sent: [end, ...(await Promise.all(crossed))], reason: 'path-too-complex' };
}

async function bomb(root: CreatedCertificate): Promise<Shown> {
  const permitted = Array.from({ length: 1000 }, (_, index): ConstraintBase => ['dns', `a${index}.example`]);
  const sans = Array.from({ length: 1000 }, (_, index) => ({ type: 'dns', value: `www.a${index}.example` }) as const);
  const issuer = await link({ subject: 'bomb', issuer: root, constraints: { permitted } });
  return { sent: [await leaf({ issuer, sans }), issuer], reason: 'path-too-complex' };
}

it('evaluates a loop, sixty cross-signed certificates and excessive name constraints in bounded time', async () => {
  const root = await link({ subject: 'root' });
  const shown = { loop: await loop(), mesh: await mesh(), bomb: await bomb(root) };
  const servers = await Promise.all(
    Object.entries(shown).map(async ([name, { sent }]) => {
      const [end, ...chain] = sent;
      return { name, server: await startTlsServer(end, { chain }) };
    }),
  );
  const entries = servers.map(
    ({ name, server }) => `  - { name: ${name}, endpoint: "${server.location}", ca_file: root.pem }`,
  );
  await using files = await createWorkspace({
    'root.pem': root.certificate,
    'certvigil.yaml': `version: 1\ncertificates:\n${entries.join('\n')}\n`,
  });
  try {
    // It takes a second. Without limits it would not finish before the test's timeout.
    const args = ['scan', '--dry-run', '--now', new Date(NOW).toISOString(), '--format', 'json'];
    const { stdout } = await runCli(args, { cwd: files.root, env: { RUNNER_TEMP: tmpdir() } });
    const { certificates } = JSON.parse(stdout) as Report;
    const reasons = certificates.map(({ certificate, trust }) => [certificate, trust?.reason]);
    expect(Object.fromEntries(reasons)).toEqual(
      Object.fromEntries(Object.entries(shown).map(([name, { reason }]) => [name, reason])),
    );
  } finally {
    await Promise.all(servers.map(({ server }) => server.close()));
  }
});
