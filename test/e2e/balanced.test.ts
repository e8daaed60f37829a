import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Board, getBoard } from '../helpers/github/board.ts';
import { type FakeGitHub, getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { type PagerDuty, ROUTING_KEY, startPagerDuty } from '../helpers/pagerduty.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft } from './environment.ts';

const NAME = 'shop.example.com';

// One name, one address, four backends behind it, and the certificate of one of them is not renewed. One scan a day.
// Each test is a day after the one before.
describe('a stale backend behind a load balancer', { shuffle: false }, () => {
  const events: string[] = [];
  let backends: { cert: string; key: string }[];
  let balancer: TestTlsServer;
  let pager: PagerDuty;
  let chat: Receiver;
  let github: FakeGitHub;
  let board: Board;
  let files: Workspace;

  beforeAll(async () => {
    const [stale, current] = await Promise.all([3, 120].map((days) => createCertificateWithDaysLeft(days, NAME)));
    if (stale === undefined || current === undefined) throw new Error('no certificates');
    const [old, renewed] = [stale, current].map((one) => ({ cert: one.certificate, key: one.privateKeyPem }));
    backends = [old, renewed, renewed, renewed] as typeof backends;
    let connections = 0;
    balancer = await startTlsServer(current, {
      SNICallback: (_, done) => {
        done(null, createSecureContext(backends[connections % 4]));
        connections += 1;
      },
    });
    pager = await startPagerDuty();
    chat = await startReceiver(({ body }) => {
      events.push(JSON.parse(body).event);
      return 202;
    });
    github = await startGitHub();
    board = getBoard(getRepository(github));
    files = await createWorkspace({
      'certvigil.yaml': `version: 1
settings: { expiry_scan_repeat: false }
certificates:
  - { name: shop, endpoint: "127.0.0.1:${balancer.port}", server_name: ${NAME}, trust: none }
webhooks:
  pager: { preset: pagerduty, url: "${pager.url}", secrets: { routing_key: "\${PD_KEY}" } }
  chat: { url: "${chat.origin}/" }
rules:
  - name: all
    events: [certificate.*]
    actions: [{ webhook: pager }, { webhook: chat }, { issue: {} }]
`,
    });
  });
  afterAll(async () => {
    await Promise.all([balancer.close(), pager.close(), chat.close(), github.close()]);
    await files[Symbol.asyncDispose]();
  });

  async function scanOn(day: number): Promise<void> {
    const env = {
      PD_KEY: ROUTING_KEY,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_TOKEN: TOKEN,
      GITHUB_API_URL: github.api_url,
    };
    const { status, stderr, stdout } = await runCli(['scan', ...buildTimeOptions(day)], { cwd: files.root, env });
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
  }

  it('stays one open alert until its certificate has expired', async () => {
    for (const day of [0, 1, 2]) await scanOn(day);
    expect(pager.incidents).toMatchObject([{ isOpen: true }]);
    expect(events).toEqual(['certificate.expiry_warning']);
    await scanOn(4);
    const found_at = expect.stringMatching(/^127\.0\.0\.1:\d+ \([23] of 11 handshakes\)$/);
    expect(pager.incidents).toMatchObject([
      { isOpen: true, last: { severity: 'critical', custom_details: { found_at } } },
    ]);
    expect(events).toEqual(['certificate.expiry_warning', 'certificate.expired']);
    expect([...board.issues.values()]).toMatchObject([{ state: 'open' }]);
  });

  it('is resolved once after all backends have the new certificate', async () => {
    backends = [...backends.slice(1), ...backends.slice(1, 2)];
    for (const day of [5, 6, 7]) await scanOn(day);
    expect(pager.incidents).toMatchObject([{ isOpen: false, resolves: 1 }]);
    expect(events).toEqual(['certificate.expiry_warning', 'certificate.expired', 'certificate.renewed']);
    expect([...board.issues.values()]).toMatchObject([{ state: 'closed', state_reason: 'completed' }]);
  });
});
