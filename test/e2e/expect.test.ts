import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Report } from '../../src/generated/report.ts';
import { leaf, link, NOW } from '../helpers/paths.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer, type TestServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';

// Expectations and fetched intermediates with real servers, through dist.

let servers: TestServer[];
let authority: Receiver;
let files: Workspace;
let lonely: CreatedCertificate;
beforeAll(async () => {
  let issuing: CreatedCertificate | null = null;
  authority = await startReceiver(() => ({ status: 200, body: issuing?.der ?? '' }));
  const root = await link({ subject: 'Private root' });
  issuing = await link({ subject: 'Private issuing', issuer: root });
  const end = await leaf({ issuer: issuing, issuerUrl: `${authority.origin}/issuing.der` });
  lonely = await leaf({ subject: 'appliance', to: 200 });
  servers = [await startTlsServer(end), await startTlsServer(lonely)];
  const [bare, own] = servers.map(({ location }) => location);
  files = await createWorkspace({
    'root.pem': root.certificate,
    'certvigil.yaml': `version: 1
network: { allow: [127.0.0.0/8] }
certificates:
  - { name: fetched, endpoint: "${bare}", server_name: www.example.com, ca_file: root.pem, aia: true }
  - { name: missing, endpoint: "${bare}", server_name: www.example.com, ca_file: root.pem }
  - { name: own, endpoint: "${own}", expect: { self_signed: true, names: www.example.com } }
  - { name: misnamed, endpoint: "${own}", expect: { self_signed: true } }
  - { name: pinned, endpoint: "${own}", trust: none, expect: { fingerprint_sha256: ${lonely.fingerprint} } }
  - { name: other, endpoint: "${own}", trust: none, expect: { issuer: Nobody, fingerprint_sha256: ${'ab'.repeat(32)} } }
webhooks: { chat: { url: "http://127.0.0.1:9/" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
  });
});
afterAll(async () => {
  await Promise.all([...servers.map((server) => server.close()), authority.close()]);
  await files[Symbol.asyncDispose]();
});

it('reports deviations, and nothing that matches its expectations', async () => {
  const args = ['scan', '--dry-run', '--now', new Date(NOW).toISOString(), '--format', 'json'];
  const { stdout, stderr } = await runCli(args, { cwd: files.root, env: { RUNNER_TEMP: tmpdir() } });
  expect(stderr).not.toContain('error[');
  const report = JSON.parse(stdout) as Report;
  const reported = report.events.map(({ certificate, event, data }) => `${certificate}: ${event} ${data.error?.code}`);
  expect(reported.sort()).toEqual([
    'misnamed: certificate.untrusted name-mismatch',
    'missing: certificate.untrusted missing-intermediate',
    'other: certificate.policy_violation expected-issuer',
  ]);
  const other = report.events.find(({ certificate }) => certificate === 'other');
  expect(other?.data).toMatchObject({ finding: { qualifier: 'expect', severity: 'critical' } });
  expect(other?.data.error?.detail).toContain('The SHA-256 fingerprint of the certificate is');
  const fetched = report.certificates.find(({ certificate }) => certificate === 'fetched');
  expect(fetched?.trust?.notes).toMatchObject([{ code: 'intermediate-fetched' }]);
  expect(authority.requests).toHaveLength(1);
});
