import { afterEach, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { getBoard } from '../helpers/github/board.ts';
import { type FakeGitHub, getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, WITHOUT_WAITS } from './certvigil.ts';
import { buildTimeOptions } from './environment.ts';

const NOW = Date.parse('2031-03-10T12:00:00Z');

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const times = (days: number) => ({ notBefore: new Date(NOW - 100 * DAY), notAfter: new Date(NOW + days * DAY) });

async function refusedSoonEnding() {
  const root = await createCertificate({ commonName: 'Private root', ca: true, ...times(3000) });
  const signed = (names: string[], days: number) =>
    createCertificate({ commonName: 'shop.example.com', sans: names, issuer: root, ...times(days) });
  const server: TestTlsServer = await startTlsServer(await signed(['other.example.com'], 10.5));
  const github: FakeGitHub = await startGitHub();
  open.push(server, github);
  const files = await createWorkspace({
    'root.pem': root.certificate,
    'certvigil.yaml': `version: 1
certificates:
  - { name: shop, endpoint: "${server.location}", server_name: shop.example.com, ca_file: root.pem }
rules: [{ name: all, events: [certificate.*], actions: [{ issue: {} }] }]
`,
  });
  const env = { GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: github.api_url, GITHUB_TOKEN: TOKEN };
  const scan = async (days: number) =>
    expect(await runCli(['scan', ...buildTimeOptions(days)], { cwd: files.root, env }, WITHOUT_WAITS)).toMatchObject({
      status: 0,
      // Of a manifest that is not whole for a while it warns.
      stderr: expect.not.stringContaining('error['),
    });
  return { root, signed, server, files, scan, issues: getBoard(getRepository(github)).issues };
}

const REFUSED = 'is not trusted by TLS clients (name-mismatch)';

// A finding has an issue besides that of the expiry, which must stay open while the finding is undecided.
it('keeps the issue of a finding while the finding cannot be decided, and closes it with the certificate', async () => {
  const { root, signed, server, scan, issues, ...world } = await refusedSoonEnding();
  await using files = world.files;
  const states = async (days: number) => {
    await scan(days);
    return [...issues.values()].map(({ title, state }) => `${title.replace(/^.*example.com\)? /, '')}: ${state}`);
  };
  expect(await states(0)).toEqual(['expires on 2031-03-21: open', `${REFUSED}: open`]);
  expect(issues.get(2)?.body).toContain('or set "server_name" to the name that clients use.` (name-mismatch) |');
  await files.write('root.pem', 'broken');
  expect(await states(0.3)).toEqual(['expires on 2031-03-21: open', `${REFUSED}: open`]);
  await files.write('root.pem', root.certificate);
  expect(await states(11)).toEqual(['expires on 2031-03-21: open', `${REFUSED}: open`]);
  server.renew(await signed(['shop.example.com', 'other.example.com'], 300));
  expect(await states(11.5)).toEqual(['expires on 2031-03-21: closed', `${REFUSED}: closed`]);
  for (const { comments } of issues.values())
    expect(comments.at(-1)?.body).toContain('**Renewed:** at 1 of 1 location.');
});

it('shows the finding of a certificate in an issue that lists several', async () => {
  const { scan, issues, ...world } = await refusedSoonEnding();
  await using files = world.files;
  await files.write('certvigil.yaml', `${await files.read('certvigil.yaml')}issues: { max_open: 1 }\n`);
  await scan(0);
  expect(issues.get(2)?.body).toContain(`| critical | 2031-03-21 | \`127.0.0.1:`);
  expect(issues.get(2)?.body).toContain(` | \`it ${REFUSED}\` |`);
});
