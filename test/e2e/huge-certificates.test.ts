/** Certificates with texts that no CA issues: their alerts are sent, and every report is written, as for any other certificate. */

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { buildCertificate, CN, der, name, pem } from '../helpers/certificates.ts';
import { getBoard } from '../helpers/github/board.ts';
import { getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startSmtpServer } from '../helpers/smtp-server.ts';
import { createWorkspace, runCli, WITHOUT_WAITS } from './certvigil.ts';

const NOW = '2026-12-20T00:00:00Z';
const MEGABYTE = 1_000_000;

const open: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function openServer<Server extends { close: () => Promise<unknown> }>(server: Promise<Server>): Promise<Server> {
  open.push(await server);
  return server;
}

const distinguishedName = (length: number) =>
  name([
    [CN, 12, 'web.example'],
    ['2.5.4.10', 12, 'o,'.repeat(length / 2)],
  ]);
const alternativeNames = (count: number, text: string) =>
  der(0x30, Buffer.concat(Array.from({ length: count }, (_, index) => der(0x82, `${text}${index}.example`))));

const SAN = '2.5.29.17';
const CASES: [string, Buffer][] = [
  ['a subject of 3 MB', buildCertificate({ subject: distinguishedName(3 * MEGABYTE), issuer: name([[CN, 12, 'CA']]) })],
  ['a subject and issuer of 3 MB', buildCertificate({ subject: distinguishedName(3 * MEGABYTE) })],
  ['a common name of 7 MB', buildCertificate({ subject: name([[CN, 12, 'x'.repeat(3.5 * MEGABYTE)]]) })],
  ['200,000 names', buildCertificate({ extensions: { [SAN]: alternativeNames(200_000, 'www') } })],
  ['a name of 5 MB', buildCertificate({ extensions: { [SAN]: alternativeNames(1, 'w'.repeat(5 * MEGABYTE)) } })],
  ['a serial number of 2 MB', buildCertificate({ serial: Buffer.alloc(2 * MEGABYTE, 0x7a) })],
];

const KINDS = ['json', 'markdown', 'openmetrics', 'ics', 'junit', 'atom', 'sarif', 'cyclonedx', 'html', 'csv'];

it.each(CASES)('sends the alerts and writes the reports of a certificate with %s', async (_, certificate) => {
  const receiver = await openServer(startReceiver());
  const mail = await openServer(startSmtpServer());
  const github = await openServer(startGitHub());
  const presets = ['generic', 'slack', 'teams', 'cloudevents', 'ntfy', 'alertmanager'];
  await using files = await createWorkspace({
    'web.pem': pem(certificate),
    'certvigil.yaml': `version: 1
certificates: [{ name: web, file: web.pem }]
webhooks:
${presets.map((preset) => `  ${preset}: { preset: ${preset}, url: "${receiver.origin}/${preset}" }\n`).join('')}\
email: { ops: { host: localhost, port: ${mail.port}, tls: none, from: a@example.com, to: [b@example.com] } }
issues: {}
rules:
  - { name: all, events: ["*"], actions: [{ email: ops }, ${presets.map((preset) => `{ webhook: ${preset} }`).join(', ')}] }
`,
  });
  const reports = KINDS.flatMap((kind) => ['--report', `${kind}=out/${kind}`]);
  const env = { GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: github.api_url };
  const { status, stdout, stderr } = await runCli(
    ['scan', '--now', NOW, '--event-log', 'log.json', '--format', 'json', ...reports],
    { cwd: files.root, env },
    WITHOUT_WAITS,
  );
  expect(stderr).not.toContain('error[');
  expect(status).toBe(0);
  const report: Report = JSON.parse(stdout);
  expect(report.deliveries.map((one) => one.status)).toEqual(report.deliveries.map(() => 'sent'));
  expect(receiver.requests.map((one) => one.path.slice(1)).sort()).toEqual([...presets].sort());
  expect(Math.max(...receiver.requests.map(({ body }) => body.length))).toBeLessThan(256 * 1024);
  expect(mail.mails).toHaveLength(1);
  expect(getBoard(getRepository(github)).issues.size).toBe(1);
  expect((await readdir(path.join(files.root, 'out'))).sort()).toEqual([...KINDS].sort());
  for (const kind of KINDS) expect((await stat(path.join(files.root, 'out', kind))).size, kind).toBeLessThan(MEGABYTE);
});
